/* The line between broker and media servers, seen from a media server's side: certificates,
 * requests and their answers, silence, a lost line, reports to those who joined. */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { check, finish, test } from "../../lib/check.mjs";
import { Deployment, mediaProgram, pause, root, waitFor } from "../../lib/deployment.mjs";
import { Person } from "../../lib/rpc.mjs";
import { Socket } from "../../lib/socket.mjs";
import { openVisit } from "../../lib/visit.mjs";

const deployment = await Deployment.start({}, { media: false });
const clerk = await Person.signIn(deployment, "clerk1");
const official = await Person.signIn(deployment, "duty1");
const offer = "v=0\r\n";

const flow = (more = {}) => ({ lost_permille: 0, jitter_ms: 4, kbps: 800, width: 640, height: 480, freezes: 0, frozen_ms: 0, ...more });

/* A leg in a report; before its first window is over there is nothing to tell. */
const reported = (joined, more = {}) => ({ leg: joined.leg, epoch: joined.epoch, place: joined.place, state: "live",
  muted: false, rx_bytes: 10, lost: 0, rtt_ms: 3, window: 0, up: flow(), down: flow({ freezes: -1 }), ...more });

async function register(more = {}) {
  const s = await Socket.openProgram(deployment);
  s.answers = { "stage.open": () => ({ part: 1 }), "stage.record": () => ({}), "stage.close": () => ({}),
    "leg.close": () => ({}), "leg.open": ({ seat }) => ({ answer: `answer for ${seat}`, place: seat === "village" ? 0 : 1, slots: 5 }) };
  s.server = (await s.ask("media.register", { name: "demo", node: "990101000000", capacity: 100,
    address: "127.0.0.1:8444", version: "1", stages: [], ...more })).server;
  return s;
}

async function liveVisit() {
  const { visit } = await openVisit(clerk);
  await official.ask("visit.admit", { visit });
  return visit;
}

await test("without a certificate of the CA nobody is a media server", async () => {
  execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
    "/CN=media:demo", "-days", "2", "-keyout", join(deployment.folder, "tls/false.key"), "-out",
    join(deployment.folder, "tls/false.pem")], { stdio: "ignore" });
  for (const certificate of ["", "false", "broker"]) {
    const s = await Socket.openProgram(deployment, certificate);
    check(s.status !== 101, `certificate ${certificate || "none"}: ${s.status}`);
  }
});

await test("terminals leave room for a media server", async () => {
  const restart = async (share) => {
    await deployment.stop({ keep: true });
    deployment.writeSettings({ broker: { "link.program_share": share } });
    await deployment.startBroker();
  };
  await restart(16);
  execFileSync(join(root, "config/certificates"), [join(deployment.folder, "tls"), "kiosk:990101001001-1"], { stdio: "ignore" });
  const kiosks = [];
  for (let i = 0; i < 16; i++) kiosks.push(await Socket.openProgram(deployment, "990101001001-1"));
  check(kiosks.map((one) => one.status).filter((status) => status === 101).length === 12, kiosks.map((one) => one.status).join());
  const media = await register();
  check(media.server, "registered");
  for (const one of [media, ...kiosks]) one.close?.();
  await restart(1024);
});

await test("without a media server nobody can join, and the visit stays live", async () => {
  const { visit } = await openVisit(clerk);
  const admitted = await official.ask("visit.admit", { visit }).catch((e) => e);
  const refusal = await official.refusal("visit.join", { visit, offer });
  check(refusal && ["no_media_server", "wrong_state"].includes(refusal.word), `${admitted.word} ${refusal?.word}`);
  await clerk.ask("visit.get", { visit });
});

await test("a media server may send only its own messages", async () => {
  const media = await register();
  for (const method of ["session.get", "visit.list", "tree.get"])
    check((await media.refusal(method, {})).word === "forbidden", method);
  media.close();
});

let media = await register();

await test("a join is answered with what the media server answers", async () => {
  const visit = await liveVisit();
  const near = await clerk.ask("visit.join", { visit, offer });
  const far = await official.ask("visit.join", { visit, offer });
  check(near.answer === "answer for village" && near.place === 0 && near.epoch === 1, JSON.stringify(near));
  check(far.answer === "answer for receiver" && far.place === 1 && far.leg !== near.leg, JSON.stringify(far));
  const opened = media.events.filter((e) => e.method === "stage.open" && e.params.visit === visit);
  check(opened.length >= 1 && opened[0].params.record === true, JSON.stringify(opened));
  const methods = media.events.map((e) => e.method);
  check(methods.indexOf("stage.open") < methods.indexOf("leg.open"), "the stage before its legs");
});

