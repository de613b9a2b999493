/* recording.verify as the broker runs it: beside what comes in, one of a person at a time, ended by
 * who goes away. The recording is a sealed package with a film of a GiB, so that reading it takes a
 * while; how far the broker reads says what it still does. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { check, finish, test } from "../../lib/check.mjs";
import { Deployment, brokerProgram, pause, waitFor } from "../../lib/deployment.mjs";
import { Person } from "../../lib/rpc.mjs";
import { Socket } from "../../lib/socket.mjs";
import { closeVisit, openVisit } from "../../lib/visit.mjs";

const FILM_MIB = 1024;
const purpose = "核对档案是否完整";
const deployment = await Deployment.start({}, { media: false });
const clerk = await Person.signIn(deployment, "clerk1");
const official = await Person.signIn(deployment, "duty1");
const archivist = await Person.signIn(deployment, "archive1");

const media = await Socket.openProgram(deployment);
media.answers = { "stage.open": () => ({ part: 1 }), "stage.record": () => ({}), "stage.close": () => ({}),
  "leg.close": () => ({}), "leg.open": () => ({ answer: "v=0", place: 0, slots: 5 }) };
await media.ask("media.register", { name: "demo", node: "990101000000", capacity: 100, address: "127.0.0.1:8444",
  version: "1", stages: [] });

const opened = await openVisit(clerk);
const { visit } = opened;
await official.ask("visit.admit", { visit });
await clerk.ask("visit.join", { visit, offer: "v=0\r\n" });
const { recording } = (await media.hears("the stage", (f) => f.method === "stage.open" && f.params.visit === visit)).params;

/* The media server's package of a part, to be delivered. */
function pack(part, moreMib) {
  const folder = join(deployment.folder, `package-${part}-${moreMib}`);
  const tls = (file) => join(deployment.folder, "tls", file);
  execFileSync(join(dirname(brokerProgram), "tests/sealed"), [folder, tls("media-seal.key"), tls("media-seal.pem"),
    visit, recording, part, moreMib]);
  return { visit, recording, part, folder };
}

/* Bytes that the broker has read in all. */
const read = () => Number(/rchar: (\d+)/.exec(readFileSync(`/proc/${deployment.broker.pid}/io`, "utf8"))[1]);
const person = () => Socket.open(deployment, { cookie: archivist.cookie });
/* Asks and waits until it is being read. */
async function begin(socket) {
  const from = read();
  const answer = socket.ask("recording.verify", { recording, purpose }).then((r) => r, (e) => e);
  await waitFor("it reads", async () => read() - from > 8 << 20, 5000);
  return { answer };
}

await test("a recording is delivered and verified without a media server's own program", async () => {
  const first = pack(1, FILM_MIB);
  await media.ask("recording.started", { visit, recording, part: 1, zero: 1 });
  await closeVisit(official, opened);
  await Promise.race([media.ask("recording.deliver", first), pause(120_000)]);
  const { ok, findings } = await archivist.ask("recording.verify", { recording, purpose });
  check(ok && findings.length === 0, JSON.stringify(findings));
});

await test("a part is taken in while a verify is held", async () => {
  const small = pack(2, 0);
  const one = await person();
  let verified = false;
  const { answer } = await begin(one);
  answer.then(() => { verified = true; });
  await media.ask("recording.deliver", small);
  check(!verified, "the part was answered first");
  const found = await answer;
  check(found.ok || found.findings?.every((f) => f.part === 2), JSON.stringify(found));
  one.close();
});

await test("a second verify of the same person is told that one is running", async () => {
  const [one, two] = [await person(), await person()];
  const { answer } = await begin(one);
  const refusal = await two.refusal("recording.verify", { recording, purpose });
  check(refusal?.word === "too_many" && /正在核验/.test(refusal.message), JSON.stringify(refusal));
  check((await answer).ok, "the first one goes on");
  one.close();
  two.close();
});

await test("who goes away ends the verify, and may ask again at once", async () => {
  const one = await person();
  await begin(one);
  one.close();
  await pause(300);
  const from = read();
  await pause(700);
  check(read() - from < 16 << 20, `${(read() - from) >> 20} MiB read for nobody`);
  const two = await person();
  await begin(two);
  two.close();
  const three = await person(); /* what the line cut off is still ending */
  const again = await three.ask("recording.verify", { recording, purpose }).catch((e) => e);
  check(again.ok === true, JSON.stringify(again));
  three.close();
});

await deployment.stop();
finish();
