/* The media server's line to a broker that falls silent: in each state of the connection there is a
 * deadline, and the line is made again. The broker here is a socket that says nothing, or too little. */
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer as createTlsServer } from "node:tls";
import { check, finish, test } from "../../lib/check.mjs";
import { Deployment, freePort, root, waitFor } from "../../lib/deployment.mjs";

const LIMIT_MS = 45000; /* the longest deadline is 25 s, and a pause of at most 5 s follows it */
const magic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

const deployment = new Deployment();
deployment.folder = mkdtempSync(join(tmpdir(), "xinqiao-lines-"));
deployment.ports = { program: 0 };
process.on("exit", () => deployment.kill());
const names = ["tls", "upgrade", "dribble", "answer", "silence", "queue"];
execFileSync(join(root, "config/certificates"), [join(deployment.folder, "tls"), ...names.map((n) => `media:${n}`)], { stdio: "ignore" });
const read = (name) => readFileSync(join(deployment.folder, "tls", name));
const tls = { key: read("broker.key"), cert: read("broker.pem") };

/* What a client sent in a text frame shorter than 64 KiB, unmasked. */
function unmasked(bytes) {
  const at = (bytes[1] & 127) === 126 ? 4 : 2;
  return Buffer.from(bytes.subarray(at + 4).map((byte, i) => byte ^ bytes[at + (i & 3)])).toString();
}

function text(message) {
  const body = Buffer.from(JSON.stringify(message));
  return Buffer.concat([Buffer.from([0x81, body.length]), body]);
}

/* Answers the upgrade, then calls `then` with each piece that comes. */
const upgraded = (then) => (socket) => {
  socket.once("data", (head) => {
    const key = /Sec-WebSocket-Key: (.+)\r/i.exec(head.toString())[1];
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${
      createHash("sha1").update(key + magic).digest("base64")}\r\nSec-WebSocket-Protocol: xinqiao.v1\r\n\r\n`);
    socket.on("data", (bytes) => then(socket, bytes));
  });
};

const pong = (socket, bytes) => (bytes[0] & 15) === 9 && socket.write(Buffer.from([0x8a, 0]));

/* Answers the registration and never anything again, no ping either. */
function registers(socket, bytes) {
  const frame = unmasked(bytes);
  const id = /"id":(\d+),"method":"media.register"/.exec(frame)?.[1];
  if (id) socket.write(text({ jsonrpc: "2.0", id: Number(id), result: { server: "01JZZZZZZZZZZZZZZZZZZZZZZZ" } }));
}

function dribbles(socket) {
  socket.write("HTTP/1.1 101 Switching Protocols\r\nX-Long: ");
  const timer = setInterval(() => socket.write("x"), 500);
  socket.on("close", () => clearInterval(timer));
}

const behaviour = { tls: () => {}, upgrade: () => {}, dribble: dribbles, answer: upgraded(pong), silence: upgraded(registers) };
const connections = {};

async function startSilent(name) {
  const port = await freePort();
  const make = name === "tls" ? createServer : (take) => createTlsServer(tls, take);
  connections[name] = 0;
  const server = make((socket) => {
    connections[name]++;
    socket.on("error", () => {});
    behaviour[name](socket);
  });
  await new Promise((done) => server.listen(port, "127.0.0.1", done));
  await startMedia(name, port);
}

async function startMedia(name, port) {
  deployment.writeMediaSettings(name, await freePort(), { "broker.port": port, "media.name": name });
  deployment.others.push(name);
  deployment.launch(name);
}

/* A full accept queue: the connection itself is never made. */
async function startFull() {
  const port = await freePort();
  const script = `import socket,time
s=socket.socket(); s.bind(("127.0.0.1",${port})); s.listen(0)
c=[socket.socket() for _ in range(4)]
for x in c: x.setblocking(False); x.connect_ex(("127.0.0.1",${port}))
print("full",flush=True); time.sleep(600)`;
  const full = spawn("python3", ["-c", script], { stdio: ["ignore", "pipe", "inherit"] });
  process.on("exit", () => full.kill("SIGKILL"));
  await new Promise((done) => full.stdout.once("data", done));
  await startMedia("queue", port);
}

await Promise.all([...Object.keys(behaviour).map(startSilent), startFull()]);

const again = (name) => waitFor(`a second connection, log:\n${deployment.log(name)}`, () => connections[name] >= 2, LIMIT_MS);

await test("a handshake of TLS that is never answered is given up and tried again", () => again("tls"));
await test("an upgrade that is never answered is given up and tried again", () => again("upgrade"));
await test("an answer that comes byte by byte renews no deadline", () => again("dribble"));
await test("a broker that never answers the registration is left", () => again("answer"));
await test("a broker that answers no ping any more is left", () => again("silence"));
await test("a connection that is never made is given up, and told once", async () => {
  await waitFor("told", () => /line\.(late|not_connected)/.test(deployment.log("queue")), LIMIT_MS);
  check(deployment.queue.exitCode === null, "it goes on trying");
});

deployment.kill();
finish();
