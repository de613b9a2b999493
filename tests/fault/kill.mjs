/* kill -9 of broker, media server or both at random moments of visits: every recording plays to its
 * last packet, at most a second is lost, no booking is lost, the legs come back by themselves and
 * the recording goes on as the next part. Several deployments at once share one browser; in the
 * first the legs are pages of the web client. ROUNDS: in all (24 by default), LANES (1 by default: the
 * pictures of two calls fill two cores), SEED, ONLY.
 * A round that failed leaves nothing to the next one: its lane begins anew. */
import { check, finish, test } from "../lib/check.mjs";
import { openBrowser } from "../lib/chromium.mjs";
import { Deployment, pause, waitFor } from "../lib/deployment.mjs";
import { filed, lostMs, lostOfLegMs, partBeingWritten, partsClosed, playAll } from "../lib/recordings.mjs";
import { Person, RpcError } from "../lib/rpc.mjs";
import { Client, closeVisit, freeSlots, Leg, newMatter, openVisit } from "../lib/visit.mjs";

const MOST_LOST_MS = 1000;
const rounds = Number(process.env.ROUNDS ?? 24);
const lanesWanted = Math.min(rounds, Number(process.env.LANES ?? 1));
const seed = Number(process.env.SEED ?? Date.now() % 1000000);
const losses = [];
let state = seed;

/* From 0 to `most`, the same row of numbers for the same seed. */
function chance(most) {
  state = (state * 1103515245 + 12345) % 2147483648;
  return (state / 2147483648) * most;
}

let shared;

/* One that crashed is replaced, by whoever sees it first. */
async function browserNow() {
  const was = shared;
  const browser = await was;
  if (browser?.isConnected()) return browser;
  if (shared === was) shared = openBrowser();
  return shared;
}

async function openLane(n) {
  const browser = await browserNow();
  const deployment = await Deployment.start();
  const clerk = await Person.signIn(deployment, "clerk1");
  const official = await Person.signIn(deployment, "duty1");
  const archivist = await Person.signIn(deployment, "archive1");
  const kind = n === 0 ? Client : Leg;
  const [near, far] = await Promise.all([kind.open(browser, deployment, clerk), kind.open(browser, deployment, official)]);
  return { n, browser, deployment, clerk, official, archivist, near, far, booked: [], kills: [] };
}

/* Kills and remembers what was being written. */
async function kill(lane, name, pictures = false) {
  const { deployment, visit } = lane;
  const writing = name === "media" ? () => partBeingWritten(deployment, visit.visit) : () => null;
  const killedAt = await deployment.end(name);
  const was = writing();
  if (was) lane.kills.push({ killedAt, writing: was, pictures });
}

const restart = { broker: (d) => d.startBroker(), media: (d) => d.startMedia() };

async function killAndRestart(lane, name, pictures) {
  await kill(lane, name, pictures);
  await restart[name](lane.deployment);
}

const bothSee = (lane, what) => Promise.all([lane.near.sees(`${what}: the village's side`),
  lane.far.sees(`${what}: the office's side`)]);

const comeBack = (lane) => Promise.all([lane.near.comeBack(lane.visit.visit), lane.far.comeBack(lane.visit.visit)]);

/* Both legs are in, see each other and have been recorded for a moment. */
async function startCall(lane) {
  await lane.near.join(lane.visit.visit);
  await lane.far.join(lane.visit.visit);
  await bothSee(lane, "pictures before the kill");
  await pause(400 + chance(1200));
}

async function backInCall(lane) {
  await comeBack(lane);
  await bothSee(lane, "pictures after the kill");
  await pause(300 + chance(300));
}

/* Closing again what may have been closed: the answer was lost with the broker. */
async function closeOnce(lane) {
  await waitFor("the visit closes", () => closeVisit(lane.official, lane.visit).then(() => true, (error) => {
    if (error instanceof RpcError && error.word === "wrong_state") return true;
    if (error instanceof RpcError && error.word !== "busy") throw error;
    return false;
  }), 20000);
}

const said = (lane, event) => waitFor(`${event} is logged`, () => lane.deployment.newLog("media")
  .split("\n").some((line) => line.includes(event) && line.includes(lane.visit.visit)), 20000);

/* Killed, and once more at any moment of its start. */
async function killWhileStarting(lane, name, within) {
  await kill(lane, name);
  lane.deployment.launch(name);
  await pause(chance(within));
  await killAndRestart(lane, name);
}

