/* A real coturn takes the passwords that the broker makes, and no others. Loopback. */
import { spawnSync } from "node:child_process";
import { check, finish, test } from "../../lib/check.mjs";
import { Coturn } from "../../lib/coturn.mjs";
import { Deployment } from "../../lib/deployment.mjs";
import { Person } from "../../lib/rpc.mjs";
import { openVisit } from "../../lib/visit.mjs";

const coturn = await Coturn.start("127.0.0.1", ["allow-loopback-peers", "cli-password=unused-in-tests"]);
const { port, url } = coturn;
const deployment = await Deployment.start({ broker: coturn.settings }, { media: false });

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

await coturn.stop();
await deployment.stop();
finish();
