/* The broker's side of the line to one media server, and no more: a WebSocket server (RFC 6455)
 * over TLS that registers it, asks, and answers what it tells. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import { join } from "node:path";

const magic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const TEXT = 1, CLOSE = 8, PING = 9, PONG = 10;

function frame(opcode, body) {
  const n = body.length;
  const head = n < 126 ? Buffer.from([0x80 | opcode, n]) : Buffer.from([0x80 | opcode, 126, n >> 8, n & 255]);
  if (n > 65535) throw new Error("a frame of the broker is too long");
  return Buffer.concat([head, body]);
}

export class Broker {
  reports = [];
  #waiting = new Map();
  #last = 0;
  #in = Buffer.alloc(0);
  #pieces = [];

  /* `tls`: folder that config/certificates has filled. */
  constructor(tls, port) {
    const read = (name) => readFileSync(join(tls, name));
    this.server = createServer({ cert: read("broker.pem"), key: read("broker.key"), ca: read("ca.pem"),
      requestCert: true, rejectUnauthorized: true });
    this.registered = new Promise((done) => (this.onRegistered = done));
    this.server.on("upgrade", (request, socket) => this.#greet(request, socket));
    this.server.listen(port, "127.0.0.1");
  }

  #greet(request, socket) {
    const accept = createHash("sha1").update(request.headers["sec-websocket-key"] + magic).digest("base64");
    this.socket = socket;
    this.#in = Buffer.alloc(0);
    socket.setNoDelay(true);
    socket.on("error", () => {});
    socket.on("data", (bytes) => this.#take(bytes));
    socket.write(["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade",
      `Sec-WebSocket-Accept: ${accept}`, "Sec-WebSocket-Protocol: xinqiao.v1", "", ""].join("\r\n"));
  }

  #take(bytes) {
    this.#in = Buffer.concat([this.#in, bytes]);
    while (this.#in.length >= 2) {
      let n = this.#in[1] & 127, at = 2;
      if (n === 126) [n, at] = [this.#in.length < 4 ? Infinity : this.#in.readUInt16BE(2), 4];
      else if (n === 127) [n, at] = [this.#in.length < 10 ? Infinity : Number(this.#in.readBigUInt64BE(2)), 10];
      if (this.#in.length < at + 4 + n) return;
      const mask = this.#in.subarray(at, at + 4), body = Buffer.from(this.#in.subarray(at + 4, at + 4 + n));
      for (let i = 0; i < n; i++) body[i] ^= mask[i & 3];
      this.#hear(this.#in[0] & 15, this.#in[0] & 128, body);
      this.#in = this.#in.subarray(at + 4 + n);
    }
  }

  #hear(opcode, last, body) {
    if (opcode === PING) this.socket.write(frame(PONG, body));
    if (opcode === CLOSE) this.socket.end();
    if (opcode > 2) return;
    this.#pieces.push(body);
    if (!last) return;
    const message = JSON.parse(Buffer.concat(this.#pieces).toString());
    this.#pieces = [];
    if (message.method) this.#answer(message);
    else {
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if (message.error) waiting?.no(new Error(JSON.stringify(message.error)));
      else waiting?.yes(message.result);
    }
  }

  #send(message) {
    this.socket.write(frame(TEXT, Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }))));
  }

  #answer({ id, method, params }) {
    if (method === "media.report") this.reports.push(params);
    if (id === undefined) return;
    this.#send({ id, result: method === "media.register" ? { server: "01JZ0000000000000000000000" } : {} });
    if (method === "media.register") this.onRegistered();
  }

  ask(method, params) {
    const id = ++this.#last;
    return new Promise((yes, no) => {
      this.#waiting.set(id, { yes, no });
      this.#send({ id, method, params });
    });
  }

  close() {
    this.socket?.destroy();
    this.server.close();
  }
}
