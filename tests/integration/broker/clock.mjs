/* The wall clock is set while visits run, an hour forth and two hours back: no media server is taken
 * for dead, and nobody loses a connection. Debian's libfaketime sets it for the broker alone; the
 * monotonic clock goes on. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check, finish, test } from "../../lib/check.mjs";
import { Deployment, pause, root, waitFor } from "../../lib/deployment.mjs";
import { Person } from "../../lib/rpc.mjs";
import { Socket } from "../../lib/socket.mjs";
import { openVisit } from "../../lib/visit.mjs";

const folder = mkdtempSync(join(tmpdir(), "xinqiao-clock-"));
const file = join(folder, "time");
const setClock = (by) => writeFileSync(file, by);
setClock("+0s");
const library = execFileSync("sh", ["-c", "ls /usr/lib/*/faketime/libfaketimeMT.so.1"], { encoding: "utf8" }).trim();
/* A sanitizer's library must be the first to be loaded. */
const first = execFileSync("sh", ["-c", `ldd ${process.env.XINQIAO_BROKER} | sed -nE 's/.*=> (.*lib[at]san[^ ]*).*/\\1/p'`],
  { encoding: "utf8" }).trim();
/* What takes long at the first start, the import, is done before. */
const deployment = await Deployment.start({}, { media: false });
await deployment.end("broker", "SIGTERM");
Object.assign(process.env, { LD_PRELOAD: `${first} ${library}`.trim(), FAKETIME_TIMESTAMP_FILE: file, FAKETIME_CACHE_DURATION: "1",
  FAKETIME_DONT_FAKE_MONOTONIC: "1", DONT_FAKE_MONOTONIC: "1" });
await deployment.startBroker();
delete process.env.LD_PRELOAD;
const clerk = await Person.signIn(deployment, "clerk1");
const official = await Person.signIn(deployment, "duty1");
const offer = "v=0\r\n";

const answers = { "stage.open": () => ({ part: 1 }), "stage.record": () => ({}), "stage.close": () => ({}), "leg.close": () => ({}),
  "leg.open": ({ seat }) => ({ answer: `answer for ${seat}`, place: 0, slots: 5 }) };

async function register(name) {
  const s = await Socket.openProgram(deployment, name);
  s.answers = answers;
  await s.ask("media.register", { name: name === "media" ? "demo" : name, node: "990101000000", capacity: 100,
    address: "127.0.0.1:8444", version: "1", stages: [] });
  return s;
}

execFileSync(join(root, "config/certificates"), [join(deployment.folder, "tls"), "media:second"], { stdio: "ignore" });
const servers = [await register("media"), await register("second")];
const { visit } = await openVisit(clerk);
await official.ask("visit.admit", { visit });
const page = await Socket.open(deployment, { cookie: clerk.cookie });
await page.ask("visit.join", { visit, offer });
const holder = servers.find((s) => s.events.some((e) => e.method === "leg.open"));
const report = () => holder.ask("media.report", { visits: [{ visit, recording: false, durable_age_ms: 0, part: 1, legs: [] }] });
await report();

/* Reports go on each half second, as a media server's do. */
async function goOn(ms) {
  for (let at = 0; at < ms; at += 500) {
    await report();
    await pause(500);
  }
}

function allIsWell(when) {
  check(!/media.silent|media.gone|why=silent/.test(deployment.log("broker")), `${when}:\n${deployment.log("broker").slice(-1500)}`);
  check(servers.every((s) => !s.tcp.destroyed) && !page.tcp.destroyed, `${when}: every connection is there`);
}

await test("an hour forth is no silence of a media server", async () => {
  setClock("+1h");
  await goOn(4000);
  allIsWell("after the step");
});

await test("two hours back neither", async () => {
  setClock("-1h");
  await goOn(4000);
  allIsWell("after the step");
  page.frames.length = 0;
  await report();
  await page.hears("the report of a moment after", (f) => f.method === "visit.report");
});

await test("the clock of the broker was really set", async () => {
  servers.forEach((s) => s.close());
  await waitFor("the loss is logged", () => deployment.log("broker").includes("media.gone"));
  const last = Date.parse(deployment.log("broker").trim().split("\n").at(-1).split(" ")[0]);
  check(Date.now() - last > 3500000, `the last line of its log is of ${new Date(last).toISOString()}`);
});

await deployment.stop();
rmSync(folder, { recursive: true, force: true });
finish();
