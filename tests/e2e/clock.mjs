/* A kiosk's films last as long as what was sent: the test source, a camera on the network, and one
 * like a device on the computer, each while other programs want the processors. Its sender reports
 * once ran ahead by the time of the call, and the films with them. */
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, symlinkSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { check, finish, test } from "../lib/check.mjs";
import { Deployment, pause, root, waitFor } from "../lib/deployment.mjs";
import { address, enterNamespace } from "../lib/namespace.mjs";
import { filed } from "../lib/recordings.mjs";
import { Person } from "../lib/rpc.mjs";
import { closeVisit, openVisit } from "../lib/visit.mjs";

const ROOM = "990101101001-1"; /* of clerk1's village */
const CALL_MS = 12000;
const SOUND_MS = 20; /* in a packet */

enterNamespace([]);
const deployment = await Deployment.start({ media: { "media.bind": address, "media.address": address } });
const built = process.env.XINQIAO_CAMERA ?? join(root, "build/gcc/tests/rtsp_camera");
const cameraPort = deployment.ports.media + 1;
const camera = spawn(built, [String(cameraPort)], { stdio: "ignore" });
const clerk = await Person.signIn(deployment, "clerk1");
const official = await Person.signIn(deployment, "duty1");
const archivist = await Person.signIn(deployment, "archive1");

/* GStreamer's plugins without the one for devices, and ours for it. */
function withoutDevices() {
  const from = execFileSync("pkg-config", ["--variable=pluginsdir", "gstreamer-1.0"], { encoding: "utf8" }).trim();
  const to = join(deployment.folder, "plugins");
  mkdirSync(to);
  for (const name of readdirSync(from).filter((one) => one.endsWith(".so") && !one.includes("video4linux2")))
    symlinkSync(join(from, name), join(to, name));
  const ours = process.env.XINQIAO_DEVICE ?? join(root, "build/gcc/tests/camera");
  return { GST_PLUGIN_SYSTEM_PATH: to, GST_PLUGIN_PATH: ours, GST_REGISTRY: join(deployment.folder, "registry") };
}

/* A visit of the kiosk alone, with this camera; returns the manifest of its only part. */
async function record(name, cameraSetting, env = {}) {
  const before = { ...process.env };
  Object.assign(process.env, env);
  deployment.launchKiosk(ROOM, { name, changes: { "send.camera": cameraSetting } });
  process.env = before;
  const visit = await openVisit(clerk);
  await official.ask("visit.admit", { visit: visit.visit });
  await waitFor("the kiosk joined", () => deployment.log(name).includes("kiosk.joined"), 30000);
  const busy = cpus().map(() => spawn(process.execPath, ["-e", "for (;;) ;"], { stdio: "ignore" }));
  await pause(CALL_MS);
  for (const one of busy) one.kill("SIGKILL");
  await closeVisit(official, visit);
  const { recording } = await filed(deployment, archivist, visit);
  await deployment.end(name, "SIGTERM");
  check(!/device_lost|no_source/.test(deployment.log(name)), `${name} had its camera`);
  const verified = await archivist.ask("recording.verify", { recording, purpose: "演练核对" });
  check(verified.ok, `it verifies: ${JSON.stringify(verified.findings)}`);
  return JSON.parse(readFileSync(join(deployment.folder, "archive", recording, "part-0001/manifest.json"), "utf8"));
}

function compare(m) {
  const film = m.files.find((f) => f.kind === "media");
  const seen = JSON.stringify({ from: m.from_ms, till: m.till_ms, film: [film.offset_ms, film.duration_ms],
    video: film.video, audio: film.audio, gaps: m.gaps, notes: m.notes });
  const sound = film.audio[0].packets * SOUND_MS;
  check(film.duration_ms > CALL_MS - 1500, `it lasts as long as the call: ${seen}`);
  check(film.offset_ms >= m.from_ms - 500, `it does not begin before its part: ${seen}`);
  check(film.offset_ms + film.duration_ms <= m.till_ms + 1000, `nor end behind it: ${seen}`);
  check(sound < film.duration_ms + 500, `no more sound than time: ${seen}`);
  check(sound > film.duration_ms * 0.8, `about as much sound as time: ${seen}`);
  check(film.video[0].frames > film.duration_ms / 1000, `pictures: ${seen}`);
  check(!m.notes.some((n) => n.startsWith("reports_refused")), `its reports fit its packets: ${seen}`);
  check(!m.gaps.some((g) => g.why === "clock_jump"), `no clock jumps: ${seen}`);
}

await test("with_the_test_source", async () => compare(await record("test", "test")));
await test("with_a_camera_on_the_network", async () =>
  compare(await record("net", `rtsp://127.0.0.1:${cameraPort}/camera`)));
await test("with_a_camera_like_a_device", async () =>
  compare(await record("device", "/dev/video0", withoutDevices())));

camera.kill("SIGKILL");
await deployment.stop({ keep: Boolean(process.env.KEEP) });
finish();
