/* Signing in against the real broker: passwords, locks, origins, cookies, and who may not. */
import { execFileSync } from "node:child_process";
import { check, finish, test } from "../../lib/check.mjs";
import { Deployment, password } from "../../lib/deployment.mjs";
import { Person } from "../../lib/rpc.mjs";
import { Socket } from "../../lib/socket.mjs";

const deployment = await Deployment.start({}, { media: false });

/* One address family: two would be two places that wrong passwords come from. */
const here4 = `http://127.0.0.1:${deployment.ports.http}`;
const post = (path, body, headers = {}) => fetch(`${here4}${path}`, { method: "POST",
  headers: { "content-type": "application/json", origin: here4, ...headers },
  body: typeof body === "string" ? body : JSON.stringify(body) });
const signIn = (account, secret, headers) => post("/session", { account, password: secret }, headers);

await test("the right password gives a cookie that scripts cannot read", async () => {
  const reply = await signIn("clerk1", password);
  const cookie = reply.headers.get("set-cookie");
  check(reply.status === 200, reply.status);
  check(/^xinqiao_session=[\w-]{43}; /.test(cookie), cookie);
  for (const word of ["HttpOnly", "SameSite=Strict", "Path=/"]) check(cookie.includes(word), cookie);
});

await test("the session says who is signed in, and nobody otherwise", async () => {
  const clerk = await Person.signIn(deployment, "clerk1");
  const { signed_in, staff, demo } = await clerk.ask("session.get");
  check(signed_in && demo && staff.name === "周小满" && staff.roles.includes("clerk"), JSON.stringify(staff));
  const nobody = await Person.nobody(deployment).ask("session.get");
  check(!nobody.signed_in && !nobody.staff, JSON.stringify(nobody));
});

await test("a wrong password and an unknown account are answered alike", async () => {
  const wrong = await signIn("clerk2", "not this one");
  const unknown = await signIn("no-such-account", "not this one");
  check(wrong.status === 401 && unknown.status === 401, `${wrong.status} ${unknown.status}`);
  const [a, b] = [await wrong.json(), await unknown.json()];
  check(a.error.word === "wrong_password" && JSON.stringify(a) === JSON.stringify(b), JSON.stringify([a, b]));
});

await test("five wrong passwords lock the account from here, also for the right one", async () => {
  for (let i = 0; i < 4; i++) {
    const { status } = await signIn("clerk3", `wrong ${i}`);
    check(status === 401, `try ${i}: ${status}`);
  }
  const fifth = await signIn("clerk3", "wrong");
  const right = await signIn("clerk3", password);
  check(fifth.status === 423 && right.status === 423, `${fifth.status} ${right.status}`);
  check((await right.json()).error.word === "locked", "the word");
  check((await signIn("clerk1", password)).status === 200, "others may still sign in");
});

await test("an unknown account is locked after as many wrong passwords, in as long a time", async () => {
  const answers = async (account) => {
    const all = [], from = Date.now();
    for (let i = 0; i < 4; i++) {
      const reply = await signIn(account, `wrong ${i}`);
      all.push(`${reply.status} ${await reply.text()}`);
    }
    const each = (Date.now() - from) / 4;
    for (let i = 0; i < 2; i++) {
      const reply = await signIn(account, "wrong");
      all.push(`${reply.status} ${await reply.text()}`);
    }
    return { all: all.join("\n"), each };
  };
  const known = await answers("duty1"), unknown = await answers("who-is-not-here");
  check(known.all.includes("423 ") && known.all === unknown.all, `${known.all}\n${unknown.all}`);
  check(unknown.each > known.each / 3, `${known.each} ms and ${unknown.each} ms`);
});

await test("a foreign origin is refused everywhere", async () => {
  const foreign = { origin: "https://elsewhere.example" };
  check((await signIn("clerk1", password, foreign)).status === 403, "POST /session");
  check((await post("/rpc", "{}", foreign)).status === 403, "POST /rpc");
  const clerk = await Person.signIn(deployment, "clerk1");
  const reply = await fetch(`${deployment.url}/session`, { method: "DELETE", headers: { ...foreign, cookie: clerk.cookie } });
  check(reply.status === 403, "DELETE /session");
  check((await clerk.ask("session.get")).signed_in, "still signed in");
  for (const origin of [foreign.origin, "null", `${deployment.url}.example`, null]) {
    const s = await Socket.open(deployment, { origin, cookie: clerk.cookie });
    check(s.status === 403, `/ws with origin ${origin}: ${s.status}`);
    s.close();
  }
});

