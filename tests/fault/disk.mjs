/* The recording disk is nearly full: a new recording is refused with a clear word, the call goes
 * on, nothing half is left; with room again the recording begins by itself. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check, finish, test } from "../lib/check.mjs";
import { openBrowser } from "../lib/chromium.mjs";
import { Deployment, pause, waitFor } from "../lib/deployment.mjs";
import { filed, left, playAll } from "../lib/recordings.mjs";
import { Person } from "../lib/rpc.mjs";
import { Client, closeVisit, openVisit } from "../lib/visit.mjs";

const MIB = 1 << 20;
const MARGIN_MIB = 2048; /* others use the same disk: their comings and goings are smaller */
const REFUSED = "存储空间不足，没有录制";
const stat = statfsSync(tmpdir());
const freeMib = Math.floor((stat.bavail * stat.bsize) / MIB);

const deployment = await Deployment.start({ media: { "media.min_free": `${freeMib - MARGIN_MIB}M` } });
const filler = join(deployment.folder, "filler");
const browser = await openBrowser();
const clerk = await Person.signIn(deployment, "clerk1");
const official = await Person.signIn(deployment, "duty1");
const archivist = await Person.signIn(deployment, "archive1");
const near = await Client.open(browser, deployment, clerk);
const far = await Client.open(browser, deployment, official);

const fill = () => execFileSync("fallocate", ["-l", `${2 * MARGIN_MIB}M`, filler]);
const said = (what) => waitFor(what, () => deployment.newLog("media").includes(what), 30000);
const says = (text) => Promise.all([near, far].map(({ page }) => page.getByText(text).first().waitFor({ timeout: 30000 })));
const bothSee = (what) => Promise.all([near.sees(`${what}: the village's side`), far.sees(`${what}: the office's side`)]);

async function startCall() {
  const visit = await openVisit(clerk);
  await official.ask("visit.admit", { visit: visit.visit });
  await near.join(visit.visit);
  await far.join(visit.visit);
  await bothSee("the call goes on");
  return visit;
}

const journals = (visit) => {
  const folder = join(deployment.folder, "media/journal", visit.visit);
  return existsSync(folder) ? readdirSync(folder) : [];
};

await test("a_recording_that_runs_goes_on_when_the_disk_gets_nearly_full", async () => {
  const visit = await startCall();
  await says("正在录音录像");
  fill();
  await said("recorder.disk_full full=1");
  await bothSee("pictures with a disk nearly full");
  await pause(1500);
  await says(/秒前已存盘/);
  await closeVisit(official, visit);
  const { recording } = await filed(deployment, archivist, visit);
  const got = await playAll(deployment, archivist, recording);
  check(got.parts.length === 1 && got.files.length === 2, `one part, two files (${got.parts.length}, ${got.files.length})`);
});

await test("a_new_recording_is_refused_with_a_clear_word_and_the_call_goes_on", async () => {
  const visit = await startCall();
  await says(REFUSED);
  await pause(6000); /* it is tried again meanwhile */
  await bothSee("pictures without a recording");
  await says(REFUSED);
  check(!journals(visit).length, `no journal is there: ${journals(visit)}`);
  await closeVisit(official, visit);
  await pause(1500);
  check(!left(deployment, visit.visit).length, `nothing half is left: ${left(deployment, visit.visit)}`);
  const { recordings } = await archivist.ask("recording.find", { number: visit.number });
  check(recordings.every((r) => r.parts === 0), `no part is told: ${JSON.stringify(recordings)}`);
});

await test("with_room_again_the_recording_begins_by_itself", async () => {
  const visit = await startCall();
  await says(REFUSED);
  rmSync(filler);
  await said("recorder.disk_full full=0");
  await says("正在录音录像");
  await pause(1500);
  await closeVisit(official, visit);
  const { recording } = await filed(deployment, archivist, visit);
  const got = await playAll(deployment, archivist, recording);
  check(got.parts.length === 1 && got.files.length === 2, `one part, two files (${got.parts.length}, ${got.files.length})`);
});

await browser.close();
await deployment.stop({ keep: Boolean(process.env.KEEP) });
finish();
