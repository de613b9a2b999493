/* The audit against the real broker: verified while others write, in sight of who asked; entries say
 * who and from where; and a chain computed anew by who owns the database is found. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { check, finish, test } from "../../lib/check.mjs";
import { Deployment, password, waitFor } from "../../lib/deployment.mjs";
import { Person } from "../../lib/rpc.mjs";
import { Socket } from "../../lib/socket.mjs";

const deployment = await Deployment.start({}, { media: false });
const store = join(deployment.folder, "xinqiao.db");
const heads = join(deployment.folder, "audit.heads");
const key = join(deployment.folder, "audit.key");

const chain = (...args) => execFileSync("python3", ["tests/lib/audit_chain.py", args[0], store, ...args.slice(1)]);
/* A write: refused, but on the writer as every other. */
const write = (clerk) => clerk.refusal("visit.cancel", { visit: "01JTESTTESTTESTTESTTEST001", reason: "无" });

async function restart(change) {
  await deployment.end("broker", "SIGTERM");
  change();
  await deployment.startBroker();
}

await test("entries say which account and from which address", async () => {
  const clerk = await Person.signIn(deployment, "clerk1");
  await fetch(`${deployment.url}/session`, { method: "DELETE", headers: { origin: deployment.url, cookie: clerk.cookie } });
  await fetch(`${deployment.url}/session`, { method: "POST", headers: { "content-type": "application/json", origin: deployment.url },
    body: JSON.stringify({ account: "clerk2", password: `not ${password}` }) });
  const { entries } = await (await Person.signIn(deployment, "audit1")).ask("audit.find");
  const of = (act) => entries.filter((one) => one.act === act);
  const here = /^(::1|127\.0\.0\.1|::ffff:127\.0\.0\.1)$/;
  check(of("session.leave").length === 1 && of("session.leave").every((one) => one.account === "clerk1" && here.test(one.address)),
    JSON.stringify(entries));
  const signIns = of("session.enter");
  check(signIns.some((one) => one.account === "clerk1" && one.result === "ok"), JSON.stringify(signIns));
  check(signIns.some((one) => one.account === "clerk2" && one.result === "wrong_password"), JSON.stringify(signIns));
});

await test("the first head is signed soon after the start, here and outside", async () => {
  check((statSync(key).mode & 0o777) === 0o600, "the key is the owner's alone");
  await waitFor("a head in the file", () => existsSync(heads) && readFileSync(heads, "utf8").startsWith("1 "), 90000);
  const verdict = await (await Person.signIn(deployment, "audit1")).ask("audit.verify");
  check(verdict.ok && verdict.why === "none" && verdict.heads >= 1 && verdict.signed_till > 0, JSON.stringify(verdict));
});

await test("others write while the chain is verified, and who asked sees how far it is", async () => {
  await restart(() => chain("grow", "600000"));
  const auditor = await Person.signIn(deployment, "audit1");
  const clerk = await Person.signIn(deployment, "clerk1");
  const socket = await Socket.open(deployment, { cookie: auditor.cookie });
  let verdict = null, verified_ms = 0;
  const waits = [];
  const begun = performance.now();
  const verifying = socket.ask("audit.verify").then((found) => {
    verdict = found;
    verified_ms = performance.now() - begun;
  });
  const asking = auditor.refusal("audit.verify");
  while (!verdict) {
    const asked = performance.now();
    await write(clerk);
    waits.push(performance.now() - asked);
  }
  await verifying;
  const second = await asking;
  check(verdict.ok && verdict.entries > 600000, JSON.stringify(verdict));
  /* On the writer the first of them would wait for the whole of it, whatever the machine. */
  check(Math.max(...waits) < verified_ms / 2, `a write waited ${Math.max(...waits)} ms of ${verified_ms}`);
  check(waits.length > 5, `${waits.length} writes meanwhile`);
  check(second?.word === "busy" && second.data.why === "audit_verifying", "one verification of a caller at a time");
  const progress = socket.frames.filter((one) => one.method === "study.progress");
  check(progress.length >= 1, "no word of how far it is");
  check(progress.every(({ params }) => params.message === "audit.verify" && params.done <= params.of), JSON.stringify(progress));
  socket.close();
});

await test("a verification ends with its connection, and the next one begins", async () => {
  const auditor = await Person.signIn(deployment, "audit1");
  const gone = await Socket.open(deployment, { cookie: auditor.cookie });
  gone.ask("audit.verify").catch(() => {});
  await gone.ask("session.get");
  gone.close();
  await waitFor("the lane is free", async () => (await auditor.refusal("audit.verify")) === null, 60000);
});

await test("the broker stops at once in the midst of one", async () => {
  const auditor = await Person.signIn(deployment, "audit1");
  const socket = await Socket.open(deployment, { cookie: auditor.cookie });
  socket.ask("audit.verify").catch(() => {});
  await socket.ask("session.get");
  const before = Date.now();
  await deployment.end("broker", "SIGTERM");
  check(deployment.broker.exitCode === 0 && Date.now() - before < 10000, `${deployment.broker.exitCode} after ${Date.now() - before} ms`);
  await deployment.startBroker();
});

await test("a chain computed anew by who owns the database is found", async () => {
  await restart(() => chain("recompute"));
  const verdict = await (await Person.signIn(deployment, "audit1")).ask("audit.verify");
  check(!verdict.ok && ["recomputed", "heads_differ"].includes(verdict.why), JSON.stringify(verdict));
});

await test("without the key of the heads the broker does not start, and makes none", async () => {
  await deployment.end("broker", "SIGTERM");
  renameSync(key, `${key}.kept`);
  deployment.launch("broker");
  const code = await new Promise((done) => deployment.broker.once("exit", done));
  check(code === 1 && /why=missing/.test(deployment.newLog("broker")) && !existsSync(key), deployment.newLog("broker"));
  rmSync(key, { force: true });
});

await deployment.stop();
finish();
