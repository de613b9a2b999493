/* Two media servers: one that drains gets no new visit; one that is killed in the middle of a call
 * loses its visits to the other within seconds, and the recording goes on as a new part. */
import { check, finish, test } from "../lib/check.mjs";
import { openBrowser } from "../lib/chromium.mjs";
import { Deployment, pause, waitFor } from "../lib/deployment.mjs";
import { playAll } from "../lib/recordings.mjs";
import { Person } from "../lib/rpc.mjs";
import { Client, closeVisit, openVisit } from "../lib/visit.mjs";

const MOVE_MS = 5000;

const deployment = await Deployment.start({ media: { "media.node": "990101000000" } });
await deployment.addMedia("second", { "media.node": "990000000000" }); /* the city's: further away */
const browser = await openBrowser();
const clerk = await Person.signIn(deployment, "clerk1");
const official = await Person.signIn(deployment, "duty1");
const archivist = await Person.signIn(deployment, "archive1");
const system = await Person.signIn(deployment, "system1");
const near = await Client.open(browser, deployment, clerk);
const far = await Client.open(browser, deployment, official);

const servers = async () => Object.fromEntries((await system.ask("media.list", {})).servers.map((s) => [s.name, s]));
const load = async () => Object.fromEntries(Object.entries(await servers()).map(([name, s]) => [name, s.load]));

async function start() {
  const visit = await openVisit(clerk);
  await official.ask("visit.admit", { visit: visit.visit });
  await near.join(visit.visit);
  await far.join(visit.visit);
  await Promise.all([near.sees("the village's side"), far.sees("the office's side")]);
  return visit;
}

async function filedWith(visit, parts) {
  const line = await waitFor("the recording is filed", async () => {
    const { recordings } = await archivist.ask("recording.find", { number: visit.number });
    return recordings.find((r) => r.state === "filed" && r.parts === parts);
  }, 60000);
  return playAll(deployment, archivist, line.recording);
}

await test("the_nearest_server_gets_the_visit_unless_it_drains", async () => {
  const first = await start();
  check((await load()).demo === 1, JSON.stringify(await load()));
  await closeVisit(official, first);
  const { demo } = await servers();
  await system.ask("media.drain", { server: demo.server, draining: true });
  const second = await start();
  check((await load()).second === 1 && (await load()).demo === 0, JSON.stringify(await load()));
  await closeVisit(official, second);
  await system.ask("media.drain", { server: demo.server, draining: false });
  await filedWith(first, 1);
  await filedWith(second, 1);
});

let visit, recording;

await test("a_killed_server_loses_its_visit_to_the_other_within_seconds", async () => {
  visit = await start();
  await pause(3000);
  const at = await deployment.end("media");
  await waitFor("the visit is on the other server", async () => (await load()).second === 1, MOVE_MS);
  await Promise.all([near.sees("the village's side"), far.sees("the office's side")]);
  console.log(`  both sides see each other again after ${Date.now() - at} ms`);
  await pause(3000);
});

await test("both_parts_are_of_one_recording_when_the_dead_server_is_back", async () => {
  await closeVisit(official, visit);
  await deployment.startMedia();
  recording = await filedWith(visit, 2);
  const [first, second] = recording.parts;
  check(first.part === 1 && second.part === 2, JSON.stringify(recording.parts.map((p) => p.part)));
  check(first.till_ms <= second.from_ms && second.from_ms - first.till_ms < MOVE_MS + 1000,
    `between the parts: ${first.till_ms} ${second.from_ms}`);
  check(recording.parts.every((p) => p.files.filter((f) => /video/.test(f.media)).length === 2), "two legs in each part");
});

await test("a_stopped_process_is_as_good_as_dead", async () => {
  visit = await start();
  const { demo } = await load();
  check(demo === 1, "on the near one");
  deployment.media.kill("SIGSTOP"); /* its line stays open, and nothing comes */
  await waitFor("the visit is on the other server", async () => (await load()).second === 1, 10000);
  await Promise.all([near.sees("the village's side"), far.sees("the office's side")]);
  deployment.media.kill("SIGCONT");
  await closeVisit(official, visit);
  recording = await filedWith(visit, 2);
});

await browser.close();
await deployment.stop();
finish();
