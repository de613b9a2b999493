/* A kiosk and an official's browser in one visit: the kiosk comes and goes by itself, both see and
 * hear each other, it survives the death of the media server, of the broker and of its line, and
 * the recording is filed and plays. The real programs; the kiosk's camera is one on the network. */
import { execFileSync, spawn } from "node:child_process";
import { join } from "node:path";
import { check, finish, test } from "../lib/check.mjs";
import { openBrowser } from "../lib/chromium.mjs";
import { Deployment, pause, root, waitFor } from "../lib/deployment.mjs";
import { address, enterNamespace, system } from "../lib/namespace.mjs";
import { filed, playAll } from "../lib/recordings.mjs";
import { BrokerWay } from "../lib/relay.mjs";
import { Person } from "../lib/rpc.mjs";
import { Leg, closeVisit, openVisit } from "../lib/visit.mjs";

const ROOM = "990101101001-1"; /* of clerk1's village */

/* The kiosk's ICE library leaves loopback out: the media server has an address of its own. */
enterNamespace([]);
const deployment = await Deployment.start({ media: { "media.bind": address, "media.address": address } });
system(`nft add rule inet wall in tcp dport ${deployment.ports.media} drop`); /* by UDP, not by TCP */
const cameraPort = deployment.ports.media + 1;
const cameraProgram = process.env.XINQIAO_CAMERA ?? join(root, "build/gcc/tests/rtsp_camera");
const startCamera = () => spawn(cameraProgram, [String(cameraPort)], { stdio: "ignore" });
let camera = startCamera();
const line = await BrokerWay.open(deployment.ports.program);
const browser = await openBrowser();
const clerk = await Person.signIn(deployment, "clerk1");
const official = await Person.signIn(deployment, "duty1");
const archivist = await Person.signIn(deployment, "archive1");
const far = await Leg.open(browser, deployment, official);
let visit;

