/* Whoever comes meets: browsers that lack H.264, that lack VP8, that have neither; a kiosk; and
 * somebody who joins without end. The stage moves to what all have, its legs join again by
 * themselves, the recording goes on in its next part, and where no picture is shared both ends are
 * told. The real programs; codecs are taken out of what Chromium says it has. */
import { check, finish, test } from "../lib/check.mjs";
import { openBrowser, shot } from "../lib/chromium.mjs";
import { Deployment, pause, waitFor } from "../lib/deployment.mjs";
import { address, enterNamespace } from "../lib/namespace.mjs";
import { filed, playAll } from "../lib/recordings.mjs";
import { Person } from "../lib/rpc.mjs";
import { Client, Leg, closeVisit, openVisit } from "../lib/visit.mjs";

const AGAIN_MS = 2000; /* from the move of the stage to the new leg of whoever was there */

enterNamespace([]);
const deployment = await Deployment.start({ media: { "media.bind": address, "media.address": address } });
const browser = await openBrowser();
const clerk = await Person.signIn(deployment, "clerk1");
const official = await Person.signIn(deployment, "duty1");
const archivist = await Person.signIn(deployment, "archive1");

/* Runs in the page before anything else: these codecs are in no offer. */
function lack(names) {
  const { codecs } = RTCRtpReceiver.getCapabilities("video");
  const kept = codecs.filter((c) => !names.includes(c.mimeType.toLowerCase().slice(6)));
  const prefer = RTCRtpTransceiver.prototype.setCodecPreferences;
  const add = RTCPeerConnection.prototype.addTransceiver;
  RTCRtpTransceiver.prototype.setCodecPreferences = function (wanted) {
    const some = wanted.filter((c) => !names.includes(c.mimeType.toLowerCase().slice(6)));
    prefer.call(this, some.some((c) => !/rtx/i.test(c.mimeType)) ? some : kept);
  };
  RTCPeerConnection.prototype.addTransceiver = function (what, init) {
    const line = add.call(this, what, init);
    if ((what.kind ?? what) === "video") prefer.call(line, kept);
    return line;
  };
}

async function openClient(person, names, visit) {
  const client = await Client.open(browser, deployment, person);
  await client.context.addInitScript(lack, names);
  await client.join(visit);
  return client;
}

async function newVisit() {
  const visit = await openVisit(clerk);
  await official.ask("visit.admit", { visit: visit.visit });
  return visit;
}

/* The lines of the media server's log with this event, with the moment. */
const said = (event, visit) => deployment.log("media").split("\n")
  .filter((l) => l.includes(` ${event} `) && l.includes(visit.visit))
  .map((l) => ({ at: Date.parse(l.split(" ")[0]), ...Object.fromEntries([...l.matchAll(/(\w+)=(\S+)/g)].map(([, k, v]) => [k, v])) }));

/* After the n-th move the others came again, the same legs with higher epochs, soon enough. */
async function cameAgain(visit, n) {
  const move = await waitFor(`move ${n}`, () => said("stage.moved", visit)[n - 1], 30000);
  const before = said("leg.opened", visit).filter((l) => l.at <= move.at).at(-1);
  const again = await waitFor("a leg came again", () => said("leg.opened", visit)
    .find((l) => l.at > move.at && Number(l.epoch) > 1), 10000);
  check(before.leg !== undefined && again.at - move.at < AGAIN_MS, `again after ${again.at - move.at} ms`);
}

const parts = async (visit) => (await deployment.log("media")).split("\n")
  .filter((l) => l.includes("recorder.part_started") && l.includes(visit.visit)).length;

let visit, far, near;

await test("a_browser_without_h264_meets_one_that_was_there_with_it", async () => {
  visit = await newVisit();
  far = await openClient(official, [], visit.visit);
  await waitFor("the official is in", () => said("leg.live", visit).length === 1, 15000);
  await pause(3000); /* some seconds of the first part */
  near = await openClient(clerk, ["h264"], visit.visit);
  await cameAgain(visit, 1);
  await far.sees("the official sees and hears the village");
  await near.sees("the village sees and hears the official");
  check(said("stage.moved", visit)[0].to === "VP8", "the stage has VP8 now");
  await waitFor("the recording goes on in its next part", async () => await parts(visit) === 2);
});

await test("a_browser_without_vp8_brings_it_back", async () => {
  await pause(3000);
  await near.close();
  near = await openClient(clerk, ["vp8"], visit.visit);
  await cameAgain(visit, 2);
  await far.sees("the official sees and hears the village");
  await near.sees("the village sees and hears the official");
  check(said("stage.moved", visit)[1].to === "H264", "the stage has H.264 again");
  await waitFor("and the recording its third part", async () => await parts(visit) === 3);
  await pause(3000);
});

