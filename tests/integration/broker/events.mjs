/* Events reach those they concern, and a client that was away gets what it missed; kill -9 loses
 * nothing that was answered. */
import { check, finish, test } from "../../lib/check.mjs";
import { Deployment } from "../../lib/deployment.mjs";
import { Person } from "../../lib/rpc.mjs";
import { Socket } from "../../lib/socket.mjs";
import { freeSlots, newMatter } from "../../lib/visit.mjs";

const deployment = await Deployment.start({}, { media: false });
const clerk = await Person.signIn(deployment, "clerk1");
const stranger = await Person.signIn(deployment, "clerk2");
const official = await Person.signIn(deployment, "duty1");

const open = (person) => Socket.open(deployment, { cookie: person.cookie });
const about = (visit) => (e) => e.method === "event" && e.params.visit === visit;

async function book(s) {
  const [slot] = await freeSlots(clerk);
  return s.ask("visit.book", { new_matter: newMatter(), unit: slot.unit, from: slot.from });
}

await test("both ends hear of a booking, a clerk of another village does not", async () => {
  const [mine, theirs, far] = await Promise.all([open(clerk), open(stranger), open(official)]);
  const { visit } = await book(mine);
  const near = await mine.hears("the clerk hears", about(visit));
  const there = await far.hears("the office hears", about(visit));
  check(near.params.name === "visit.booked" && near.params.cursor === there.params.cursor, JSON.stringify(near));
  check(near.params.village === "990101101001", JSON.stringify(near));
  await theirs.ask("session.get");
  check(!theirs.frames.some(about(visit)), "the other village hears nothing");
  for (const s of [mine, theirs, far]) s.close();
});

await test("who was away asks with the last cursor and misses nothing", async () => {
  const first = await open(official);
  const one = await book(await open(clerk));
  const { params } = await first.hears("the first event", about(one.visit));
  first.close();
  await first.closed;
  const two = await book(await open(clerk)), three = await book(await open(clerk));
  const again = await open(official);
  const { events, complete, cursor } = await again.ask("event.since", { cursor: params.cursor });
  check(complete === true && cursor >= params.cursor + 2, `${complete} ${cursor}`);
  const booked = events.filter((e) => e.name === "visit.booked").map((e) => e.visit);
  check(booked.join() === [two.visit, three.visit].join(), JSON.stringify(events));
  check(events.every((e, i) => i === 0 || e.cursor > events[i - 1].cursor), "in order");
  again.close();
});

await test("events of other places are not replayed", async () => {
  const { cursor } = await stranger.ask("session.get");
  const { visit } = await book(await open(clerk));
  const { events } = await stranger.ask("event.since", { cursor });
  check(!events.some((e) => e.visit === visit), JSON.stringify(events));
});

await test("a cursor that is not known yet or too old says that pages must be loaded anew", async () => {
  const { cursor } = await clerk.ask("session.get");
  const ahead = await clerk.ask("event.since", { cursor: cursor + 1000000 });
  check(ahead.complete === false && ahead.events.length === 0, JSON.stringify(ahead));
});

await test("kill -9 under load loses no booking that was answered", async () => {
  const answered = [];
  const { cursor } = await clerk.ask("session.get");
  for (let round = 0; round < 3; round++) {
    const sockets = await Promise.all(Array.from({ length: 4 }, () => open(clerk)));
    const slots = await freeSlots(clerk);
    let n = 0;
    const asked = slots.slice(0, 16).map((_, i) => sockets[i % 4]
      .ask("visit.book", { new_matter: newMatter(), unit: slots[i].unit, from: slots[i].from })
      .then((r) => (answered.push(r), n++), () => {}));
    await Promise.race([...asked, Promise.all(asked)]);
    await deployment.end("broker");
    await Promise.all(asked);
    check(n > 0, "something was answered before");
    await deployment.startBroker();
  }
  for (const { visit, number } of answered) {
    const got = await clerk.ask("visit.get", { visit });
    check(got.state === "scheduled" && got.number === number, `${visit}: ${got.state}`);
  }
  const { events, complete } = await clerk.ask("event.since", { cursor });
  const booked = new Set(events.filter((e) => e.name === "visit.booked").map((e) => e.visit));
  check(complete && answered.every((a) => booked.has(a.visit)), "each has its event");
  check((await (await Person.signIn(deployment, "audit1")).ask("audit.verify")).ok, "the audit chain holds");
});

await test("sessions outlive a restart, and a stop by signal is one in order", async () => {
  const s = await open(clerk);
  await book(s);
  await deployment.end("broker", "SIGTERM");
  check(deployment.broker.exitCode === 0, `exit ${deployment.broker.exitCode}`);
  await deployment.startBroker();
  check((await clerk.ask("session.get")).signed_in, "still signed in");
});

await test("the broker stops in order", async () => {
  await deployment.stop({ keep: true });
  check(deployment.broker.exitCode === 0, `${deployment.broker.exitCode}:\n${deployment.log("broker").slice(-3000)}`);
});

await deployment.stop();
finish();
