/* Recordings read slowly: one account's slow readings are that account's alone, and end. The film is a
 * kiosk's, by the real programs. */
import { execFileSync, spawn } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { check, finish, test } from "../../lib/check.mjs";
import { Deployment, waitFor } from "../../lib/deployment.mjs";
import { address, enterNamespace, system } from "../../lib/namespace.mjs";
import { filed } from "../../lib/recordings.mjs";
import { Person } from "../../lib/rpc.mjs";
import { closeVisit, openVisit } from "../../lib/visit.mjs";

const QUOTA = 24, PIECE_MS = 60000, LEAST = 400000;

const size = (folder) => (existsSync(folder) ? readdirSync(folder, { recursive: true }) : [])
  .reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);

/* The kiosk's ICE library leaves loopback out: the media server has an address of its own. */
enterNamespace([]);
const deployment = await Deployment.start({ media: { "media.bind": address, "media.address": address } });
const clerk = await Person.signIn(deployment, "clerk1");
const official = await Person.signIn(deployment, "duty1");
const slow = await Person.signIn(deployment, "archive1");
/* A second archivist of the same district, whom the demonstration does not have. */
execFileSync("sqlite3", [join(deployment.folder, "xinqiao.db"), "PRAGMA busy_timeout = 10000; UPDATE staff SET node = '990101000000' WHERE account = 'archive2'"]);
const other = await Person.signIn(deployment, "archive2");

/* What lies in sockets is little, so that a short film is more: small packets, and small buffers below. */
system("ip link set lo mtu 1500");
deployment.launchKiosk("990101101001-1", { changes: { "send.width": 1280, "send.height": 720, "send.bitrate": 8000 } });
const visit = await openVisit(clerk);
await official.ask("visit.admit", { visit: visit.visit });
await waitFor("the kiosk is in the call", () => deployment.log("kiosk").includes(" kiosk.joined "), 30000);
await waitFor("there is something to read", () => size(join(deployment.folder, "media/journal")) > LEAST, 90000);
await closeVisit(official, visit);
const { recording } = await filed(deployment, slow, visit, 90000);

async function film(person) {
  const { parts } = await person.ask("recording.get", { recording, purpose: "演练核对" });
  return parts.flatMap((part) => part.files).filter((f) => f.media.startsWith("video/")).sort((a, b) => b.bytes - a.bytes)[0];
}
const { url, bytes } = await film(slow), others = (await film(other)).url;

/* Connections that ask for the film and take 256 bytes of it a second: their statuses, and the process. */
async function stall(person, path, n) {
  const script = `import json,select,socket,sys
port,n,path,cookie=int(sys.argv[1]),int(sys.argv[2]),sys.argv[3],sys.argv[4]
all=[]
for i in range(n):
  s=socket.socket(); s.setsockopt(socket.SOL_SOCKET,socket.SO_RCVBUF,2048); s.connect(("127.0.0.1",port))
  s.sendall(f"GET {path} HTTP/1.1\\r\\nHost: localhost\\r\\nCookie: {cookie}\\r\\n\\r\\n".encode()); all.append(s)
print(json.dumps([int(s.recv(12).split()[1]) for s in all]),flush=True)
while not select.select([sys.stdin],[],[],1)[0]:
  for s in all:
    try: s.recv(256,socket.MSG_DONTWAIT)
    except OSError: pass`;
  const child = spawn("python3", ["-c", script, deployment.ports.http, n, path, person.cookie], { stdio: ["pipe", "pipe", "inherit"] });
  process.on("exit", () => child.kill("SIGKILL"));
  const line = await new Promise((done) => child.stdout.once("data", (bytes) => done(bytes.toString())));
  return { child, statuses: JSON.parse(line) };
}

const read = async (person, path) => {
  const reply = await person.file(path);
  return { status: reply.status, body: Buffer.from(await reply.arrayBuffer()) };
};
let readers, began;

await test("an account that reads too much at once is told so", async () => {
  began = Date.now();
  readers = await stall(slow, url, 70);
  const given = readers.statuses.filter((status) => status === 200).length;
  check(given === QUOTA && readers.statuses.every((status) => [200, 429].includes(status)), readers.statuses.join());
  const { status, body } = await read(slow, url);
  check(status === 429 && /"word":"too_many"/.test(body) && /先关掉几个/.test(body), `${status} ${body.subarray(0, 200)}`);
});

await test("everybody else reads the same film meanwhile, whole", async () => {
  const { status, body } = await read(other, others);
  check(status === 200 && body.length === bytes, `${status}, ${body.length} of ${bytes} bytes`);
});

await test("who takes a little now and then loses its place, and the account may read again", async () => {
  await waitFor("a place is free", async () => (await read(slow, url)).status === 200, PIECE_MS + 15000);
  check(Date.now() - began > PIECE_MS - 5000, "not before its time");
  check(/link.dropped why=too_late/.test(deployment.log("broker")), "the log says why");
});

readers?.child.kill("SIGKILL");
await test("an account verifies one recording at a time", async () => {
  const verify = (person) => person.ask("recording.verify", { recording, purpose: "演练核对" });
  const all = await Promise.allSettled(Array.from({ length: 8 }, () => verify(slow)));
  const refused = all.filter((one) => one.status === "rejected").map((one) => one.reason.word);
  check(refused.length > 0 && refused.length < 8 && refused.every((word) => word === "too_many"), refused.join());
  check((await verify(slow)).ok && (await verify(other)).ok, "then again");
});

await deployment.stop();
finish();
