/* Kiosks at the programs' port: who is let in, what they may ask, whose visits they may enter, and
 * what is written down of a refusal. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { check, finish, test } from "../../lib/check.mjs";
import { Deployment, root, waitFor } from "../../lib/deployment.mjs";
import { Person } from "../../lib/rpc.mjs";
import { Socket } from "../../lib/socket.mjs";
import { closeVisit, openVisit } from "../../lib/visit.mjs";

const deployment = await Deployment.start({}, { media: false });
const clerk = await Person.signIn(deployment, "clerk1");
const official = await Person.signIn(deployment, "duty1");
const auditor = await Person.signIn(deployment, "audit1");
const offer = "v=0\r\n";
const OURS = "990101101001-1", OTHER = "990101101201-1", DISTRICT = "990101000000-1";
let visit;

async function kiosk(room) {
  execFileSync(join(root, "config/certificates"), [join(deployment.folder, "tls"), `kiosk:${room}`], { stdio: "ignore" });
  return Socket.openProgram(deployment, room);
}

const media = await Socket.openProgram(deployment);
media.answers = { "stage.open": () => ({ part: 1 }), "stage.record": () => ({}), "stage.close": () => ({}),
  "leg.close": () => ({}), "leg.open": ({ seat }) => ({ answer: `answer for ${seat}`, place: 0, slots: 5 }) };
await media.ask("media.register", { name: "demo", node: "990101000000", capacity: 100, address: "127.0.0.1:8444",
  version: "1", stages: [] });
const ours = await kiosk(OURS);
const other = await kiosk(OTHER);
const district = await kiosk(DISTRICT);

await test("a name that is no room's is not let in", async () => {
  for (const name of ["990101101001", "990101101001-0", "x-1"]) {
    const s = await kiosk(name);
    check(s.status !== 101, `kiosk:${name}: ${s.status}`);
  }
});

await test("a room that the place does not have is said to be none", async () => {
  const s = await kiosk("990101101001-9");
  const refusal = await s.refusal("terminal.visit");
  check(refusal.word === "not_found" && /证书/.test(refusal.message), refusal.message);
  s.close();
});

await test("a kiosk may ask for its visit and the way to it, join, leave and bring what it kept, and nothing else", async () => {
  const { methods } = await clerk.ask("rpc.discover");
  const mine = ["ice.list", "terminal.visit", "visit.backfill", "visit.join", "visit.leave"];
  for (const { name } of methods.filter((m) => !mine.includes(m.name)))
    check((await ours.refusal(name, {})).word === "forbidden", name);
});

await test("it hears of its visit and is told when it may go in", async () => {
  const before = await ours.ask("terminal.visit");
  check(!before.visit && before.room_name, JSON.stringify(before));
  visit = await openVisit(clerk);
  await ours.hears("the check-in", (f) => f.method === "event" && f.params.visit === visit.visit && f.params.name === "visit.checked_in");
  check((await ours.ask("terminal.visit")).state === "consented", "who waits is seen");
  check((await ours.refusal("visit.join", { visit: visit.visit, offer })).word === "wrong_state", "not let in yet");
  await official.ask("visit.admit", { visit: visit.visit });
  await waitFor("it is live", async () => (await ours.ask("terminal.visit")).state === "live");
  const joined = await ours.ask("visit.join", { visit: visit.visit, offer });
  check(joined.answer === "answer for village" && joined.epoch === 1, JSON.stringify(joined));
});

await test("a kiosk of another room sees nothing, and its try is written down", async () => {
  check(!(await other.ask("terminal.visit")).visit, "not its visit");
  const entries = async () => (await auditor.ask("audit.find", { limit: 500 })).entries
    .filter((e) => e.role === "terminal" && e.result === "forbidden");
  const before = (await entries()).length;
  check((await other.refusal("visit.join", { visit: visit.visit, offer })).word === "forbidden", "join");
  check((await other.refusal("visit.leave", { visit: visit.visit, leg: visit.visit, epoch: 1 })).word === "forbidden", "leave");
  const piece = { visit: visit.visit, leg: visit.visit, epoch: 1, stretch: visit.visit, number: 0, clock_us: 0, age_ms: 1000,
    picture: "vp8", is_last: false };
  check((await other.refusal("visit.backfill", piece)).word === "forbidden", "bring");
  const after = await entries();
  check(after.length === before + 3 && after.at(-1).object === visit.visit, JSON.stringify(after));
  check(!other.events.some((e) => e.params?.visit === visit.visit), "it heard nothing of it");
});

await test("a kiosk of a district hears nothing of the villages below it", async () => {
  check(!(await district.ask("terminal.visit")).visit, "not its visit");
  check(!district.events.some((e) => e.method === "event"), JSON.stringify(district.events));
});

await test("a clerk's browser sits beside the kiosk, not in its place", async () => {
  const beside = await clerk.ask("visit.join", { visit: visit.visit, offer });
  check(beside.answer === "answer for joint", JSON.stringify(beside));
  const again = await ours.ask("visit.join", { visit: visit.visit, offer });
  check(again.answer === "answer for village" && again.epoch === 2, JSON.stringify(again));
});

await test("when the visit is closed there is none any more", async () => {
  await closeVisit(official, visit);
  await ours.hears("the end", (f) => f.method === "event" && f.params.name === "visit.closed");
  check(!(await ours.ask("terminal.visit")).visit, "nothing to do");
  check((await ours.refusal("visit.join", { visit: visit.visit, offer })).word === "wrong_state", "no way back");
});

await deployment.stop();
finish();
