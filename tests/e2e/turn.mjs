/* Two web clients that reach the media server in no way of their own: coturn carries them over TCP,
 * with the password that the broker made. In a network namespace; real Chromium. */
import { check, finish, test } from "../lib/check.mjs";
import { openBrowser } from "../lib/chromium.mjs";
import { Coturn } from "../lib/coturn.mjs";
import { Deployment } from "../lib/deployment.mjs";
import { address, dropped, enterNamespace, path, system } from "../lib/namespace.mjs";
import { Person } from "../lib/rpc.mjs";
import { Client, openVisit } from "../lib/visit.mjs";

const RELAYS = "50000-50100"; /* ports of coturn; nobody else gets one of them */

enterNamespace([]);
system("echo 20000 40000 >/proc/sys/net/ipv4/ip_local_port_range");
const coturn = await Coturn.start(address, ["min-port=50000", "max-port=50100"]);
const deployment = await Deployment.start({ broker: coturn.settings, media: { "media.bind": "", "media.address": address } });
const { media } = deployment.ports;
system(`nft add rule inet wall in tcp dport ${media} counter drop
  nft add rule inet wall in udp dport ${media} udp sport != ${RELAYS} counter drop
  nft add rule inet wall in udp dport ${coturn.port} counter drop`);

const browser = await openBrowser();
const clerk = await Person.signIn(deployment, "clerk1");
const official = await Person.signIn(deployment, "duty1");
const near = await Client.open(browser, deployment, clerk);
const far = await Client.open(browser, deployment, official);
for (const { context } of [near, far])
  await context.addInitScript(() => {
    const set = RTCPeerConnection.prototype.setRemoteDescription;
    RTCPeerConnection.prototype.setRemoteDescription = function (answer) {
      window.leg = this;
      return set.call(this, answer);
    };
  });

await test("both_sides_see_each_other_through_coturn", async () => {
  const { visit } = await openVisit(clerk);
  await official.ask("visit.admit", { visit });
  await near.join(visit);
  await far.join(visit);
  await Promise.all([near.sees("the village sees the office", 40000), far.sees("the office sees the village", 40000)]);
});

await test("the_way_is_a_relay_over_tcp", async () => {
  for (const { page } of [near, far]) {
    const used = await path(page);
    check(used.type === "relay" && used.relay === "tcp" && used.port === media, JSON.stringify(used));
  }
  const met = dropped();
  console.log(`  dropped: ${met[0]} of TCP and ${met[1]} of UDP to the media server, ${met[2]} of UDP to coturn`);
  check(met.every((n) => n > 0), `every other way was tried: ${met.join()}`);
});

await browser.close();
await deployment.stop({ keep: Boolean(process.env.KEEP) });
await coturn.stop();
finish();
