/* A real coturn takes the passwords that the broker makes, and no others. Loopback. */
import { spawn, spawnSync } from "node:child_process";
import { createServer } from "node:net";
import { writeFileSync, chmodSync } from "node:fs";
import { join } from "node:path";
import { check, finish, test } from "../../lib/check.mjs";
import { Deployment, waitFor } from "../../lib/deployment.mjs";
import { Person } from "../../lib/rpc.mjs";
import { openVisit } from "../../lib/visit.mjs";

const secret = "north-south-0123456789";

async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

const port = await freePort();
const url = `turn:127.0.0.1:${port}`;
const deployment = await Deployment.start({}, { media: false });
const file = join(deployment.folder, "turn.secret");
writeFileSync(file, `${secret}\n`);
chmodSync(file, 0o600);
await deployment.end("broker", "SIGTERM");
deployment.writeSettings({ broker: { "turn.urls": `${url}, ${url}?transport=tcp`, "turn.secret": file, "turn.life": "10min" } });
await deployment.startBroker();

const conf = join(deployment.folder, "turn.conf");
writeFileSync(conf, ["use-auth-secret", `static-auth-secret=${secret}`, "realm=xinqiao", "listening-ip=127.0.0.1",
  `listening-port=${port}`, "relay-ip=127.0.0.1", "allow-loopback-peers", "cli-password=unused-in-tests", "no-cli", "no-tls",
  "no-dtls", `userdb=${join(deployment.folder, "turn.db")}`, `pidfile=${join(deployment.folder, "turn.pid")}`,
  "log-file=stdout", "simple-log", ""].join("\n"));
const server = spawn("turnserver", ["-c", conf], { cwd: deployment.folder, stdio: ["ignore", "pipe", "pipe"] });
let said = "";
for (const out of [server.stdout, server.stderr]) out.on("data", (text) => { said += text; });
process.on("exit", () => server.exitCode === null && server.kill("SIGKILL"));

/* Sends messages through the relay to another client of it; the program ends with 0 when all came. */
const relayed = (username, password, ...how) => {
  const { status, stdout, stderr } = spawnSync("turnutils_uclient", ["-y", "-c", "-n", "5", "-p", String(port),
    "-u", username, "-w", password, ...how, "127.0.0.1"], { encoding: "utf8", timeout: 20000 });
  return { ok: status === 0 && /tot_recv_msgs=[1-9]/.test(stdout) && /lost packets 0/.test(stdout), text: stdout + stderr };
};

const clerk = await Person.signIn(deployment, "clerk1");
const official = await Person.signIn(deployment, "duty1");
const other = await Person.signIn(deployment, "clerk2");
const { visit } = await openVisit(clerk);
let ice;

await test("coturn_runs", () => waitFor("a listener", () => {
  if (server.exitCode !== null) throw new Error(`coturn ended: ${said}`);
  return /listener.*opened|listening|Total General servers/i.test(said);
}, 10000));

await test("only_the_people_of_a_live_visit_get_a_password", async () => {
  check((await clerk.refusal("ice.list", { visit }))?.word === "wrong_state", "not before it is live");
  await official.ask("visit.admit", { visit });
  ice = await clerk.ask("ice.list", { visit });
  check(ice.urls.join() === `${url},${url}?transport=tcp`, ice.urls.join());
  check(ice.username.endsWith(`:${visit}`) && Math.abs(ice.till - Date.now() - 600000) < 60000, JSON.stringify(ice));
  check((await other.refusal("ice.list", { visit }))?.word === "forbidden", "not the people of another village");
});

await test("coturn_relays_for_it_over_udp_and_tcp", () => {
  for (const how of [[], ["-t"]]) {
    const got = relayed(ice.username, ice.credential, ...how);
    check(got.ok, got.text.slice(-1500));
  }
});

await test("coturn_refuses_others", () => {
  const wrong = ice.credential.replace(/^./, (c) => (c === "A" ? "B" : "A"));
  const late = ice.username.replace(/^\d+/, "1700000000");
  check(!relayed(ice.username, wrong).ok, "a wrong password");
  check(!relayed(late, ice.credential).ok, "another time under the same password");
});

server.kill("SIGTERM");
await deployment.stop();
finish();
