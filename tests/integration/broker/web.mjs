/* Plain HTTP of the real broker: pages, heads, TLS, paths that are none, many connections. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { check, finish, test } from "../../lib/check.mjs";
import { Deployment, freePort, password, waitFor } from "../../lib/deployment.mjs";
import { routes } from "../../lib/routes.mjs";
import { Person } from "../../lib/rpc.mjs";
import { Socket } from "../../lib/socket.mjs";

const pages = mkdtempSync(join(tmpdir(), "xinqiao-web-"));
const script = `console.log("${"x".repeat(200000)}");\n`;
mkdirSync(join(pages, "assets"));
writeFileSync(join(pages, "index.html"), "<!doctype html><title>信桥</title>");
writeFileSync(join(pages, "assets/index-4f2a9c1b.js"), script);
writeFileSync(join(pages, "assets/index-4f2a9c1b.js.gz"), gzipSync(script));
const deployment = await Deployment.start({ broker: { "link.web": pages, "link.per_address": 40 } }, { media: false });
const get = (path, headers = {}) => fetch(`${deployment.url}${path}`, { headers });

async function restart(changes) {
  await deployment.stop({ keep: true });
  deployment.writeSettings({ broker: changes });
  await deployment.startBroker();
}

/* The bytes as they are given, without a library that tidies paths. */
function raw(text) {
  return new Promise((done) => {
    const socket = connect(deployment.ports.http, "127.0.0.1", () => socket.write(text));
    let answer = "";
    socket.on("data", (bytes) => { answer += bytes; });
    socket.on("close", () => done(answer));
    socket.on("error", () => done(answer));
    socket.setTimeout(3000, () => socket.destroy());
  });
}

await test("pages come with a strict policy and nothing to frame them", async () => {
  const reply = await get("/");
  check(reply.status === 200 && (await reply.text()).includes("信桥"), reply.status);
  const policy = reply.headers.get("content-security-policy");
  check(policy.includes("default-src 'none'") && policy.includes("frame-ancestors 'none'"), policy);
  check(!/unsafe-eval|script-src[^;]*unsafe-inline|\*/.test(policy), policy);
  check(reply.headers.get("x-content-type-options") === "nosniff", "nosniff");
});

await test("a path of the client is its page, a missing file is 404", async () => {
  check((await get("/visits/today")).status === 200, "a path of the client");
  check((await get("/missing.js")).status === 404, "a file");
});

await test("every address of a page is a page, whoever asks", async () => {
  const id = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
  const archivist = await Person.signIn(deployment, "archive1");
  for (const headers of [{}, { cookie: archivist.cookie }])
    for (const { address } of routes({ visit: id, recording: id })) {
      const reply = await get(address, headers);
      check(reply.status === 200 && reply.headers.get("content-type").startsWith("text/html"), `${address}: ${reply.status}`);
      check((await reply.text()).includes("信桥"), address);
    }
});

await test("a hashed file is kept for ever, packed if asked, and whole", async () => {
  const packed = await get("/assets/index-4f2a9c1b.js", { "accept-encoding": "gzip" });
  check(packed.headers.get("content-encoding") === "gzip" && await packed.text() === script, "packed");
  check(packed.headers.get("cache-control").includes("immutable"), packed.headers.get("cache-control"));
  const plain = await get("/assets/index-4f2a9c1b.js", { "accept-encoding": "identity" });
  check(!plain.headers.get("content-encoding") && await plain.text() === script, "plain");
});

await test("a page that did not change is not sent again", async () => {
  const etag = (await get("/")).headers.get("etag");
  const again = await get("/", { "if-none-match": etag });
  check(again.status === 304 && await again.text() === "", again.status);
});