/* The lines of the kiosk's log with this event, as structs. */
const said = (event, name = "kiosk") => deployment.log(name).split("\n").filter((l) => l.includes(` ${event} `))
  .map((l) => Object.fromEntries([...l.matchAll(/(\w+)=("[^"]*"|\S+)/g)].map(([, key, value]) => [key, value])));
const saysMore = (event, before, limitMs = 15000) =>
  waitFor(`the kiosk says ${event} once more`, () => said(event).length > before && said(event).at(-1), limitMs);
const villageSeat = async () => (await official.ask("visit.get", { visit: visit.visit })).seats.find((s) => s.kind === "village");

async function bothSee(what, run) {
  const seen = said("kiosk.sees").length, heard = said("kiosk.hears").length;
  await run();
  await saysMore("kiosk.sees", seen);
  await saysMore("kiosk.hears", heard);
  await far.sees(`${what}: the official sees and hears the kiosk`);
}

await test("a_kiosk_connects_and_waits", async () => {
  deployment.launchKiosk(ROOM, { changes: { "broker.port": new URL(line.url).port,
    "keep.rate": "4000", "send.camera": `rtsp://127.0.0.1:${cameraPort}/camera` } });
  await saysMore("kiosk.connected", 0);
  visit = await openVisit(clerk);
  await pause(1000);
  check(said("kiosk.joined").length === 0, "nobody has let the resident in yet");
});

await test("it_joins_by_itself_when_the_resident_is_let_in", async () => {
  await bothSee("the call", async () => {
    await official.ask("visit.admit", { visit: visit.visit });
    await far.join(visit.visit, 5, { withDocument: true });
  });
  const [joined] = said("kiosk.joined");
  check(joined.visit === visit.visit && joined.epoch === "1" && joined.recording === "1", JSON.stringify(joined));
  check((await villageSeat()).connected, "the village's seat is taken");
  await waitFor("some seconds of the kiosk's picture came", async () => (await far.media()).frames > 45);
});

await test("a_document_of_the_official_is_shown_on_its_screen", async () => {
  await far.show(true);
  check((await saysMore("kiosk.document", 0)).shown === "1", "it is shown");
  await far.sees("the kiosk is still seen beside it");
  await far.show(false);
  check((await saysMore("kiosk.document", 1)).shown === "0", "and no longer");
});

await test("its_camera_dies_and_it_is_heard_until_the_camera_is_back", async () => {
  camera.kill("SIGKILL");
  const { kind } = await saysMore("kiosk.device_lost", 0);
  check(kind === "picture", kind);
  await far.sees("black and the sound go on");
  camera = startCamera();
  await saysMore("kiosk.device_back", 0, 30000);
  await far.sees("the camera is back");
  check(said("kiosk.joined").length === 1, "in the same call");
});

await test("the_media_server_dies_and_it_comes_back_to_its_leg", async () => {
  const first = said("kiosk.joined").at(-1);
  await bothSee("after the death of the media server", async () => {
    await deployment.end("media", "SIGKILL");
    await deployment.startMedia();
    await far.comeBack(visit.visit);
  });
  const again = said("kiosk.joined").at(-1);
  check(again.leg === first.leg && Number(again.epoch) > Number(first.epoch), JSON.stringify([first, again]));
});

await test("its_whole_link_is_down_without_a_word_and_it_comes_back", async () => {
  const left = said("kiosk.left").length, first = said("kiosk.joined").at(-1);
  await bothSee("after the cut", async () => {
    line.break();
    deployment.media.kill("SIGSTOP");
    await saysMore("kiosk.left", left);
    await pause(3000);
    deployment.media.kill("SIGCONT");
    line.join();
    await far.comeBack(visit.visit);
  });
  const again = said("kiosk.joined").at(-1);
  check(again.leg === first.leg && Number(again.epoch) > Number(first.epoch), JSON.stringify([first, again]));
});

await test("what_it_kept_while_it_was_away_is_brought", async () => {
  await waitFor("both stretches are brought", () => said("kiosk.brought").length === 2, 20000);
  check(said("kiosk.kept").every((k) => Number(k.bytes) > 10000), JSON.stringify(said("kiosk.kept")));
  check(said("kiosk.backfill_refused").length === 0 && said("kiosk.backfill_again").length === 0, "without a detour");
});

await test("its_line_to_the_broker_breaks_and_the_call_goes_on", async () => {
  const joins = said("kiosk.joined").length, connected = said("kiosk.connected").length;
  line.break();
  await far.sees("without the broker the kiosk is still seen");
  line.join();
  const { call } = await saysMore("kiosk.connected", connected);
  check(call === "1", "the call was kept");
  await far.sees("with it again, too");
  check(said("kiosk.joined").length === joins, "the same leg, not joined anew");
});

await test("the_broker_dies_and_the_call_goes_on", async () => {
  const connected = said("kiosk.connected").length;
  await deployment.end("broker", "SIGKILL");
  await far.sees("while the broker is dead");
  await deployment.startBroker();
  await saysMore("kiosk.connected", connected);
  await far.sees("when it is back");
});

await test("a_kiosk_that_is_killed_takes_its_seat_again", async () => {
  const first = said("kiosk.joined").at(-1);
  await bothSee("after its own death", async () => {
    await deployment.end("kiosk", "SIGKILL");
    deployment.relaunchKiosk();
  });
  const again = said("kiosk.joined").at(-1);
  check(again.leg === first.leg && Number(again.epoch) === Number(first.epoch) + 1, JSON.stringify([first, again]));
});

await test("a_kiosk_of_another_room_stays_out", async () => {
  deployment.launchKiosk("990101101201-1", { name: "other" });
  await waitFor("it is connected", () => said("kiosk.connected", "other").length);
  await pause(2000);
  check(said("kiosk.joined", "other").length === 0, "it has nothing to do there");
});

await test("it_leaves_when_the_visit_is_closed", async () => {
  const left = said("kiosk.left").length;
  await closeVisit(official, visit);
  const { pictures, sounds } = await saysMore("kiosk.left", left, 10000);
  check(Number(pictures) > 0 && Number(sounds) > 0, `decoded ${pictures} pictures, ${sounds} sounds`);
});

await test("what_it_received_stands_in_its_file", async () => {
  const out = execFileSync("ffprobe", ["-v", "error", "-count_packets", "-show_entries", "stream=codec_type,nb_read_packets",
    "-of", "csv=p=0", join(deployment.folder, "kiosk.mkv")], { encoding: "utf8" });
  const streams = Object.fromEntries(out.trim().split("\n").map((l) => l.split(",")));
  check(Number(streams.video) > 0 && Number(streams.audio) > 0, out);
});

await test("the_recording_is_filed_and_plays", async () => {
  const recording = await filed(deployment, archivist, visit);
  const got = await playAll(deployment, archivist, recording.recording);
  const village = got.files.filter((f) => f.leg === said("kiosk.joined")[0].leg);
  const live = got.parts.filter((p) => !p.late), late = got.parts.filter((p) => p.late);
  const holes = live.flatMap((p) => p.gaps).filter((g) => g.leg === village[0].leg && g.why === "leg_lost");
  check(live.length >= 2, `a part before the death and one after it: ${live.length}`);
  check(late.length === 2 && late.every((p) => p.files.every((f) => f.leg === village[0].leg)), JSON.stringify(late));
  check(holes.some((g) => late.some((p) => p.from_ms < g.from_ms && p.till_ms > g.till_ms - 200)),
    `the cut is filled: ${JSON.stringify([holes, late.map((p) => [p.from_ms, p.till_ms])])}`);
  check(village.length >= 2, `the kiosk's leg is in them: ${JSON.stringify(got.files.map((f) => f.name))}`);
});

camera.kill("SIGKILL");
await browser.close();
line.close();
await deployment.stop();
finish();