async function mediaInCall(lane) {
  await startCall(lane);
  await killAndRestart(lane, "media", true);
  await backInCall(lane);
  await closeOnce(lane);
  return { parts: 2 };
}

/* The call does not need the broker: pictures go on, and so does the part. */
async function brokerInCall(lane) {
  await startCall(lane);
  const { cursor } = await lane.official.ask("session.get");
  await kill(lane, "broker");
  await bothSee(lane, "pictures while the broker is down");
  await pause(chance(800));
  await restart.broker(lane.deployment);
  await bothSee(lane, "pictures after the broker is back");
  await closeOnce(lane);
  const { events, complete } = await lane.official.ask("event.since", { cursor });
  check(complete && events.some((e) => e.name === "visit.closed" && e.visit === lane.visit.visit), "events are replayed");
  return { parts: 1, exactly: true };
}

async function mediaBeforePackets(lane) {
  const joins = [lane.near, lane.far].map((leg) => leg.join(lane.visit.visit).catch(() => {}));
  await pause(chance(600));
  await killAndRestart(lane, "media");
  await Promise.all(joins);
  await backInCall(lane);
  await closeOnce(lane);
  return { parts: 1 };
}

async function mediaFinalising(lane) {
  await startCall(lane);
  await closeOnce(lane);
  await said(lane, "recorder.part_closed");
  await pause(chance(350));
  await killAndRestart(lane, "media");
  return { parts: 1, exactly: true };
}

async function whileDelivering(lane, name) {
  await startCall(lane);
  await closeOnce(lane);
  await said(lane, "studio.finalised");
  await pause(chance(120));
  await killAndRestart(lane, name);
  return { parts: 1, exactly: true };
}

async function mediaTwice(lane) {
  await startCall(lane);
  await killAndRestart(lane, "media", true);
  const coming = comeBack(lane).catch(() => {});
  await pause(chance(1500));
  await killWhileStarting(lane, "media", 300);
  await coming;
  await backInCall(lane);
  await closeOnce(lane);
  return { parts: 2 };
}

async function brokerTwice(lane) {
  await startCall(lane);
  await killWhileStarting(lane, "broker", 400);
  await bothSee(lane, "pictures after the broker is back");
  await closeOnce(lane);
  return { parts: 1, exactly: true };
}

async function bothInCall(lane) {
  await startCall(lane);
  await Promise.all([kill(lane, "broker"), kill(lane, "media", true)]);
  await restart.broker(lane.deployment);
  await pause(chance(500));
  await restart.media(lane.deployment);
  await backInCall(lane);
  await closeOnce(lane);
  return { parts: 2 };
}

/* A booking and a close are under way when the broker dies: what was answered stands, and what
 * was not is asked again with the same key and done once. */
async function brokerWriting(lane) {
  await startCall(lane);
  const slot = (await freeSlots(lane.clerk)).at(-1);
  const booking = { new_matter: newMatter("演练：预约时断电"), unit: slot.unit, from: slot.from, key: `kill-${lane.visit.visit}` };
  const first = lane.clerk.ask("visit.book", booking).catch(() => null);
  const closing = closeVisit(lane.official, lane.visit).catch(() => null);
  await pause(chance(15));
  await killAndRestart(lane, "broker");
  const [answered, closed] = await Promise.all([first, closing]);
  const again = await lane.clerk.ask("visit.book", booking);
  check(!answered || answered.visit === again.visit, "the answered booking is the one that stands");
  const state = (await lane.clerk.ask("visit.get", { visit: lane.visit.visit })).state;
  check(!closed || ["closed", "filed"].includes(state), `the answered close stands (${state})`);
  lane.booked.push(again);
  await closeOnce(lane);
  return { parts: 1, exactly: true };
}

const kinds = {
  media_killed_in_a_call: mediaInCall,
  broker_killed_in_a_call: brokerInCall,
  media_killed_before_the_first_packet: mediaBeforePackets,
  both_killed_in_a_call: bothInCall,
  media_killed_while_finalising: mediaFinalising,
  media_killed_while_delivering: (lane) => whileDelivering(lane, "media"),
  media_killed_twice_in_a_row: mediaTwice,
  broker_killed_twice_in_a_row: brokerTwice,
  broker_killed_while_delivering: (lane) => whileDelivering(lane, "broker"),
  broker_killed_while_writing: brokerWriting,
};

