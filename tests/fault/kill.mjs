/* kill -9 of either program at random moments of a visit: every recording plays, at most a second
 * is lost, no booking is lost. ROUNDS says how often (50 by default). */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { check, finish, test } from "../lib/check.mjs";
import { openBrowser } from "../lib/chromium.mjs";
import { Deployment, pause, waitFor } from "../lib/deployment.mjs";
import { Person } from "../lib/rpc.mjs";
import { closeVisit, Leg, openVisit } from "../lib/visit.mjs";

const rounds = Number(process.env.ROUNDS ?? 50);
const deployment = await Deployment.start();
const browser = await openBrowser();
const clerk = await Person.signIn(deployment, "clerk1");
const official = await Person.signIn(deployment, "duty1");
const archivist = await Person.signIn(deployment, "archive1");
const near = await Leg.open(browser, deployment, clerk);
const far = await Leg.open(browser, deployment, official);
const booked = [];

/* Joins again until the media server is back, as the client does. */
async function rejoin(leg, visit) {
  await waitFor("the leg is back", () => leg.join(visit).then(() => true, () => false), 20000);
}

async function killOne(name) {
  await deployment.end(name);
  if (name === "broker") await deployment.startBroker();
  else await deployment.startMedia();
}

async function readEveryPacket(recording, round) {
  const got = await archivist.ask("recording.get", { recording, purpose: "演练核对" });
  const folder = join(deployment.folder, `round-${round}`);
  mkdirSync(folder, { recursive: true });
  let files = 0;
  for (const part of got.parts)
    for (const file of part.files.filter((f) => /video|audio/.test(f.media))) {
      const path = join(folder, `${part.part}-${file.name}`);
      writeFileSync(path, Buffer.from(await (await archivist.file(file.url)).arrayBuffer()));
      const packets = execFileSync("ffprobe", ["-v", "error", "-count_packets", "-show_entries",
        "stream=codec_type,nb_read_packets", "-of", "csv=p=0", path], { encoding: "utf8" });
      check(packets.trim().split("\n").every((l) => Number(l.split(",")[1]) > 0), `${file.name} has packets`);
      files++;
    }
  check(files >= 2, `both legs have a file (${files})`);
  return got;
}

/* The time between the last whole second before the kill and the end of the part it ended. */
function lostMs(got, killedAt) {
  const before = got.parts.find((p) => got.zero + p.from_ms < killedAt);
  return killedAt - (got.zero + before.till_ms);
}

async function oneRound(round) {
  const victim = round % 2 ? "media" : "broker";
  const visit = await openVisit(clerk);
  booked.push(visit);
  await official.ask("visit.admit", { visit: visit.visit });
  await near.join(visit.visit);
  await far.join(visit.visit);
  await Promise.all([near.sees("the resident sees the official"), far.sees("the official sees the resident")]);
  await pause(1000 + Math.random() * 2000);
  const killedAt = Date.now();
  await killOne(victim);
  if (victim === "media") await Promise.all([rejoin(near, visit.visit), rejoin(far, visit.visit)]);
  await Promise.all([near.sees("pictures after the kill"), far.sees("pictures after the kill")]);
  await pause(500);
  await closeVisit(official, visit);
  const recording = await waitFor("the recording is filed", async () => {
    const { recordings } = await archivist.ask("recording.find", { number: visit.number });
    return recordings.find((r) => r.state === "filed");
  }, 40000);
  const got = await readEveryPacket(recording.recording, round);
  check(got.parts.length >= (victim === "media" ? 2 : 1), "the recording went on as a new part");
  if (victim === "media") {
    const lost = lostMs(got, killedAt);
    console.log(`  round ${round}: ${victim}, lost ${Math.round(lost)} ms`);
    check(lost <= 1100, `at most a second is lost (${lost} ms)`);
  }
}

for (let round = 0; round < rounds; round++)
  await test(`round_${round}_${round % 2 ? "media_server" : "broker"}_killed`, () => oneRound(round));

await test("no_booking_is_lost", async () => {
  for (const visit of booked) {
    const got = await clerk.ask("visit.get", { visit: visit.visit });
    check(got.number === visit.number && ["closed", "filed"].includes(got.state), `${visit.number} is ${got.state}`);
  }
});

await browser.close();
await deployment.stop({ keep: Boolean(process.env.KEEP) });
finish();
