/* The load generator's program (main.c) as an object: legs by number, what they tell. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { root } from "../../lib/deployment.mjs";

const program = process.env.XINQIAO_LEGS ?? join(root, "build/gcc/tests/legs");

export class Generator {
  #waiting = new Map();
  #told = new Map();

  constructor(options = []) {
    this.child = spawn(program, options.map(String), { stdio: ["pipe", "pipe", "inherit"] });
    this.gone = new Promise((done) => this.child.once("exit", done));
    createInterface({ input: this.child.stdout }).on("line", (line) => this.#hear(line));
  }

  #hear(line) {
    const [word, ...rest] = line.split(" ");
    if (word === "refused") throw new Error(`the load generator refuses: ${rest.join(" ")}`);
    const key = word === "count" ? word : `${word} ${rest.shift()}`;
    this.#told.set(key, rest);
    this.#waiting.get(key)?.(rest);
    this.#waiting.delete(key);
  }

  /* Words of the next such line; of the last one if `old` and there is one. */
  hears(key, old = true, limitMs = 8000) {
    if (old && this.#told.has(key)) return Promise.resolve(this.#told.get(key));
    return new Promise((done, fail) => {
      const timer = setTimeout(() => fail(new Error(`the load generator did not tell: ${key}`)), limitMs);
      this.#waiting.set(key, (rest) => {
        clearTimeout(timer);
        done(rest);
      });
    });
  }

  say(line) {
    this.child.stdin.write(`${line}\n`);
  }

  /* A new leg: what its offer or answer needs. */
  async leg(n, publishes) {
    for (const word of ["open", "first", "picture"]) this.#told.delete(`${word} ${n}`);
    const told = this.hears(`leg ${n}`, false);
    this.say(`leg ${n} ${publishes ? 1 : 0}`);
    const [port, ufrag, password, fingerprint, ...ssrcs] = await told;
    return { port, ufrag, password, fingerprint, ssrcs, publishes };
  }

  peer(n, { ip, port, ufrag, password, fingerprint, setup }) {
    this.say(`peer ${n} ${ip} ${port} ${ufrag} ${password} ${fingerprint} ${setup === "active" ? "client" : "server"}`);
  }

  /* The moment on the monotonic clock, microseconds. */
  async moment(word, n) {
    return Number((await this.hears(`${word} ${n}`))[0]);
  }

  async count() {
    const told = this.hears("count", false);
    this.say("count");
    return JSON.parse((await told)[0]);
  }

  async quit() {
    this.say("quit");
    return this.gone;
  }
}