/* Where the server was lost the gap map tells it, from the end of one part to the next. */
function checkGaps(got) {
  for (const part of got.parts.slice(1)) {
    const before = got.parts.find((p) => p.part === part.part - 1);
    check(!before || part.gaps.some((g) => g.why === "server_lost"), `part ${part.part} tells the gap before it: ${JSON.stringify(part.gaps)}`);
  }
}

async function checkRecording(lane, round, expected) {
  const { deployment, archivist, visit, kills } = lane;
  const { recording } = await filed(deployment, archivist, visit);
  const got = await playAll(deployment, archivist, recording);
  check(expected.exactly ? got.parts.length === expected.parts : got.parts.length >= expected.parts,
    `${got.parts.length} parts, expected ${expected.parts}`);
  check(got.files.length >= 2, `both legs have a file (${got.files.length})`);
  const missing = partsClosed(deployment, visit.visit).filter((n) => !got.parts.some((p) => p.part === n));
  check(!missing.length, `the archive has every part that was closed; without ${missing}`);
  checkGaps(got);
  for (const one of kills) {
    const lost = Math.round(lostMs(got, one));
    const ofLeg = one.pictures ? Math.round(lostOfLegMs(got, one)) : lost;
    losses.push(ofLeg);
    console.log(`  round ${round}: part ${one.writing.part} lost ${lost} ms, of a leg ${ofLeg} ms`);
    check(lost <= MOST_LOST_MS, `at most a second is lost (${lost} ms)`);
  }
}

async function oneRound(lane, round, run) {
  lane.kills = [];
  lane.visit = await openVisit(lane.clerk);
  lane.booked.push(lane.visit);
  await lane.official.ask("visit.admit", { visit: lane.visit.visit });
  await checkRecording(lane, round, await run(lane));
}

const names = Object.keys(kinds).filter((name) => name.includes(process.env.ONLY ?? ""));
let next = 0;

/* Every booking that was answered is there, and what was opened is filed. */
async function checkBookings(lane) {
  for (const visit of lane.booked) {
    const got = await lane.clerk.ask("visit.get", { visit: visit.visit });
    check(got.number === visit.number && (["scheduled", "filed"].includes(got.state)), `${visit.number} of ${visit.visit} is ${got.state}`);
  }
}

async function closeLane(lane) {
  await Promise.all([lane.near, lane.far].map((leg) => leg.close().catch(() => {})));
  await lane.deployment.stop({ keep: Boolean(process.env.KEEP) });
}

async function renew(lane) {
  console.log(`  the broker said last:\n  ${lane.deployment.log("broker").split("\n").slice(-6).join("\n  ")}`);
  lane.booked = lane.booked.filter((visit) => visit !== lane.visit);
  await test("no_booking_was_lost_before", () => checkBookings(lane));
  await closeLane(lane);
  return openLane(lane.n);
}

/* Returns the lane with which it ended. */
async function runLane(lane) {
  while (next < rounds) {
    const round = next++;
    const name = names[round % names.length];
    const holds = await test(`round_${round}_${name}`, async () => {
      try {
        await oneRound(lane, round, kinds[name]);
      } catch (error) {
        if (lane.browser.isConnected()) throw error;
        console.log("  the browser crashed: the round begins again");
        lane = await renew(lane);
        await oneRound(lane, round, kinds[name]);
      }
    });
    if (!holds) lane = await renew(lane);
  }
  return lane;
}

const began = Date.now();
let lanes = [];
for (let n = 0; n < lanesWanted; n++) lanes.push(await openLane(n));
lanes = await Promise.all(lanes.map(runLane));
await test("no_booking_is_lost", () => Promise.all(lanes.map(checkBookings)));

losses.sort((a, b) => a - b);
await test("half_of_the_legs_lose_less_than_a_second", () => check(!losses.length || losses[losses.length >> 1] <= MOST_LOST_MS,
  losses.join(" ")));
console.log(`  seed ${seed}: ${rounds} rounds, ${losses.length} parts cut off; lost: median ` +
  `${losses[losses.length >> 1]} ms, worst ${losses.at(-1)} ms; ${Math.round((Date.now() - began) / 1000)} s`);
for (const lane of lanes) await closeLane(lane);
await (await shared).close();
finish();
