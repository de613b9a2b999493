/* A visit and its recording with Debian's Firefox at one end and then at both, media on an address of a
 * namespace. Firefox has no H.264 of its own here: the visit goes by what both ends can. */
import { mkdirSync } from "node:fs";
import { check, finish, test } from "../lib/check.mjs";
import { openBrowser, shots } from "../lib/chromium.mjs";
import { Deployment, waitFor } from "../lib/deployment.mjs";
import { openFirefox, openPage, shotOf, signIn } from "../lib/firefox.mjs";
import { address, enterNamespace } from "../lib/namespace.mjs";
import { filed, playAll } from "../lib/recordings.mjs";
import { Person } from "../lib/rpc.mjs";
import { Client, closeVisit, openVisit } from "../lib/visit.mjs";

enterNamespace([]);
mkdirSync(shots, { recursive: true });

const deployment = await Deployment.start({ media: { "media.bind": "", "media.address": address } });
const firefox = await openFirefox();
const chromium = await openBrowser();
const clerk = await Person.signIn(deployment, "clerk1");
const official = await Person.signIn(deployment, "duty1");
const archivist = await Person.signIn(deployment, "archive1");
const village = await openPage(firefox, deployment);

/* What the pictures of others have shown. */
const shown = (page) => page.evaluate(() => [...document.querySelectorAll("video")]
  .filter((v) => !v.muted && v.srcObject)
  .reduce((n, v) => n + v.getVideoPlaybackQuality().totalVideoFrames, 0));

async function moves(page, what) {
  const before = await shown(page);
  return waitFor(what, async () => await shown(page) > before + 20, 40000);
}

await test("a_clerk_signs_in_with_firefox", async () => {
  await signIn(village, "clerk1");
  check(!village.troubles.length, village.troubles.join("; "));
});

async function meet(order) {
  const visit = await openVisit(clerk);
  const office = await Client.open(chromium, deployment, official);
  await official.ask("visit.admit", { visit: visit.visit });
  const joins = { village: () => village.goto(`${deployment.url}/visit/${visit.visit}/call`),
    office: () => office.join(visit.visit) };
  for (const who of order) {
    await joins[who]();
    await waitFor(`the ${who} is connected`, async () => {
      const { seats } = await official.ask("visit.get", { visit: visit.visit });
      return seats.filter((s) => s.connected).length > order.indexOf(who);
    }, 30000);
  }
  await moves(village, "firefox sees the office");
  await office.sees("chromium sees the village", 30000);
  return { visit, office };
}

async function recorded({ visit, office }) {
  await closeVisit(official, visit);
  await office.close();
  const { recording } = await filed(deployment, archivist, visit);
  const got = await playAll(deployment, archivist, recording);
  check(new Set(got.files.map((f) => f.leg)).size === 2, `both legs: ${JSON.stringify(got.files)}`);
}

await test("firefox_meets_chromium_and_both_are_recorded", async () => {
  const met = await meet(["village", "office"]);
  await shotOf(village, "firefox-call");
  await recorded(met);
});

await test("firefox_comes_second_and_both_are_recorded", async () => recorded(await meet(["office", "village"])));

await test("nothing_went_wrong_on_its_pages", () => check(!village.troubles.length, village.troubles.join("; ")));

await firefox.close();
await chromium.close();
await deployment.stop({ keep: Boolean(process.env.KEEP) });
finish();