await test("joining again is the same leg with the next epoch", async () => {
  const visit = await liveVisit();
  const first = await clerk.ask("visit.join", { visit, offer });
  const second = await clerk.ask("visit.join", { visit, offer });
  check(second.leg === first.leg && second.epoch === first.epoch + 1, JSON.stringify([first, second]));
  const stale = await clerk.refusal("visit.leave", { visit, leg: first.leg, epoch: first.epoch });
  check(!stale || stale.word === "stale_epoch", stale?.word);
  const { seats } = await clerk.ask("visit.get", { visit });
  check(seats.some((s) => s.kind === "village" && s.connected), "the newer leg stays");
});

await test("what a media server refuses or answers wrongly is media_refused", async () => {
  const visit = await liveVisit();
  const { answers } = media;
  const words = [];
  for (const answer of [() => { throw new Error("full"); }, () => ({ place: "x" }), () => ({}), () => [1], () => null]) {
    media.answers = { ...answers, "leg.open": answer };
    words.push((await clerk.refusal("visit.join", { visit, offer }))?.word);
  }
  media.answers = answers;
  check(words.join() === Array(5).fill("media_refused").join(), words.join());
  check((await clerk.ask("visit.join", { visit, offer })).answer, "then it works again");
});

await test("answers to nothing and nonsense leave the line as it is", async () => {
  for (const text of [`{"jsonrpc":"2.0","id":999999,"result":{}}`, `{"jsonrpc":"2.0","id":-1,"result":{}}`,
    `{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"?"}}`, "nonsense", "{}", "[]"])
    media.send(text);
  const { server } = await media.ask("media.register", { name: "demo", node: "990101000000", capacity: 100,
    address: "127.0.0.1:8444", version: "1", stages: [] });
  check(server === media.server, "the same server");
});

await test("the report of each second reaches those who joined, with names", async () => {
  const visit = await liveVisit();
  const s = await Socket.open(deployment, { cookie: clerk.cookie });
  const other = await Socket.open(deployment, { cookie: (await Person.signIn(deployment, "clerk2")).cookie });
  const joined = await s.ask("visit.join", { visit, offer });
  await media.ask("media.report", { visits: [{ visit, recording: true, durable_age_ms: 120, part: 1,
    legs: [reported(joined)] }] });
  const { params } = await s.hears("a report", (f) => f.method === "visit.report" && f.params.visit === visit);
  check(params.recording === true && params.durable_age_ms === 120, JSON.stringify(params));
  const { seats } = await clerk.ask("visit.get", { visit });
  const mine = seats.find((seat) => seat.kind === "village");
  check(!("quality" in params.legs[0]), "no window is over yet");
  check(params.legs[0].seat === mine.seat && params.legs[0].name === mine.name, JSON.stringify(params.legs));
  await other.ask("session.get");
  check(!other.frames.some((f) => f.method === "visit.report"), "nobody else hears it");
  s.close();
  other.close();
});

await test("how good a link is: told in a word, kept once, listed, measured", async () => {
  const visit = await liveVisit();
  const system = await Person.signIn(deployment, "system1");
  const s = await Socket.open(deployment, { cookie: clerk.cookie });
  const joined = await s.ask("visit.join", { visit, offer });
  const report = (more) => media.ask("media.report", { visits: [{ visit, recording: true, durable_age_ms: 9, part: 1,
    legs: [reported(joined, more)] }] });
  const poor = { window: 1, rtt_ms: 900, up: flow({ lost_permille: 120, frozen_ms: 1500, freezes: 2 }) };
  await report(poor);
  await report(poor);
  await s.hears("the word", (f) => f.method === "visit.report" && f.params.legs[0].quality === "poor");
  /* Windows end five seconds apart: two in one moment would be one. */
  const find = () => system.ask("quality.find", { visit }).then((r) => r.windows);
  await waitFor("the first window is kept", async () => (await find()).length === 1, 5000);
  await report({ window: 2, rtt_ms: -1 });
  await s.hears("a better word", (f) => f.method === "visit.report" && f.params.legs[0].quality === "good");
  await waitFor("two windows are kept", async () => (await find()).length === 2, 5000);
  const [first, second] = await find();
  check(first.grade === "poor" && first.leg === joined.leg && first.rtt_ms === 900 && first.up.frozen_ms === 1500 &&
    first.down.freezes === -1, JSON.stringify(first));
  check(second.grade === "good" && second.rtt_ms === -1, JSON.stringify(second));
  check((await system.ask("quality.find", {})).windows.some((w) => w.visit === visit), "among the newest of all");
  check((await clerk.refusal("quality.find", { visit })).word === "forbidden", "for who runs the servers only");
  const metrics = await (await fetch(`${deployment.url}/metrics`)).text();
  check(/xinqiao_leg_loss_ratio_bucket\{direction="up",le="0.2"\} 2/.test(metrics) &&
    /xinqiao_leg_loss_ratio_bucket\{direction="up",le="0.1"\} 1/.test(metrics) &&
    /xinqiao_leg_round_trip_seconds_sum 0.9/.test(metrics) && /xinqiao_leg_round_trip_seconds_count 1/.test(metrics),
    metrics.split("\n").filter((l) => l.includes("leg_")).join("\n"));
  s.close();
});