await test("no path leads out of the folder", async () => {
  for (const path of ["/../tls/broker.key", "/..%2ftls%2fbroker.key", "/assets/../../tls/broker.key",
    "/%2e%2e/data.key", "//etc/passwd", "/assets/%00index.html", "/files/recordings/../../data.key"]) {
    const answer = await raw(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    check(!/PRIVATE KEY|root:/.test(answer), `${path}: ${answer.slice(0, 200)}`);
    check(!answer || /^HTTP\/1\.[01] [2-4]/.test(answer), `${path}: ${answer.slice(0, 80)}`);
  }
});

await test("recordings are not read without a session or a grant", async () => {
  const path = "/files/recordings/01ARZ3NDEKTSV4RRFFQ69G5FAV/1/leg-1.mp4?access=" + "A".repeat(43);
  check((await get(path)).status === 401, "nobody");
  const archivist = await Person.signIn(deployment, "archive1");
  const reply = await get(path, { cookie: archivist.cookie });
  check([403, 404].includes(reply.status), reply.status);
  check((await get("/files/recordings/x/y/z", { cookie: archivist.cookie })).status === 404, "no such path");
});

await test("metrics count and name nobody", async () => {
  await Person.signIn(deployment, "clerk1");
  const text = await (await get("/metrics")).text();
  check(/^xinqiao_sign_ins_total [1-9]/m.test(text), text);
  check(!/clerk1|周小满|01[0-9A-HJKMNP-TV-Z]{24}/.test(text), "names");
});

/* Whether a request behind it was answered as well: then its end was taken for another one. */
async function frames(head, body = "") {
  const answer = await raw(`${head}\r\n\r\n${body}GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  return { status: Number(/^HTTP\/1.\d (\d+)/.exec(answer)?.[1] ?? 0), answers: answer.split(/HTTP\/1\.\d \d/).length - 1, answer };
}

await test("one odd request is one line of the log", async () => {
  const before = deployment.log("broker").length;
  await frames("POST /rpc HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6", "hello");
  await raw("POST /rpc HTTP/1.1\r\nHost: localhost\r\nOrigin: http://elsewhere\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
  const lines = deployment.log("broker").slice(before).trim().split("\n");
  check(lines.length === 2 && lines[0].includes("why=framing") && lines[1].includes("why=origin"), lines.join("\n"));
});

await test("over TLS the cookie is secure and messages work", async () => {
  const { https } = deployment.ports;
  const ca = readFileSync(join(deployment.folder, "tls/ca.pem"));
  const enter = (origin) => new Promise((yes, no) => {
    const r = request({ host: "localhost", port: https, path: "/session", method: "POST", ca, family: 4,
      headers: { origin: `${origin}://localhost:${https}`, "content-type": "application/json" } }, yes);
    r.on("error", no);
    r.end(JSON.stringify({ account: "clerk1", password }));
  });
  check((await enter("http")).statusCode === 403, "a page without TLS is another origin");
  const reply = await enter("https");
  const [cookie] = reply.headers["set-cookie"];
  check(reply.statusCode === 200 && cookie.includes("Secure"), cookie);
  check(reply.headers["strict-transport-security"], "strict transport");
  const s = await Socket.openSecure(deployment, { cookie: cookie.split(";")[0] });
  check((await s.ask("session.get")).staff.name === "周小满", "the WebSocket over TLS");
  s.close();
});

await test("one address cannot take all connections", async () => {
  const sockets = await Promise.all(Array.from({ length: 60 }, () => Socket.open(deployment)));
  const open = sockets.filter((s) => s.status === 101);
  check(open.length > 20 && open.length <= 40, open.length);
  const refused = sockets.filter((s) => s.status !== 101).map((s) => s.status);
  check(refused.includes(503) && refused.every((status) => [503, 0].includes(status)), refused.join());
  open.forEach((s) => s.close());
  await Promise.all(open.map((s) => s.closed));
  let after; /* the broker hears of the ends a little later than we */
  await waitFor("a place is free again", async () => {
    after = await Socket.open(deployment);
    return after.status === 101;
  });
  after.close();
});

