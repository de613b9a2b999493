/* A visit behind a firewall that drops all UDP, in a network namespace of its own: real Chromium,
 * broker and media server, media over TCP port 443, both sides decode, the recording holds both. */
import { spawnSync } from "node:child_process";
import { check, finish, test } from "../lib/check.mjs";
import { openBrowser } from "../lib/chromium.mjs";
import { Deployment, waitFor } from "../lib/deployment.mjs";
import { address, dropped, enterNamespace, path, system } from "../lib/namespace.mjs";
import { filed, playAll } from "../lib/recordings.mjs";
import { Person } from "../lib/rpc.mjs";
import { closeVisit, Leg, openVisit } from "../lib/visit.mjs";

const PORT = 443;

enterNamespace(["out meta l4proto udp counter drop", "in meta l4proto udp counter drop"]);

const deployment = await Deployment.start({ media: { "media.bind": "", "media.address": address, "media.tcp_port": PORT } });
const browser = await openBrowser();
const clerk = await Person.signIn(deployment, "clerk1");
const official = await Person.signIn(deployment, "duty1");
const archivist = await Person.signIn(deployment, "archive1");
const near = await Leg.open(browser, deployment, clerk);
const far = await Leg.open(browser, deployment, official);
let visit;

await test("the_firewall_drops_udp", () => {
  const lost = spawnSync(process.execPath, ["-e", `
    const { createSocket } = require("node:dgram");
    const a = createSocket("udp4"), b = createSocket("udp4");
    a.on("message", () => process.exit(1));
    a.bind(0, "127.0.0.1", () => b.send("x", a.address().port, "127.0.0.1", () => 0));
    b.on("error", () => 0);
    setTimeout(() => process.exit(0), 500);`]);
  check(lost.status === 0, "a datagram to ourselves does not arrive");
});

await test("an_answer_names_udp_before_tcp", async () => {
  visit = await openVisit(clerk);
  await official.ask("visit.admit", { visit: visit.visit });
  const { answer } = await near.join(visit.visit);
  const candidates = answer.match(/a=candidate:.*/g).map((l) => l.trim());
  check(candidates.length === 2 && / udp /.test(candidates[0]) &&
    new RegExp(` tcp \\d+ ${address} ${PORT} typ host tcptype passive$`).test(candidates[1]), candidates.join("; "));
});

await test("both_sides_decode_over_tcp", async () => {
  await far.join(visit.visit);
  await Promise.all([near.sees("the village sees the office", 30000), far.sees("the office sees the village", 30000)]);
  for (const leg of [near, far]) {
    const used = await path(leg.page);
    check(used.protocol === "tcp" && used.port === PORT, `over TCP ${PORT}: ${JSON.stringify(used)}`);
  }
});

await test("it_goes_on_without_a_packet_lost", async () => {
  const before = await Promise.all([near.media(), far.media()]);
  await waitFor("ten seconds of pictures", async () => {
    const now = await Promise.all([near.media(), far.media()]);
    return now.every((m, i) => m.frames > before[i].frames + 150);
  }, 40000);
  for (const leg of [near, far]) {
    const lost = await leg.page.evaluate(async () => [...(await window.leg.getStats()).values()]
      .filter((s) => s.type === "inbound-rtp").reduce((n, s) => n + s.packetsLost, 0));
    check(lost === 0, `no packet was lost (${lost})`);
  }
});

await test("udp_was_tried_and_dropped", () => {
  const [out, into] = dropped();
  console.log(`  datagrams dropped: ${out} going out, ${into} coming in`);
  check(out > 0, "the firewall had something to drop");
});

await test("without_the_firewall_the_restarted_legs_prefer_udp", async () => {
  system("nft delete table inet wall");
  for (const leg of [near, far]) {
    const { epoch } = await leg.join(visit.visit);
    check(epoch === 2, `the same leg again (${epoch})`);
  }
  await Promise.all([near.sees("the village sees the office", 30000), far.sees("the office sees the village", 30000)]);
  for (const leg of [near, far])
    await waitFor("the way is UDP", async () => (await path(leg.page)).protocol === "udp");
});

await test("the_recording_holds_both_ends", async () => {
  await closeVisit(official, visit);
  const { recording } = await filed(deployment, archivist, visit);
  const got = await playAll(deployment, archivist, recording);
  const legs = new Set(got.files.map((f) => f.leg));
  check(got.parts.length === 1 && legs.size === 2, `one part, both legs: ${JSON.stringify(got.files)}`);
});

await browser.close();
await deployment.stop({ keep: Boolean(process.env.KEEP) });
finish();