await test("a leg that the media server gave up is shown as not connected", async () => {
  const visit = await liveVisit();
  const joined = await clerk.ask("visit.join", { visit, offer });
  const report = (state) => media.ask("media.report", { visits: [{ visit, recording: true, durable_age_ms: 9, part: 1,
    legs: [reported(joined, { state })] }] });
  const connected = async () => (await clerk.ask("visit.get", { visit })).seats.find((s) => s.kind === "village").connected;
  check(await connected(), "connected at first");
  await report("live");
  await report("gone");
  await waitFor("not connected any more", async () => !await connected(), 5000);
});

/* The store stalls: another program holds its lock, for longer than a write waits (five seconds) or
 * for less. Answers when it has begun; `over` is its end. */
function stall(seconds) {
  const held = spawn("python3", ["-c", `import sqlite3, sys, time
s = sqlite3.connect("${deployment.folder}/xinqiao.db", timeout=10, isolation_level=None)
s.execute("BEGIN IMMEDIATE")
print("held", flush=True)
time.sleep(${seconds})
s.execute("ROLLBACK")`]);
  const over = new Promise((done) => held.once("exit", done));
  return new Promise((done) => held.stdout.once("data", () => done({ over })));
}

let stalledVisit; /* for both: towards the evening there is not a slot for each */

await test("a media server that must report while the store stalls is neither cut off nor refused", async () => {
  const visit = stalledVisit = await liveVisit();
  const s = await Socket.open(deployment, { cookie: clerk.cookie });
  const joined = await s.ask("visit.join", { visit, offer });
  const { recording } = media.events.find((e) => e.method === "stage.open" && e.params.visit === visit).params;
  const stalled = await stall(3);
  const asked = [];
  for (let part = 1; part <= 100; part++)
    asked.push(media.ask("recording.started", { visit, recording, part, zero: 1 }).then(() => "ok", (e) => e.word));
  media.send(JSON.stringify({ jsonrpc: "2.0", method: "media.report", params: { visits: [{ visit, recording: true,
    durable_age_ms: 120, part: 1, legs: [reported(joined)] }] } }));
  await s.hears("the report", (f) => f.method === "visit.report" && f.params.visit === visit, 2500);
  await stalled.over;
  const words = await Promise.all(asked);
  check(!media.tcp.destroyed && words.every((word) => word === "ok"), [...new Set(words)].join());
  s.close();
});

await test("a leg that is gone while the store stalls is shown as gone when it is back", async () => {
  const visit = stalledVisit;
  const joined = await clerk.ask("visit.join", { visit, offer });
  const report = (state) => media.send(JSON.stringify({ jsonrpc: "2.0", method: "media.report", params: { visits: [{ visit,
    recording: true, durable_age_ms: 9, part: 1, legs: [reported(joined, { state })] }] } }));
  const connected = async () => (await clerk.ask("visit.get", { visit })).seats.find((seat) => seat.kind === "village").connected;
  report("live");
  const { over } = await stall(7);
  report("gone");
  await over;
  await waitFor("not connected any more", async () => !await connected(), 5000);
});

await test("what another server says of a visit changes nothing", async () => {
  const visit = await liveVisit();
  const joined = await clerk.ask("visit.join", { visit, offer });
  const { recording } = media.events.find((e) => e.method === "stage.open" && e.params.visit === visit).params;
  await media.ask("media.report", { visits: [{ visit, recording: true, durable_age_ms: 9, part: 1, legs: [reported(joined)] }] });
  execFileSync(join(root, "config/certificates"), [join(deployment.folder, "tls"), "media:other"], { stdio: "ignore" });
  const other = await Socket.openProgram(deployment, "other");
  const forged = { visits: [{ visit, recording: true, durable_age_ms: 9, part: 1, legs: [reported(joined, { state: "gone" })] }] };
  await other.ask("media.report", forged); /* before it is known at all */
  await other.ask("media.register", { name: "other", node: "990101000000", capacity: 100, address: "127.0.0.1:9", version: "1", stages: [{ visit }] });
  await other.ask("media.report", forged);
  const words = [];
  words.push((await other.refusal("recording.started", { visit, recording, part: 1, zero: 1 }))?.word);
  words.push((await other.refusal("recording.deliver", { visit, recording, part: 1, folder: "/tmp" }))?.word);
  check(words.join() === "forbidden,forbidden", words.join());
  await media.ask("media.report", { visits: [{ visit, recording: true, durable_age_ms: 9, part: 1, legs: [reported(joined)] }] });
  const { seats } = await clerk.ask("visit.get", { visit });
  check(seats.find((s) => s.kind === "village").connected, "the leg stays connected");
  other.close();
});

