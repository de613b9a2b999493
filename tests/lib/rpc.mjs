/* The broker's messages over POST /rpc: one signed-in person without a browser. */
import { password } from "./deployment.mjs";

export class RpcError extends Error {
  constructor(error) {
    super(`${error.data?.word ?? error.code}: ${error.message}`);
    this.word = error.data?.word;
    this.data = error.data;
  }
}

export class Person {
  static async signIn(deployment, account) {
    const p = new Person();
    p.url = deployment.url;
    const reply = await fetch(`${p.url}/session`, { method: "POST",
      headers: { "content-type": "application/json", origin: p.url },
      body: JSON.stringify({ account, password }) });
    if (!reply.ok) throw new Error(`${account} cannot sign in: ${reply.status} ${await reply.text()}`);
    p.cookie = reply.headers.get("set-cookie").split(";")[0];
    return p;
  }

  static nobody(deployment) {
    return Object.assign(new Person(), { url: deployment.url, cookie: "" });
  }

  async ask(method, params = {}) {
    const reply = await fetch(`${this.url}/rpc`, { method: "POST",
      headers: { "content-type": "application/json", origin: this.url, cookie: this.cookie },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }) });
    const body = await reply.json();
    if (body.error) throw new RpcError(body.error);
    return body.result;
  }

  async refusal(method, params) {
    try {
      await this.ask(method, params);
    } catch (error) {
      if (error instanceof RpcError) return error;
      throw error;
    }
    return null;
  }

  /* A file of a recording, whole or a range, as fetch answers it. */
  async file(url, range) {
    return fetch(new URL(url, this.url), { headers: { cookie: this.cookie, ...(range ? { range } : {}) } });
  }
}
