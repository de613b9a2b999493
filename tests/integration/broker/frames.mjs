/* What a client may not do to the real broker: batches, floods, huge frames, no reading. */
import { check, finish, test } from "../../lib/check.mjs";
import { Deployment, waitFor } from "../../lib/deployment.mjs";
import { Person } from "../../lib/rpc.mjs";
import { BINARY, frame, GOES_ON, PING, Socket, TEXT } from "../../lib/socket.mjs";

const deployment = await Deployment.start({ broker: { "link.request_burst": 300, "link.request_each": "100ms" } },
  { media: false });
const clerk = await Person.signIn(deployment, "clerk1");
const open = () => Socket.open(deployment, { cookie: clerk.cookie });
const isAlive = async () => (await fetch(`${deployment.url}/healthz`)).ok;

await test("a batch is refused and the connection stays", async () => {
  const s = await open();
  s.send(JSON.stringify([{ jsonrpc: "2.0", id: 1, method: "session.get" }]));
  const { error } = await s.hears("a refusal", (f) => f.error);
  check(error.code === -32600 && error.message.includes("逐个"), JSON.stringify(error));
  check((await s.ask("session.get")).signed_in, "the next request is answered");
  s.close();
});

await test("what is no request is refused with its code and the connection stays", async () => {
  const s = await open();
  for (const [text, code] of [["nonsense", -32700], ["{}", -32600], ["\"\"", -32700],
    [`{"jsonrpc":"2.0","id":5,"method":"no.such"}`, -32601],
    [`{"jsonrpc":"2.0","id":6,"method":"visit.get","params":{"visit":"x"}}`, -32602]]) {
    s.frames.length = 0;
    s.send(text);
    const { error } = await s.hears(text, (f) => f.error);
    check(error.code === code && error.data.word && error.data.say, `${text}: ${JSON.stringify(error)}`);
  }
  check((await s.ask("session.get")).signed_in, "still there");
  s.close();
});

await test("a notification is not answered", async () => {
  const s = await open();
  s.send(JSON.stringify({ jsonrpc: "2.0", method: "session.get" }));
  await s.ask("session.get");
  check(s.frames.length === 1, JSON.stringify(s.frames));
  s.close();
});

await test("a message in pieces is one message", async () => {
  const s = await open();
  const text = JSON.stringify({ jsonrpc: "2.0", id: 77, method: "session.get" });
  s.write(frame(TEXT, text.slice(0, 10), false));
  s.write(frame(PING, "between"));
  s.write(frame(GOES_ON, text.slice(10, 11), false));
  s.write(frame(GOES_ON, text.slice(11)));
  const { result } = await s.hears("an answer", (f) => f.id === 77);
  check(result.signed_in, JSON.stringify(result));
  s.close();
});

await test("a huge frame ends its connection only", async () => {
  const s = await open(), other = await open();
  s.write(frame(TEXT, " ".repeat(300 * 1024)));
  check(await s.closed, "closed");
  check(s.closeCode === 1009, `close code ${s.closeCode}`);
  const head = frame(TEXT, "x".repeat(200)).subarray(0, 4);
  const bomb = await open();
  bomb.write(Buffer.from([0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, ...head]));
  bomb.write(Buffer.alloc(400 * 1024, 32));
  check(await bomb.closed, "a frame of 2^63 bytes");
  check((await other.ask("session.get")).signed_in, "the other one goes on");
  other.close();
});

await test("a binary frame ends its connection", async () => {
  const s = await open();
  s.write(frame(BINARY, "{}"));
  check(await s.closed, "closed");
  check(s.closeCode === 1003, `close code ${s.closeCode}`);
});

await test("a large text to POST /rpc is refused in HTTP", async () => {
  const reply = await fetch(`${deployment.url}/rpc`, { method: "POST", body: " ".repeat(300 * 1024),
    headers: { origin: deployment.url, cookie: clerk.cookie } }).catch(() => null);
  check(!reply || reply.status === 413, reply?.status);
  check(await isAlive(), "alive");
});

await test("too many requests of one account are refused and others are not", async () => {
  const s = await open();
  const results = await Promise.all(Array.from({ length: 3 }, async () => {
    const words = [];
    for (let i = 0; i < 120; i++) words.push((await s.refusal("session.get", {}))?.word ?? "ok");
    return words;
  }));
  const words = results.flat();
  check(words.includes("too_many") && words.includes("ok"), [...new Set(words)].join());
  const other = await Person.signIn(deployment, "clerk2");
  check((await other.ask("session.get")).signed_in, "another account");
  s.close();
});

await test("a slow reader is dropped and the broker's memory does not grow", async () => {
  const reader = await Person.signIn(deployment, "director1");
  const s = await Socket.open(deployment, { cookie: reader.cookie });
  const other = await Socket.open(deployment);
  s.tcp.pause();
  let sent = 0;
  const flood = setInterval(() => {
    for (let i = 0; i < 20; i++) s.send(`{"jsonrpc":"2.0","id":${++sent},"method":"rpc.discover"}`);
  }, 20);
  try {
    await waitFor("the broker drops it", () => /link\.dropped .*why=(too_slow|too_many)/.test(deployment.log("broker")), 20000);
  } finally {
    clearInterval(flood);
  }
  check((await other.ask("rpc.discover")).openrpc, "others are answered");
  check(await isAlive(), "alive");
  s.close();
  other.close();
});

await test("the broker stops in order", async () => {
  await deployment.stop({ keep: true });
  check(deployment.broker.exitCode === 0, `${deployment.broker.exitCode}:\n${deployment.log("broker").slice(-3000)}`);
});

await deployment.stop();
finish();
