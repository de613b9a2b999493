/* Sockets that want nothing or take their time: they end at a fixed moment, are counted by address, and
 * stop neither people from elsewhere nor media servers and kiosks. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as connectTls } from "node:tls";
import { check, finish, test } from "../../lib/check.mjs";

/* Few open files, so that a test can use them up: a system's limit is what counts, not a setting. */
const folder = mkdtempSync(join(tmpdir(), "xinqiao-pressure-"));
const real = process.env.XINQIAO_BROKER, few = join(folder, "broker");
writeFileSync(few, `#!/bin/sh\ncase "$*" in *--print-config*) ;; *) ulimit -n \${FILES:-20000} ;; esac\nexec ${real} "$@"\n`);
chmodSync(few, 0o755);
process.env.XINQIAO_BROKER = few;
const { Deployment, pause, waitFor } = await import("../../lib/deployment.mjs");
const { Socket } = await import("../../lib/socket.mjs");

const deployment = await Deployment.start({ broker: { "link.body_time": "4s" } }, { media: false });
const open = new Set();

function raw(from, { port = deployment.ports.http, tls } = {}) {
  const s = tls ? connectTls({ port, host: "127.0.0.1", localAddress: from, ...tls }) : connect({ port, host: "127.0.0.1", localAddress: from });
  s.at = Date.now();
  s.said = "";
  s.on("error", () => {}).on("data", (bytes) => { s.said += bytes; });
  s.on("close", () => { s.lived = Date.now() - s.at; open.delete(s); });
  open.add(s);
  return s;
}

const closeAll = async () => {
  for (const s of open) s.destroy();
  await waitFor("all are closed", () => open.size === 0);
};

/* Resolves with the milliseconds until a whole answer was there. */
async function isServed(from, limitMs = 2500) {
  const s = raw(from);
  s.write("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  await waitFor(`an answer for ${from}`, () => s.said.includes("\"status\""), limitMs);
  s.destroy();
  check(s.said.startsWith("HTTP/1.1 200"), s.said.slice(0, 200));
}

async function programIsServed() {
  const began = Date.now();
  const s = await Socket.openProgram(deployment);
  check(s.status === 101 && Date.now() - began < 5000, `status ${s.status} after ${Date.now() - began} ms`);
  check((await s.ask("media.register", { name: "demo", node: "990101000000", capacity: 1, address: "127.0.0.1:8444",
    version: "1", stages: [] })).server, "registered");
  s.close();
}

await test("1,100 sockets at 1 kB/s stop neither other people nor media servers", async () => {
  const slow = Array.from({ length: 1100 }, (_, i) => raw(`127.0.0.${2 + i % 3}`));
  slow.forEach((s) => s.write("GET / HTTP/1.1\r\nHost: localhost\r\n"));
  const drip = setInterval(() => slow.forEach((s, i) => s.destroyed || s.write(`x-${i}-${Date.now() % 100000}: ${"y".repeat(84)}\r\n`)), 100);
  try {
    await pause(1500);
    for (let i = 0; i < 4; i++) {
      await isServed("127.0.0.1");
      await isServed("127.0.0.2");
      await programIsServed();
      await pause(500);
    }
  } finally {
    clearInterval(drip);
    await closeAll();
  }
});

await test("a head, a handshake of TLS, a body that come byte by byte end at their moment", async () => {
  const head = raw("127.0.0.1");
  const nothing = raw("127.0.0.1");
  const tls = raw("127.0.0.1", { port: deployment.ports.https });
  const program = raw("127.0.0.1", { port: deployment.ports.program });
  const body = raw("127.0.0.1");
  const upgrade = raw("127.0.0.1");
  head.write("GET / HTTP/1.1\r\n");
  body.write(`POST /rpc HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nContent-Length: 9000\r\n\r\n`);
  upgrade.write("GET /ws HTTP/1.1\r\nUpgrade: websocket\r\n");
  /* A record of TLS of 16 kB that never ends. */
  [tls, program].forEach((s) => s.write(Buffer.from([22, 3, 1, 64, 0, 1, 0, 63, 252, 3, 3])));
  const drip = setInterval(() => [head, body, upgrade, tls, program].forEach((s) => s.destroyed || s.write("x")), 200);
  try {
    await waitFor("all are closed", () => [head, nothing, tls, program, body, upgrade].every((s) => s.lived), 14000);
  } finally {
    clearInterval(drip);
  }
  check(body.lived < 7000, `the body after ${body.lived} ms`);
  for (const s of [head, tls, program, upgrade]) check(s.lived > 8000 && s.lived < 13500, `after ${s.lived} ms`);
});