await test("a request whose end is not clear is refused, and its connection ends", async () => {
  const post = "POST /rpc HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost";
  for (const lines of ["Content-Length: 5\r\nContent-Length: 5", "Content-Length: 5\r\nContent-Length: 0", "Content-Length: 5, 5",
    "Content-Length: 5\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked", "Transfer-Encoding: identity\r\nContent-Length: 5",
    "Content-Length: +5", "Content-Length: -5", "Content-Length: 5x", "Content-Length: 0x5", "Content-Length: 99999999999999999999",
    "Content-Length : 5"]) {
    const { status, answers, answer } = await frames(`${post}\r\n${lines}`, "hello");
    check(status === 400 && answers === 1, `${lines}: ${answer.slice(0, 300)}`);
  }
  const get = await frames("GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5", "hello");
  check(get.status === 400 && get.answers === 1, get.answer);
  const right = await frames(`${post}\r\nContent-Length: 5`, "hello");
  check(right.status !== 0 && right.answers === 2 && /"status":"ok"/.test(right.answer), right.answer);
});

await test("what is no HTTP ends its connection only", async () => {
  for (const text of ["\r\n\r\n", "GET\r\n\r\n", `GET /${"a".repeat(20000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
    "\x16\x03\x01\x00\x05hello", `POST /rpc HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n`])
    await raw(text);
  check((await get("/healthz")).ok, "alive");
});

const secure = (path) => new Promise((yes, no) => {
  request({ host: "localhost", port: deployment.ports.https, path, ca: readFileSync(join(deployment.folder, "tls/ca.pem")),
    family: 4 }, (reply) => yes(reply.resume().statusCode)).on("error", no).end();
});

await test("metrics are not for those who come from outside", async () => {
  check(await secure("/metrics") === 404, "over TLS");
  check((await get("/metrics", { "x-forwarded-for": "203.0.113.9" })).status === 404, "through a proxy");
  check((await get("/metrics")).status === 200, "on this machine");
});

await test("at a port of their own they are nowhere else, and nothing else is there", async () => {
  const port = await freePort();
  await restart({ "link.metrics_port": port });
  const own = (path) => fetch(`http://127.0.0.1:${port}${path}`).then((r) => r.status);
  check(await own("/metrics") === 200 && await own("/") === 404 && await own("/healthz") === 404, "its own port");
  check((await get("/metrics")).status === 404 && await secure("/metrics") === 404, "the others");
  const { status } = await Socket.open({ ports: { http: port } });
  check(status === 404, `no session in clear: ${status}`);
});

async function healthOf(changes, word) {
  await deployment.stop({ keep: true });
  deployment.writeSettings({ broker: changes });
  deployment.launch("broker");
  return waitFor(`healthz says ${word}`, async () => {
    const reply = await get("/healthz").catch(() => null);
    return reply?.status === 503 && (await reply.json()).status === word;
  }, 30000);
}

await test("who a listed proxy speaks for is one by one, and nobody else says so", async () => {
  const tries = async (from, n) => {
    let last;
    for (let i = 0; i < n; i++)
      last = await fetch(`${deployment.url}/session`, { method: "POST", body: "{}",
        headers: { "content-type": "application/json", origin: deployment.url, "x-forwarded-for": from } });
    return last.status;
  };
  await restart({ "link.proxies": "127.0.0.1" });
  check(await tries("198.51.100.7, 203.0.113.9", 40) === 429, "one has asked too often");
  check(await tries("203.0.113.10", 1) !== 429, "another has not");
  await restart({ "link.proxies": "" });
  check(await tries("203.0.113.9", 40) === 429 && await tries("203.0.113.10", 1) === 429, "not listed: one address");
  await restart({});
});

await test("health tells a full volume, of the database and of the archive", async () => {
  await healthOf({ "store.free_least": "900000G" }, "store_full");
  check(/broken disk.full word=store_full free_bytes=\d+/.test(deployment.newLog("broker")), deployment.newLog("broker"));
  check(/^xinqiao_store_free_bytes [1-9]/m.test(await (await get("/metrics")).text()), "how much is left");
  await healthOf({ "archive.free_least": "900000G" }, "archive_full");
  await restart({});
});

await test("the broker stops in order", async () => {
  await deployment.stop({ keep: true });
  check(deployment.broker.exitCode === 0, `${deployment.broker.exitCode}:\n${deployment.log("broker").slice(-3000)}`);
});

await deployment.stop();
rmSync(pages, { recursive: true });
finish();
