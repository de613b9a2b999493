/* Bookings against the real broker: one slot once, the same key once, moved, cancelled, checked
 * in, consented; who may not, and that the refusal stands in the audit log. */
import { check, finish, test } from "../../lib/check.mjs";
import { Deployment } from "../../lib/deployment.mjs";
import { Person } from "../../lib/rpc.mjs";
import { Socket } from "../../lib/socket.mjs";
import { freeSlots, newMatter } from "../../lib/visit.mjs";

const deployment = await Deployment.start({}, { media: false });
const clerk = await Person.signIn(deployment, "clerk1");
const stranger = await Person.signIn(deployment, "clerk2");
const auditor = await Person.signIn(deployment, "audit1");

async function book(key) {
  const [slot] = await freeSlots(clerk);
  const params = { new_matter: newMatter(), unit: slot.unit, from: slot.from, ...(key ? { key } : {}) };
  return { params, slot, ...await clerk.ask("visit.book", params) };
}

await test("a free slot is booked and is free no more", async () => {
  const booked = await book();
  check(booked.from === booked.slot.from && booked.till === booked.slot.till, JSON.stringify(booked));
  check(booked.number && booked.query_code && booked.unit_name === "青榆区信访办", JSON.stringify(booked));
  const left = await freeSlots(clerk);
  check(!left.some((s) => s.from === booked.from), "the slot is taken");
  const got = await clerk.ask("visit.get", { visit: booked.visit });
  check(got.state === "scheduled" && got.query_code === booked.query_code, JSON.stringify(got));
});

await test("the same key again gets the same answer, not a second visit", async () => {
  const booked = await book("key-1");
  const again = await clerk.ask("visit.book", booked.params);
  check(again.visit === booked.visit && again.number === booked.number, JSON.stringify(again));
  check(again.query_code === booked.query_code, "the slip is the same");
  const { visits } = await clerk.ask("matter.get", { matter: booked.matter });
  check(visits.length === 1, visits.length);
});

await test("of two who want a slot one gets it, the other learns what is free", async () => {
  const [slot] = await freeSlots(clerk);
  const one = await Socket.open(deployment, { cookie: clerk.cookie });
  const two = await Socket.open(deployment, { cookie: clerk.cookie });
  const results = await Promise.all([one, two].map((s) =>
    s.ask("visit.book", { new_matter: newMatter(), unit: slot.unit, from: slot.from }).catch((error) => error)));
  const [lost] = results.filter((r) => r.word);
  check(results.filter((r) => r.visit).length === 1 && lost.word === "slot_taken", JSON.stringify(results));
  const { instead } = lost.data;
  check(instead.length === 3 && instead.every((s) => s.till > s.from), JSON.stringify(lost.data));
  const next = await two.ask("visit.book", { new_matter: newMatter(), unit: slot.unit, from: instead[0].from });
  check(next.from === instead[0].from, "what is offered is free");
  one.close();
  two.close();
});

await test("a hundred who want a slot at once get it once", async () => {
  const [slot] = await freeSlots(clerk);
  const sockets = await Promise.all(Array.from({ length: 10 }, () => Socket.open(deployment, { cookie: clerk.cookie })));
  const subject = `只约一次的事项${Date.now()}`;
  const results = await Promise.all(Array.from({ length: 40 }, (_, i) => sockets[i % 10]
    .ask("visit.book", { new_matter: newMatter(subject), unit: slot.unit, from: slot.from }).catch((e) => e)));
  check(results.filter((r) => r.visit).length === 1, "one");
  check(results.filter((r) => r.word === "slot_taken").length === 39, results.map((r) => r.word).join());
  const { matters } = await clerk.ask("matter.find", { text: subject });
  check(matters.length === 1, `a booking that fails registers nothing (${matters.length} matters)`);
  sockets.forEach((s) => s.close());
});

await test("a moved visit takes its new slot and frees the old one", async () => {
  const booked = await book();
  const [to] = await freeSlots(clerk);
  const moved = await clerk.ask("visit.move", { visit: booked.visit, from: to.from });
  check(moved.from === to.from && moved.till === to.till, JSON.stringify(moved));
  const free = (await freeSlots(clerk)).map((s) => s.from);
  check(free.includes(booked.from) && !free.includes(to.from), "the old one is free, the new one is not");
});