await test("21,000 connects in 12 s from one address leave the others in peace", async () => {
  let n = 0;
  const flood = setInterval(() => {
    for (let i = 0; i < 88 && n < 21000; i++, n++) raw("127.0.0.9", { port: n % 2 ? deployment.ports.http : deployment.ports.https });
  }, 50);
  try {
    for (let i = 0; i < 6; i++) {
      await isServed("127.0.0.1", 5000);
      await programIsServed();
      await pause(1500);
    }
    await waitFor("all were tried", () => n >= 21000, 60000);
  } finally {
    clearInterval(flood);
    await closeAll();
  }
  const lines = deployment.log("broker").split("\n").filter((l) => / link\.(refused|dropped) /.test(l)).length;
  check(lines < 400, `${lines} lines for ${n} connections`);
  check(/link.quiet kept_back=\d/.test(deployment.log("broker")), "what was kept back is counted");
});

async function restart(changes) {
  await deployment.stop({ keep: true });
  deployment.writeSettings({ broker: changes });
  await deployment.startBroker();
}

await restart({ "link.per_address": 20 });

await test("one too many of an address is told so, and another address is not meant", async () => {
  const kept = Array.from({ length: 20 }, () => raw("127.0.0.5"));
  kept.forEach((s) => s.write("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"));
  await waitFor("twenty answers", () => kept.every((s) => s.said.includes("\"status\"")));
  const more = raw("127.0.0.5");
  more.write("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
  await waitFor("a refusal", () => more.said.includes("\r\n\r\n{"));
  check(/^HTTP\/1.1 503/.test(more.said) && /"word":"busy"/.test(more.said) && /连接太多/.test(more.said), more.said);
  await waitFor("and the end", () => more.lived);
  const sockets = await Promise.all([0, 1].map(() => raw("127.0.0.5")));
  sockets.forEach((s) => s.write("GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n" +
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: xinqiao.v1\r\nOrigin: http://localhost\r\n\r\n"));
  await waitFor("the upgrades are refused", () => sockets.every((s) => /^HTTP\/1.\d 503/.test(s.said)));
  const far = Array.from({ length: 40 }, () => raw("127.0.0.5"));
  await waitFor("those far beyond are turned away at once", () => far.filter((s) => s.lived).length >= 20, 3000);
  await isServed("127.0.0.6");
  await closeAll();
  await waitFor("a place is free again", () => isServed("127.0.0.5").then(() => true, () => false));
});

process.env.FILES = "900";
await restart({});

await test("with the open files of people used up, programs come in and new people find room", async () => {
  check(/link.few_files|program.few_files/.test(deployment.log("broker")), "it said at the start that the files are few");
  const idle = [];
  for (let i = 0; i < 1000; i++) idle.push(raw(`127.0.0.${10 + i % 20}`));
  await pause(1500);
  await programIsServed();
  await isServed("127.0.0.1");
  /* Those that have said what they want are not sent away for a newcomer. */
  const before = idle.filter((s) => !s.lived && !s.destroyed).length;
  check(before > 50 && before < 700, `${before} are still connected`);
  await closeAll();
  check(!deployment.log("broker").includes("link.no_files"), "it never ran out of files");
});

await deployment.stop();
rmSync(folder, { recursive: true, force: true });
finish();
