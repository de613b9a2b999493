/* Firefox counts as a supported browser: Debian's, stock, meets Chromium and itself, is recorded, and
 * plays the recording. It has no H.264 of its own to send: the visit moves to what both have. */
import { check, finish, test } from "../lib/check.mjs";
import { openBrowser } from "../lib/chromium.mjs";
import { Deployment, pause, waitFor } from "../lib/deployment.mjs";
import { openFirefox, openPage, press, routed, shotOf, signIn } from "../lib/firefox.mjs";
import { address, enterNamespace } from "../lib/namespace.mjs";
import { filed, playAll } from "../lib/recordings.mjs";
import { Person } from "../lib/rpc.mjs";
import { keepLegs, perceives } from "../lib/senses.mjs";
import { Client, closeVisit, openVisit } from "../lib/visit.mjs";

enterNamespace([]);
routed();

const deployment = await Deployment.start({ media: { "media.bind": "", "media.address": address } });
const firefox = await openFirefox();
const chromium = await openBrowser();
const clerk = await Person.signIn(deployment, "clerk1");
const official = await Person.signIn(deployment, "duty1");
const archivist = await Person.signIn(deployment, "archive1");
const village = await openPage(firefox, deployment);
const pages = [village];
let visit, office, recording, h264;

/* How often the media server has said so of the visit. */
const said = (event) => deployment.log("media").split("\n")
  .filter((l) => l.includes(` ${event} `) && l.includes(visit.visit)).length;

async function newVisit() {
  visit = await openVisit(clerk);
  await official.ask("visit.admit", { visit: visit.visit });
}

/* Firefox may want a click before sound starts in a tab that was hidden: the page says so. */
const blocked = () => village.evaluate(() => document.body.innerText.includes("打开声音"));

const enter = (page) => page.goto(`${deployment.url}/visit/${visit.visit}/call`);

await test("a_clerk_signs_in_with_firefox", async () => {
  await signIn(village, "clerk1");
  h264 = await village.evaluate(() => RTCRtpSender.getCapabilities("video").codecs.some((c) => /H264/i.test(c.mimeType)));
  console.log(`  ${await firefox.version()} ${h264 ? "has" : "lacks"} H.264 to send`);
});

await test("firefox_and_chromium_see_and_hear_each_other", async () => {
  await newVisit();
  office = await Client.open(chromium, deployment, official);
  await office.context.addInitScript(keepLegs);
  await office.join(visit.visit);
  await waitFor("the office is in", () => said("leg.live") === 1, 30000);
  await enter(village);
  await perceives(village, "firefox sees and hears the office");
  await perceives(office.page, "the office sees and hears firefox");
  await shotOf(village, "firefox-village");
});

await test("the_visit_went_to_what_both_can_send", () => {
  const [moves, parts] = [said("stage.moved"), said("recorder.part_started")];
  check(moves === (h264 ? 0 : 1) && parts === moves + 1, `${moves} moves, ${parts} parts`);
});

await test("both_are_filed_and_every_packet_is_read", async () => {
  await closeVisit(official, visit);
  ({ recording } = await filed(deployment, archivist, visit));
  const got = await playAll(deployment, archivist, recording);
  const last = got.parts.at(-1).files.filter((f) => f.media.startsWith("video"));
  check(got.parts.length === said("recorder.part_started") && new Set(last.map((f) => f.leg)).size === 2,
    JSON.stringify(got.files));
  await office.close();
});

await test("firefox_plays_the_recording_and_verifies_it", async () => {
  const reader = await openPage(firefox, deployment);
  pages.push(reader);
  await signIn(reader, "archive1");
  await reader.goto(`${deployment.url}/recordings/${recording}`);
  await (await reader.waitForSelector("form input")).type("核对承诺事项");
  await press(reader, "打开录像");
  await press(reader, "播放");
  await perceives(reader, "both films are seen and heard", 2);
  await shotOf(reader, "firefox-player");
  await press(reader, "核验");
  await reader.waitForSelector("xpath/.//*[contains(text(), '核验通过')]");
});

await test("firefox_meets_firefox_behind_another_tab", async () => {
  const room = await openPage(firefox, deployment);
  pages.push(room);
  await signIn(room, "duty1");
  await newVisit();
  await enter(village);
  await enter(room);
  await perceives(room, "the office sees and hears the village");
  await shotOf(room, "firefox-office");
  await village.bringToFront();
  await pause(1500);
  if (await blocked()) await press(village, "打开声音");
  await perceives(village, "the village sees and hears the office, to which it came back");
  check(!await blocked(), "no word of a sound that is heard");
  await closeVisit(official, visit);
  const { recording: second } = await filed(deployment, archivist, visit);
  const got = await playAll(deployment, archivist, second);
  check(new Set(got.files.map((f) => f.leg)).size === 2, JSON.stringify(got.files));
});

await test("nothing_went_wrong_on_a_page", () => {
  const troubles = pages.flatMap((page) => page.troubles);
  check(!troubles.length, troubles.join("; "));
});

await firefox.close();
await chromium.close();
await deployment.stop({ keep: Boolean(process.env.KEEP) });
finish();