await test("a server is silent when it says nothing at all, not when it says nothing of one visit", async () => {
  const [ended, forgotten, goesOn] = [await liveVisit(), await liveVisit(), await liveVisit()];
  for (const visit of [ended, forgotten, goesOn])
    await clerk.ask("visit.join", { visit, offer });
  const other = await Socket.openProgram(deployment, "other"); /* there is one to move to */
  await other.ask("media.register", { name: "other", node: "990101000000", capacity: 100, address: "127.0.0.1:9", version: "1", stages: [] });
  const report = (...visits) => media.ask("media.report", { visits: visits.map((visit) =>
    ({ visit, recording: false, durable_age_ms: 9, part: 1, legs: [] })) });
  await report(ended, forgotten, goesOn);
  await official.ask("visit.close", { visit: ended, outcome: "not_held", reply: "线路中断。", commitments: [] });
  await report(ended, forgotten, goesOn); /* it crossed the close */
  for (let i = 0; i < 12 && !media.tcp.destroyed; i++) {
    await Promise.race([report(goesOn), media.closed]);
    await pause(500);
  }
  check(!media.tcp.destroyed && !/media.silent/.test(deployment.log("broker")), "it is taken for alive");
  await waitFor("nothing at all is silence", async () => media.tcp.destroyed, 8000);
  other.close();
  media = await register();
});

await test("a seal is no certificate for the line", async () => {
  const s = await Socket.openProgram(deployment, "media-seal");
  check(s.status !== 101, `${s.status}`);
});

await test("a media server without a seal of its own says what to run, and then starts", async () => {
  const tls = (file) => join(deployment.folder, "tls", file);
  const keyCheck = (name) => spawnSync(mediaProgram, ["--config", join(deployment.folder, `${name}.conf`), "--key-check"], { encoding: "utf8" });
  for (const [key, cert] of [["media.key", "media.pem"], ["other-seal.key", "other-seal.pem"]]) {
    deployment.writeMediaSettings("media", 1024, { "media.key": tls(key), "media.cert": tls(cert) });
    const refused = keyCheck("media");
    check(refused.status === 1 && /config\/certificates data\/tls media:demo/.test(refused.stderr), `${cert}: ${refused.status} ${refused.stderr}`);
  }
  deployment.writeMediaSettings("media", 1024);
  rmSync(tls("media-seal.pem")); /* as an older script left the folder */
  execFileSync(join(root, "config/certificates"), [join(deployment.folder, "tls")], { stdio: "ignore" });
  const good = keyCheck("media");
  check(good.status === 0, good.stdout + good.stderr);
});

/* One visit for the rest: towards the evening there is not a slot for each. */
let visit;

await test("a newer line of the same server replaces the older one", async () => {
  const old = media;
  media = await register();
  check(media.server === old.server, "the same server");
  check(await old.closed, "the older line is closed");
  visit = await liveVisit();
  check((await clerk.ask("visit.join", { visit, offer })).answer, "the newer one is asked");
});

await test("a line lost while it is asked ends the join, and its stages are opened again", async () => {
  const lost = media;
  lost.answers = { ...lost.answers, "leg.open": () => { lost.close(); return {}; } };
  const refusal = await clerk.refusal("visit.join", { visit, offer });
  check(refusal?.word === "no_media_server", refusal?.word);
  media = await register();
  await media.hears("the stage is opened again", (f) => f.method === "stage.open" && f.params.visit === visit);
  check((await clerk.ask("visit.join", { visit, offer })).answer, "the join works again");
});

await test("a silent media server is not waited for longer than ten seconds", async () => {
  media.answers = { ...media.answers, "leg.open": undefined };
  const refusal = await clerk.refusal("visit.join", { visit, offer });
  check(refusal?.word === "timed_out", refusal?.word);
  check((await fetch(`${deployment.url}/healthz`)).ok, "alive");
});

await test("the broker stops in order while somebody waits for a media server", async () => {
  const waiting = clerk.ask("visit.join", { visit, offer }).catch(() => "gone");
  await media.hears("the request is there", (f) => f.method === "leg.open" && f.params.visit === visit);
  await deployment.stop({ keep: true });
  check(deployment.broker.exitCode === 0, `${deployment.broker.exitCode}:\n${deployment.log("broker").slice(-3000)}`);
  await waiting;
});

await deployment.stop();
finish();