await test("without a cookie only the public messages are answered", async () => {
  const s = await Socket.open(deployment);
  check(s.status === 101, s.status);
  check(!(await s.ask("session.get")).signed_in, "nobody");
  for (const method of ["tree.get", "visit.list", "visit.book", "audit.find", "event.since"]) {
    const refusal = await s.refusal(method);
    check(refusal.word === "not_signed_in", `${method}: ${refusal.word}`);
  }
  check((await s.refusal("session.open")).word === "unknown_method", "internal messages");
  check((await s.ask("rpc.discover")).openrpc, "rpc.discover");
  s.close();
});

await test("a forged cookie is nobody", async () => {
  const s = await Socket.open(deployment, { cookie: `xinqiao_session=${"A".repeat(43)}` });
  check(!(await s.ask("session.get")).signed_in, "nobody");
  s.close();
});

await test("signing out ends the connections of the session and the cookie", async () => {
  const clerk = await Person.signIn(deployment, "clerk1");
  const other = await Person.signIn(deployment, "clerk1");
  const mine = await Socket.open(deployment, { cookie: clerk.cookie });
  const theirs = await Socket.open(deployment, { cookie: other.cookie });
  check((await mine.ask("session.get")).signed_in, "signed in");
  const reply = await fetch(`${deployment.url}/session`, { method: "DELETE",
    headers: { origin: deployment.url, cookie: clerk.cookie } });
  check(reply.status === 200 && reply.headers.get("set-cookie").includes("Max-Age=0"), "signed out");
  check(await mine.closed, "the connection ends");
  check((await theirs.ask("session.get")).signed_in, "the other session lives on");
  check(!(await clerk.ask("session.get")).signed_in, "the cookie is worth nothing");
  theirs.close();
});

await test("a session that is removed, or whose staff has other rights, ends at once", async () => {
  const inStore = (sql) => execFileSync("python3", ["-c",
    `import sqlite3; s = sqlite3.connect("${deployment.folder}/xinqiao.db", timeout=10); s.execute("${sql}"); s.commit()`]);
  const ends = async (account, sql) => {
    const person = await Person.signIn(deployment, account);
    const socket = await Socket.open(deployment, { cookie: person.cookie });
    check((await socket.ask("session.get")).signed_in, "signed in");
    inStore(sql);
    const from = Date.now();
    await Promise.race([socket.closed, new Promise((done) => setTimeout(done, 5000))]);
    check(Date.now() - from < 4000, `${account}: still open after ${Date.now() - from} ms`);
    check(!(await person.ask("session.get")).signed_in, "the cookie is worth nothing");
  };
  await ends("recorder1", "DELETE FROM session WHERE staff = (SELECT id FROM staff WHERE account = 'recorder1')");
  await ends("city1", "UPDATE staff SET roles = 2 WHERE account = 'city1'");
});

await test("a role may only send its own messages", async () => {
  const clerk = await Person.signIn(deployment, "clerk1");
  for (const method of ["audit.find", "tree.import", "media.register", "visit.admit"]) {
    const refusal = await clerk.refusal(method, {});
    check(refusal.word === "forbidden" && /[一-龥]/.test(refusal.message), `${method}: ${refusal.word}`);
  }
});

await test("a wrong method or path of HTTP is refused in HTTP", async () => {
  check((await fetch(`${deployment.url}/rpc`)).status === 405, "GET /rpc");
  check((await fetch(`${deployment.url}/session`, { method: "PUT", headers: { origin: deployment.url } })).status === 405, "PUT");
  check((await post("/elsewhere", "{}")).status === 404, "POST /elsewhere");
  const ws = await Socket.open(deployment, { path: "/other" });
  check(ws.status === 404, `/other: ${ws.status}`);
  const old = await Socket.open(deployment, { protocol: "other.v1" });
  check(old.status === 400, `subprotocol: ${old.status}`);
});

await test("the broker stops in order", async () => {
  await deployment.stop({ keep: true });
  check(deployment.broker.exitCode === 0, `${deployment.broker.exitCode}:\n${deployment.log("broker").slice(-3000)}`);
});

await deployment.stop();
finish();
