/* A small WebSocket client (RFC 6455) for one person over the plain port. Not the product's code,
 * so that it can disagree with it, and able to misbehave: any head, any frame, no reading. */
import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { connect as connectTls } from "node:tls";
import { waitFor } from "./deployment.mjs";
import { RpcError } from "./rpc.mjs";

const magic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
export const TEXT = 1, BINARY = 2, CLOSE = 8, PING = 9, PONG = 10, GOES_ON = 0;

/* A client's frame; without `last` more pieces follow. */
export function frame(opcode, payload, last = true) {
  const body = Buffer.from(payload);
  const head = body.length < 126 ? Buffer.from([0, 0x80 | body.length])
    : body.length < 65536 ? Buffer.from([0, 0x80 | 126, body.length >> 8, body.length & 255])
    : Buffer.concat([Buffer.from([0, 0x80 | 127, 0, 0, 0, 0]), (() => {
      const n = Buffer.alloc(4);
      n.writeUInt32BE(body.length);
      return n;
    })()]);
  head[0] = (last ? 0x80 : 0) | opcode;
  const mask = randomBytes(4);
  for (let i = 0; i < body.length; i++) body[i] ^= mask[i & 3];
  return Buffer.concat([head, mask, body]);
}

export class Socket {
  events = [];
  frames = [];
  onMessage = null; /* hears every message at once */
  answers = {}; /* by method: how requests of the broker are answered; throws: an error */
  #waiting = new Map();
  #last = 0;
  #in = Buffer.alloc(0);
  #pieces = [];

  /* Resolves with a socket; `status` is 101 when it is open. */
  static async open(deployment, { cookie = "", origin, protocol = "xinqiao.v1", path = "/ws", tls, language,
    host = `localhost:${deployment.ports.http}` } = {}) {
    const s = new Socket();
    const key = randomBytes(16).toString("base64");
    s.tcp = tls ? connectTls({ port: deployment.ports.program, host: "127.0.0.1", servername: "localhost", ...tls })
      : connect(deployment.ports.http, "127.0.0.1");
    s.closed = new Promise((done) => s.tcp.once("close", () => done(true)));
    s.tcp.on("error", () => {});
    s.closed.then(() => s.#waiting.forEach(({ no }) => no(new Error("the connection is gone"))));
    const head = [`GET ${path} HTTP/1.1`, `Host: ${host}`, "Upgrade: websocket", "Connection: Upgrade",
      `Sec-WebSocket-Key: ${key}`, "Sec-WebSocket-Version: 13"];
    if (protocol) head.push(`Sec-WebSocket-Protocol: ${protocol}`);
    if (origin !== null) head.push(`Origin: ${origin ?? `http://${host}`}`);
    if (cookie) head.push(`Cookie: ${cookie}`);
    if (language) head.push(`Accept-Language: ${language}`);
    s.tcp.write(`${head.join("\r\n")}\r\n\r\n`);
    s.accept = createHash("sha1").update(key + magic).digest("base64");
    await s.#readHead();
    return s;
  }

  /* As a media server, with the certificate of this name. */
  static async openProgram(deployment, certificate = "media") {
    const read = (name) => readFileSync(join(deployment.folder, "tls", name));
    return Socket.open(deployment, { origin: null, tls: { ca: read("ca.pem"),
      ...(certificate ? { cert: read(`${certificate}.pem`), key: read(`${certificate}.key`) } : {}) } });
  }

  /* As a browser over TLS. */
  static async openSecure(deployment, { cookie = "" } = {}) {
    const { https } = deployment.ports;
    return Socket.open(deployment, { cookie, host: `localhost:${https}`, origin: `https://localhost:${https}`,
      tls: { ca: readFileSync(join(deployment.folder, "tls/ca.pem")), port: https } });
  }

  async #readHead() {
    await new Promise((done) => {
      const take = (bytes) => {
        this.#in = Buffer.concat([this.#in, bytes]);
        if (this.#in.includes("\r\n\r\n")) end();
      };
      const end = () => {
        this.tcp.off("data", take);
        this.tcp.off("close", end);
        done();
      };
      this.tcp.on("data", take);
      this.tcp.on("close", end);
    });
    const at = this.#in.indexOf("\r\n\r\n");
    const head = this.#in.subarray(0, Math.max(at, 0)).toString();
    this.status = Number(/^HTTP\/1\.\d (\d+)/.exec(head)?.[1] ?? 0);
    if (this.status === 101 && !head.includes(this.accept)) throw new Error(`wrong accept key:\n${head}`);
    this.#in = this.#in.subarray(at + 4);
    this.tcp.on("data", (bytes) => this.#take(bytes));
    this.#take(Buffer.alloc(0));
  }

  #take(bytes) {
    this.#in = Buffer.concat([this.#in, bytes]);
    for (;;) {
      if (this.#in.length < 2) return;
      let n = this.#in[1] & 127, at = 2;
      if (n === 126) [n, at] = [this.#in.length < 4 ? Infinity : this.#in.readUInt16BE(2), 4];
      else if (n === 127) [n, at] = [this.#in.length < 10 ? Infinity : Number(this.#in.readBigUInt64BE(2)), 10];
      if (this.#in.length < at + n) return;
      const [first] = this.#in;
      this.#hear(first & 15, first & 128, this.#in.subarray(at, at + n));
      this.#in = this.#in.subarray(at + n);
    }
  }

  #hear(opcode, last, body) {
    if (opcode === PING) this.write(frame(PONG, body));
    if (opcode === CLOSE) {
      this.closeCode = body.length >= 2 ? body.readUInt16BE(0) : 1005;
      this.write(frame(CLOSE, body));
      this.tcp.end();
    }
    if (opcode > 2) return;
    this.#pieces.push(Buffer.from(body));
    if (!last) return;
    const message = JSON.parse(Buffer.concat(this.#pieces).toString());
    this.#pieces = [];
    this.frames.push(message);
    this.onMessage?.(message);
    if (message.method) this.events.push(message);
    if (message.method && message.id !== undefined) this.#answer(message);
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (waiting && message.error) waiting.no(new RpcError(message.error));
    else waiting?.yes(message.result);
  }

  #answer({ id, method, params }) {
    const answer = this.answers[method];
    if (!answer) return;
    try {
      this.send(JSON.stringify({ jsonrpc: "2.0", id, result: answer(params) }));
    } catch (error) {
      this.send(JSON.stringify({ jsonrpc: "2.0", id, error: { code: -32000, message: error.message } }));
    }
  }

  write(bytes) {
    if (!this.tcp.destroyed) this.tcp.write(bytes);
  }

  send(text) {
    this.write(frame(TEXT, text));
  }

  ask(method, params = {}) {
    const id = ++this.#last;
    return new Promise((yes, no) => {
      this.#waiting.set(id, { yes, no });
      this.send(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
    });
  }

  async refusal(method, params) {
    return this.ask(method, params).then(() => null, (error) => {
      if (error instanceof RpcError) return error;
      throw error;
    });
  }

  /* The next frame that holds, also among those already there. */
  async hears(what, holds, limitMs = 5000) {
    return waitFor(what, () => this.frames.find(holds), limitMs);
  }

  close() {
    this.tcp.destroy();
  }
}
