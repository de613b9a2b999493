/* Everything that threads do to each other in both programs, at once and briefly: two live visits
 * with four legs over UDP and TCP, muted, joined again, left; the broker restarts; all is filed.
 * Run by stage tsan: a report of the sanitizer in a log fails it. */
import { check, finish, test } from "../lib/check.mjs";
import { openBrowser } from "../lib/chromium.mjs";
import { Deployment, waitFor } from "../lib/deployment.mjs";
import { filed, playAll } from "../lib/recordings.mjs";
import { Person } from "../lib/rpc.mjs";
import { Leg, closeVisit, openVisit } from "../lib/visit.mjs";

const deployment = await Deployment.start();
const browser = await openBrowser();
const archivist = await Person.signIn(deployment, "archive1");
const sides = [["clerk1", "duty1"], ["clerk1", "duty1"]];
const visits = [];

const all = (does) => Promise.all(visits.map(does));

async function live(accounts) {
  const [clerk, official] = await Promise.all(accounts.map((account) => Person.signIn(deployment, account)));
  const visit = await openVisit(clerk);
  await official.ask("visit.admit", { visit: visit.visit });
  const [near, far] = await Promise.all([clerk, official].map((person) => Leg.open(browser, deployment, person)));
  await near.join(visit.visit);
  await far.join(visit.visit);
  return { ...visit, near, far, clerk, official };
}

const seen = ({ near, far }, what) => Promise.all([near, far].map((leg) => leg.sees(what, 40000)));

await test("two_visits_go_on_at_once", async () => {
  for (const accounts of sides) visits.push(await live(accounts));
  await all((v) => seen(v, "both sides of each visit"));
});

await test("legs_are_muted_and_joined_again_while_others_go_on", async () => {
  await all(async ({ visit, near, official }) => {
    for (const muted of [true, false])
      await official.ask("visit.mute", { visit, leg: near.joined.leg, muted });
    await near.join(visit);
  });
  await all((v) => seen(v, "both sides after the new joins"));
});

await test("the_broker_restarts_below_the_visits", async () => {
  await deployment.end("broker", "SIGTERM");
  const before = deployment.log("broker").length;
  await deployment.startBroker();
  await waitFor("the media server is back", () => deployment.log("broker").slice(before).includes("media.registered"), 20000);
  await all((v) => seen(v, "both sides after the restart"));
});

await test("one_side_leaves_and_both_visits_close_and_are_filed", async () => {
  await all(({ visit, near, clerk }) => clerk.ask("visit.leave", { visit, leg: near.joined.leg, epoch: near.joined.epoch }));
  await all((v) => closeVisit(v.official, v));
  await all(async (v) => {
    const { recording } = await filed(deployment, archivist, v, 90000);
    const { parts } = await playAll(deployment, archivist, recording);
    check(parts.length === 1, `${parts.length} parts of a visit that nothing interrupted`);
  });
});

await browser.close();
await deployment.stop({ keep: Boolean(process.env.KEEP) });
finish();
