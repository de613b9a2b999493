/* A hearing of seven: more than the usual six legs, when the setting allows it. The village's page
 * shows the other six, moving; they are bare legs, cheap enough for a small machine. */
import { check, finish, test } from "../lib/check.mjs";
import { openBrowser, shot } from "../lib/chromium.mjs";
import { Deployment, waitFor } from "../lib/deployment.mjs";
import { filed, playAll } from "../lib/recordings.mjs";
import { Person } from "../lib/rpc.mjs";
import { Client, Leg, closeVisit, openVisit } from "../lib/visit.mjs";

const deployment = await Deployment.start({ broker: { "media.slots": 6 } });
const browser = await openBrowser();
const clerk = await Person.signIn(deployment, "clerk1");
const others = [];
for (const account of ["duty1", "director1", "director2", "director3", "director4", "recorder1"])
  others.push(await Person.signIn(deployment, account));
const archivist = await Person.signIn(deployment, "archive1");
const legs = [];
let visit;

const moving = (page) => page.evaluate(() => [...document.querySelectorAll("video")]
  .filter((v) => !v.muted && v.srcObject && v.getVideoPlaybackQuality().totalVideoFrames > 5).length);

await test("seven_sides_see_each_other", async () => {
  visit = await openVisit(clerk);
  await others[0].ask("visit.admit", { visit: visit.visit });
  const near = await Client.open(browser, deployment, clerk);
  await near.join(visit.visit);
  for (const person of others) {
    const leg = await Leg.open(browser, deployment, person);
    await leg.join(visit.visit, 6);
    legs.push(leg);
  }
  await waitFor("the village sees six", async () => await moving(near.page) === 6, 60000);
  for (const leg of legs) await leg.sees("a side that sees the others", 60000);
  await shot(near.page, "call-seven");
});

await test("all_seven_are_in_the_recording", async () => {
  await closeVisit(others[0], visit);
  const { recording } = await filed(deployment, archivist, visit, 120000);
  const { parts } = await playAll(deployment, archivist, recording);
  const found = new Set(parts.flatMap((p) => p.files.filter((f) => /video/.test(f.media)).map((f) => f.leg)));
  check(found.size === 7, `${found.size} legs in the recording`);
});

await browser.close();
await deployment.stop();
finish();
