/* The village's network is cut for five seconds and longer in a call and comes back: the page
 * says so, returns by itself, keeps its leg, and the recording plays. Real Chromium, web client. */
import { check, finish, test } from "../lib/check.mjs";
import { openBrowser } from "../lib/chromium.mjs";
import { Deployment, pause, waitFor } from "../lib/deployment.mjs";
import { filed, playAll } from "../lib/recordings.mjs";
import { BrokerWay, MediaWay } from "../lib/relay.mjs";
import { Person } from "../lib/rpc.mjs";
import { Socket } from "../lib/socket.mjs";
import { Client, closeVisit, openVisit } from "../lib/visit.mjs";

const CUT_MS = 5000;
const RETURNING = "画面暂时中断，正在自动恢复";
const AWAY = "网络暂时中断，正在自动恢复";

const deployment = await Deployment.start();
const browser = await openBrowser();
const clerk = await Person.signIn(deployment, "clerk1");
const official = await Person.signIn(deployment, "duty1");
const archivist = await Person.signIn(deployment, "archive1");
const media = await MediaWay.open(deployment.ports.media);
const broker = await BrokerWay.open(deployment.ports.http);
const near = await Client.open(browser, { url: broker.url }, clerk);
await media.lead(near.context);
const far = await Client.open(browser, deployment, official);
const watcher = await Socket.open(deployment, { cookie: official.cookie });
let visit, first;

const bothSee = (what) => Promise.all([near.sees(`${what}: the village's side`), far.sees(`${what}: the office's side`)]);
const shown = (page, text) => page.getByText(text).first().waitFor({ timeout: 30000 });
const away = (page, text) => page.getByText(text).first().waitFor({ state: "detached", timeout: 30000 });

/* The village's leg as the last report of this moment tells it, and how many legs there are. */
async function villageLeg() {
  const from = watcher.events.length;
  const report = await waitFor("a report comes", () => watcher.events.slice(from)
    .find((e) => e.method === "visit.report" && e.params.visit === visit.visit), 5000);
  const { legs } = report.params;
  return { ...legs.find((leg) => leg.seat === first?.seat || (!first && leg.place === 0)), n: legs.length };
}

async function sameLeg() {
  const now = await waitFor("the leg is live again", async () => {
    const leg = await villageLeg();
    return leg.state === "live" && leg;
  }, 15000);
  check(now.leg === first.leg && now.epoch >= first.epoch && now.n === 2,
    `the same leg, no ghost: ${JSON.stringify([first, now])}`);
}

await test("a_call_starts", async () => {
  visit = await openVisit(clerk);
  await official.ask("visit.admit", { visit: visit.visit });
  await near.join(visit.visit);
  await near.page.getByText("正在录音录像").waitFor();
  await far.join(visit.visit);
  await bothSee("the call");
  await watcher.ask("visit.get", { visit: visit.visit });
  first = await villageLeg();
  check(first.seat, `the village has a leg: ${JSON.stringify(first)}`);
});

await test("a_cut_network_comes_back_by_itself", async () => {
  media.isCut = true;
  broker.cut();
  await pause(CUT_MS);
  await shown(near.page, RETURNING);
  await shown(far.page, "暂时中断"); /* the server is patient for longer than the page */
  check(!await far.page.getByText(RETURNING).count(), "the office's own way is not cut");
  media.isCut = false;
  broker.join();
  await bothSee("pictures after the cut");
  await away(near.page, RETURNING);
  await sameLeg();
});

await test("cut_media_alone_come_back_by_themselves", async () => {
  media.isCut = true;
  await pause(CUT_MS);
  await shown(near.page, RETURNING);
  media.isCut = false;
  await bothSee("pictures after the cut");
  await away(near.page, RETURNING);
  await sameLeg();
});

await test("without_the_broker_pictures_go_on_and_events_are_heard_afterwards", async () => {
  broker.break();
  await shown(near.page, AWAY);
  await bothSee("pictures without the broker");
  await pause(CUT_MS);
  await closeVisit(official, visit);
  broker.join();
  await shown(near.page, "本次接访已经结束");
  await away(near.page, AWAY);
});

await test("the_recording_plays_and_tells_the_gaps", async () => {
  const { recording } = await filed(deployment, archivist, visit);
  const got = await playAll(deployment, archivist, recording);
  check(got.parts.length === 1, `one part (${got.parts.length})`);
  const gaps = got.parts[0].gaps.filter((g) => g.leg === first.leg && g.till_ms - g.from_ms > CUT_MS - 1000);
  check(gaps.length >= 2, `both cuts are gaps of the leg: ${JSON.stringify(got.parts[0].gaps)}`);
});

await browser.close();
watcher.close();
media.close();
broker.close();
await deployment.stop({ keep: Boolean(process.env.KEEP) });
finish();