await test("all_parts_are_filed_and_play", async () => {
  await closeVisit(official, visit);
  const recording = await filed(deployment, archivist, visit);
  const got = await playAll(deployment, archivist, recording.recording);
  check(got.parts.length === 3, `three parts: ${got.parts.length}`);
  const kinds = got.parts.map((p) => p.files.filter((f) => f.media.startsWith("video")).map((f) => f.media));
  check(kinds[0].includes("video/mp4") && kinds[1].includes("video/webm") && kinds[2].includes("video/mp4"), JSON.stringify(kinds));
  check(got.parts[1].from_ms - got.parts[0].till_ms < 1000 && got.parts[2].from_ms - got.parts[1].till_ms < 1000,
    JSON.stringify(got.parts.map((p) => [p.from_ms, p.till_ms])));
  await far.close();
  await near.close();
});

await test("without_a_picture_in_common_sound_joins_and_both_are_told", async () => {
  visit = await newVisit();
  far = await openClient(official, [], visit.visit);
  await waitFor("the official is in", () => said("leg.live", visit).length === 1, 15000);
  near = await openClient(clerk, ["h264", "vp8"], visit.visit);
  await near.page.getByText(/没有共同的画面格式，这里只有声音/).waitFor({ timeout: 15000 });
  await far.page.getByText(/没有共同的画面格式，只有声音/).waitFor({ timeout: 15000 });
  await shot(near.page, "sound-alone");
  const samples = async (client) => (await client.media()).samples;
  for (const [who, client] of [["the official", far], ["the village", near]]) {
    const before = await samples(client);
    await waitFor(`${who} hears`, async () => await samples(client) > before, 15000);
  }
  check(said("stage.moved", visit).length === 0, "nobody was disturbed");
  await closeVisit(official, visit);
  await far.close();
  await near.close();
});

await test("a_kiosk_follows_to_the_codec_of_a_browser_without_h264", async () => {
  const kiosk = (event) => deployment.log("kiosk").split("\n").filter((l) => l.includes(` ${event} `));
  deployment.launchKiosk("990101101001-1");
  await waitFor("the kiosk is there", () => kiosk("kiosk.connected").length, 15000);
  visit = await newVisit();
  await waitFor("it joins", () => kiosk("kiosk.joined").length === 1, 15000);
  await waitFor("it is live", () => said("leg.live", visit).length === 1, 15000);
  far = await openClient(official, ["h264"], visit.visit);
  await cameAgain(visit, 1);
  await waitFor("it has its answer", () => kiosk("kiosk.joined").length >= 2); /* after the media server has its offer */
  await far.sees("the official sees and hears the kiosk");
  await waitFor("the kiosk sees the official", () => kiosk("kiosk.sees").length > 0, 20000);
  check(kiosk("kiosk.again").length === 1 && kiosk("kiosk.joined").length === 2, "it was told, and came once");
  await far.close();
  await closeVisit(official, visit);
  await deployment.end("kiosk", "SIGTERM");
});

await test("who_joins_without_end_is_told_when_to_come_and_the_visit_is_recorded", async () => {
  visit = await newVisit();
  const far = await Leg.open(browser, deployment, official);
  await far.join(visit.visit);
  const words = {};
  let often;
  for (let i = 0; i < 600; i++) {
    const failure = await clerk.ask("visit.join", { visit: visit.visit, offer: "v=0\r\njunk" }).catch((e) => e);
    words[failure.word] = (words[failure.word] ?? 0) + 1;
    often ??= failure.word === "too_many" && failure.data?.instead?.[0] ? failure : undefined;
  }
  check(words.media_refused > 0 && words.too_many > 500, JSON.stringify(words));
  check(often.data.instead[0].from > Date.now() - 60000, JSON.stringify(often.data));
  const near = await Leg.open(browser, deployment, clerk);
  await waitFor("the honest one comes in", () => near.join(visit.visit).then(() => true, () => false), 20000);
  await near.sees("the village sees and hears the official");
  await far.sees("the official sees and hears the village");
  await pause(3000);
  await closeVisit(official, visit);
  const recording = await filed(deployment, archivist, visit);
  const got = await playAll(deployment, archivist, recording.recording);
  check(got.files.length >= 2, `both are recorded: ${got.files.map((f) => f.name)}`);
});

await browser.close();
await deployment.stop();
finish();