await test("a cancelled visit frees its slot and cannot be checked in", async () => {
  const booked = await book();
  const { state } = await clerk.ask("visit.cancel", { visit: booked.visit, reason: "来访人撤回" });
  check(state === "cancelled", state);
  check((await freeSlots(clerk)).some((s) => s.from === booked.from), "free again");
  check((await clerk.refusal("visit.check_in", { visit: booked.visit })).word === "wrong_state", "check in");
  const { state: seen, cancel_reason } = await Person.nobody(deployment).ask("query.get", { code: booked.query_code });
  check(seen === "cancelled" && cancel_reason, `${seen} ${cancel_reason}`);
});

await test("the notice is heard before consent is kept, with its version", async () => {
  const booked = await book();
  const early = await clerk.refusal("consent.record", { visit: booked.visit, video: true, audio: true, share: false, version: "x" });
  check(early, "before the check-in");
  await clerk.ask("visit.check_in", { visit: booked.visit });
  const { state } = await clerk.ask("visit.undo_check_in", { visit: booked.visit });
  check(state === "scheduled", `a check-in is undone: ${state}`);
  const { version, notice, notice_en } = await clerk.ask("visit.check_in", { visit: booked.visit });
  check(version && notice.length > 20, notice);
  check(/^Hello/.test(notice_en) && !/[\u4e00-\u9fff]/.test(notice_en), notice_en);
  const other = await clerk.refusal("consent.record", { visit: booked.visit, video: true, audio: true, share: false, version: "another" });
  check(other, "another version is not what was heard");
  const kept = await clerk.ask("consent.record", { visit: booked.visit, video: false, audio: true, share: false, version });
  check(kept.recorded === true, JSON.stringify(kept));
  const { consent } = await clerk.ask("visit.get", { visit: booked.visit });
  check(consent.version === version && !consent.video && consent.audio && !consent.share, JSON.stringify(consent));
});

await test("a clerk of another village is refused, and the auditor sees that", async () => {
  const booked = await book();
  const before = (await auditor.ask("audit.find", { limit: 500 })).entries.at(-1)?.seq ?? 0;
  for (const [method, params] of [["visit.get", { visit: booked.visit }],
    ["matter.get", { matter: booked.matter }], ["visit.cancel", { visit: booked.visit, reason: "x" }]]) {
    const refusal = await stranger.refusal(method, params);
    check(refusal?.word === "forbidden", `${method}: ${refusal?.word}`);
    const { entries } = await auditor.ask("audit.find", { after: before, limit: 500 });
    const entry = entries.find((e) => e.act === method && e.result === "forbidden");
    check(entry?.role === "clerk" && entry.node === "990101101201", `${method}: ${JSON.stringify(entries)}`);
  }
  const { visits } = await stranger.ask("visit.list", { day: new Date(booked.from + 28800000).toISOString().slice(0, 10), days: 1 });
  check(!visits.some((v) => v.visit === booked.visit), "not in the list either");
  check((await auditor.ask("audit.verify")).ok, "the chain holds");
});

await test("every fault of an imported tree is named with its line", async () => {
  const admin = await Person.signIn(deployment, "system1");
  const csv = ["code,level,name_zh,name_en,kind,parent,valid_from,room",
    "000000000000,1,国,N,nation,,2025-01-01,yes", "99000000000,2,短,S,city,000000000000,2025-01-01,yes",
    "990100000000,9,层,T,city,000000000000,2025-01-01,yes", "990200000000,2,孤,O,city,123456789012,2025-01-01,yes"].join("\n");
  const refusal = await admin.refusal("tree.import", { csv });
  check(refusal.word === "bad_input", refusal.word);
  const lines = refusal.data.faults.map((f) => f.line);
  check([3, 4, 5].every((n) => lines.includes(n)), JSON.stringify(refusal.data.faults));
  check(refusal.data.faults.every((f) => f.say), "each with a sentence");
  check((await clerk.ask("tree.get")).nodes.length > 0, "the old tree stands");
});

await test("the broker stops in order", async () => {
  await deployment.stop({ keep: true });
  check(deployment.broker.exitCode === 0, `${deployment.broker.exitCode}:\n${deployment.log("broker").slice(-3000)}`);
});

await deployment.stop();
finish();
