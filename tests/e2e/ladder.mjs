/* A line that carries less and less: the picture gets smaller, then only sound is left, and the page
 * says so to both ends; when the line is free again the picture comes back. The official's datagrams
 * over the limit are lost, as at a cheap router. */
import { check, finish, test } from "../lib/check.mjs";
import { openBrowser, shot } from "../lib/chromium.mjs";
import { Deployment, waitFor } from "../lib/deployment.mjs";
import { address, enterNamespace, system } from "../lib/namespace.mjs";
import { Person } from "../lib/rpc.mjs";
import { Client, openVisit } from "../lib/visit.mjs";

enterNamespace([]);
const deployment = await Deployment.start({ media: { "media.bind": address, "media.address": address } });
const browser = await openBrowser();
const clerk = await Person.signIn(deployment, "clerk1");
const official = await Person.signIn(deployment, "duty1");
const near = await Client.open(browser, deployment, clerk), far = await Client.open(browser, deployment, official);

/* kilobytes a second from the media server to this port; 0: all */
const limit = (port, kilobytes) => system(`nft flush chain inet wall in
  ${kilobytes ? `nft add rule inet wall in udp sport ${deployment.ports.media} udp dport ${port} limit rate over ${kilobytes} kbytes/second burst 8 kbytes drop` : ""}`);

/* A page keeps its connection to itself: this one tells. */
await far.page.addInitScript(() => {
  const Native = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Native {
    constructor(...args) { super(...args); window.peer = this; }
  };
});

const stats = (page) => page.evaluate(async () => {
  const now = { width: 0, samples: 0, concealed: 0, port: 0 };
  const all = await window.peer.getStats();
  for (const s of all.values()) {
    if (s.type === "inbound-rtp" && s.kind === "video" && s.framesDecoded) now.width = s.frameWidth;
    if (s.type === "inbound-rtp" && s.kind === "audio") now.samples += s.totalSamplesReceived ?? 0;
    if (s.type === "inbound-rtp" && s.kind === "audio") now.concealed += s.concealedSamples ?? 0;
    if (s.type === "transport") now.port = all.get(all.get(s.selectedCandidatePairId).localCandidateId).port;
  }
  return now;
});

await test("on_a_good_line_the_picture_is_large", async () => {
  const visit = await openVisit(clerk);
  await official.ask("visit.admit", { visit: visit.visit });
  await near.join(visit.visit);
  await far.join(visit.visit);
  await waitFor("the large size", async () => (await stats(far.page).catch(() => ({}))).width === 1280, 30000);
});

await test("on_a_weak_line_it_is_small_and_both_are_told", async () => {
  limit((await stats(far.page)).port, 60);
  await far.page.getByText("收到的画面暂时缩小").waitFor({ timeout: 40000 });
  await near.page.locator(".seats li", { hasText: "画面已缩小" }).waitFor();
  await waitFor("the small size", async () => (await stats(far.page)).width <= 640, 15000);
  await shot(far.page, "call-step-small");
});

await test("on_the_weakest_only_sound_is_left_and_it_stays_whole", async () => {
  limit((await stats(far.page)).port, 12);
  await far.page.getByText("暂时只传声音").waitFor({ timeout: 40000 });
  await near.page.locator(".seats li", { hasText: "暂时只有声音" }).waitFor();
  await shot(far.page, "call-step-sound");
  const before = await stats(far.page);
  await new Promise((done) => setTimeout(done, 4000));
  const after = await stats(far.page);
  const share = (after.concealed - before.concealed) / (after.samples - before.samples);
  console.log(`  concealed: ${(100 * share).toFixed(1)} % of the sound`);
  check(share < 0.2, "the sound goes on");
});

await test("on_a_free_line_the_picture_comes_back", async () => {
  limit(0, 0);
  await far.page.getByText("暂时只传声音").waitFor({ state: "detached", timeout: 60000 });
  await waitFor("a picture again", () => far.sees("pictures"), 20000);
});

await browser.close();
await deployment.stop();
finish();
