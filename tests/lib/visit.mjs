/* A visit driven by messages, with real WebRTC legs in bare Chromium pages: for the tests that
 * need many visits fast. What a person clicks is tested in tests/e2e/visit.mjs. */
import { waitFor } from "./deployment.mjs";

const DAY_MS = 86400000;
const local = (ms) => new Date(ms + 8 * 3600000).toISOString().slice(0, 10);

/* The free slots of the district office from now on, earliest first. */
export async function freeSlots(clerk, unitName = "青榆区信访办") {
  const { targets } = await clerk.ask("target.list", {});
  const unit = targets.find((t) => t.unit_name === unitName && t.reach === "allowed")?.unit;
  if (!unit) throw new Error(`${unitName} is not an allowed target`);
  const { slots } = await clerk.ask("slot.find", { unit, day: local(Date.now()), days: 14 });
  return slots.filter((s) => s.free && s.from > Date.now()).map((s) => ({ ...s, unit }));
}

/* What a resident brings: registered with the booking. */
export const newMatter = (subject = "稻田机耕路被施工挖断") => ({ name: "林谷雨", contact: "10012345678",
  address: "鹿鸣社区1组1号", subject, request: "请恢复机耕路。", kind: "appeal" });

/* Books the first slot that is still free, checks in and records the three answers. */
export async function openVisit(clerk, consent = { video: true, audio: true, share: false }) {
  const [slot] = await freeSlots(clerk);
  const booked = await clerk.ask("visit.book", { new_matter: newMatter(), unit: slot.unit, from: slot.from });
  const { version } = await clerk.ask("visit.check_in", { visit: booked.visit });
  await clerk.ask("consent.record", { visit: booked.visit, version, ...consent });
  return { ...booked, unit: slot.unit };
}

export async function closeVisit(official, { visit, unit }) {
  const { version, text } = await official.ask("minutes.get", { visit });
  if (!text) await official.ask("minutes.save", { visit, version, text: "来访人反映机耕路被挖断。接访人答复一周内修复。", marks: [] });
  return official.ask("visit.close", { visit, outcome: "answered_on_spot", reply: "当场答复：一周内修复。",
    commitments: [{ unit, act: "恢复机耕路", due: local(Date.now() + 7 * DAY_MS) }] });
}

/* Runs in the page: makes the peer connection of the agreed form and returns the offer. */
async function makeOffer([slots, withDocument, { media: wanted, heard }]) {
  const pc = new RTCPeerConnection();
  const media = await navigator.mediaDevices.getUserMedia(wanted);
  pc.addTransceiver(media.getAudioTracks()[0], { direction: "sendonly" });
  pc.addTransceiver(media.getVideoTracks()[0], { direction: "sendonly" });
  for (let i = 0; i < slots; i++) {
    pc.addTransceiver("audio", { direction: "recvonly" });
    pc.addTransceiver("video", { direction: "recvonly" });
  }
  const papers = (withDocument ? ["sendonly", "recvonly"] : []).map((direction) => pc.addTransceiver("video", { direction }));
  window.leg?.close();
  window.leg = pc;
  window.paper = papers[0]?.sender;
  window.sounds = [];
  pc.ontrack = ({ track }) => { /* sound that nobody plays is not decoded */
    if (track.kind !== "audio" || window.sounds.length === heard) return;
    const sound = new Audio();
    sound.srcObject = new MediaStream([track]);
    sound.play();
    window.sounds.push(sound);
  };
  await pc.setLocalDescription(await pc.createOffer());
  const gathered = new Promise((done) => {
    pc.onicegatheringstatechange = () => pc.iceGatheringState === "complete" && done();
  });
  await Promise.race([gathered, new Promise((done) => setTimeout(done, 1000))]);
  return papers.reduce((sdp, { mid }) => sdp.replace(`a=mid:${mid}\r\n`, `a=mid:${mid}\r\na=content:slides\r\n`),
    pc.localDescription.sdp);
}

/* Runs in the page: a document with something new on it ten times a second. */
async function showPaper() {
  const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 480 });
  const ink = canvas.getContext("2d");
  let line = 0;
  ink.fillStyle = "white";
  ink.fillRect(0, 0, 640, 480);
  ink.fillStyle = "black";
  window.ink = setInterval(() => ink.fillRect(10 + (line * 7) % 600, 10 + (line++ * 3) % 400, 40, 5), 100);
  await window.paper.replaceTrack(canvas.captureStream(10).getVideoTracks()[0]);
}

async function hidePaper() {
  clearInterval(window.ink);
  await window.paper.replaceTrack(null);
}

/* Runs in the page: what is decoded and heard, all slots together. */
async function countMedia() {
  const seen = { frames: 0, samples: 0, energy: 0, state: window.leg?.connectionState ?? "none" };
  for (const s of (await window.leg?.getStats())?.values() ?? []) {
    if (s.type !== "inbound-rtp") continue;
    seen.frames += s.kind === "video" ? s.framesDecoded ?? 0 : 0;
    seen.samples += s.kind === "audio" ? s.totalSamplesReceived ?? 0 : 0;
    seen.energy += s.kind === "audio" ? s.totalAudioEnergy ?? 0 : 0;
  }
  return seen;
}

/* More is decoded than before; the counts begin anew when the leg does. */
async function waitForMedia(leg, what, limitMs) {
  let least = await leg.media();
  return waitFor(what, async () => {
    const now = await leg.media();
    least = { frames: Math.min(least.frames, now.frames), samples: Math.min(least.samples, now.samples) };
    return now.frames > least.frames && now.samples > least.samples && now;
  }, limitMs);
}

const USUAL = { media: { audio: true, video: { width: 320, height: 180, frameRate: 15 } }, heard: 12 };
/* For many legs on a small machine: small pictures, one of the others heard. */
export const LIGHT = { media: { audio: true, video: { width: 160, height: 90, frameRate: 5 } }, heard: 1 };

/* One person's leg in a bare page of the deployment's own origin. */
export class Leg {
  static async open(browser, deployment, person, means = USUAL) {
    const context = await browser.newContext({ permissions: ["camera", "microphone"] });
    const page = await context.newPage();
    await page.goto(`${deployment.url}/healthz`);
    return Object.assign(new Leg(), { page, person, context, means });
  }

  /* A further person's leg in a frame of the same page: many of them fit on a small machine. */
  async beside(person) {
    const host = this.host ?? this.page;
    const frame = await host.evaluateHandle(() => document.body.appendChild(document.createElement("iframe")));
    return Object.assign(new Leg(), { ...this, host, page: await frame.asElement().contentFrame(), person });
  }

  async join(visit, slots = 5, { withDocument = false } = {}) {
    const offer = await this.page.evaluate(makeOffer, [slots, withDocument, this.means]);
    this.joined = await this.person.ask("visit.join", { visit, offer });
    await this.page.evaluate((sdp) => window.leg.setRemoteDescription({ type: "answer", sdp }), this.joined.answer);
    return this.joined;
  }

  /* Needs to have joined with a document. */
  async show(on) {
    return this.page.evaluate(on ? showPaper : hidePaper);
  }

  async media() {
    return this.page.evaluate(countMedia);
  }

  async sees(what, limitMs = 15000) {
    return waitForMedia(this, what, limitMs);
  }

  /* Joins again until the media server is back. */
  async comeBack(visit) {
    await waitFor("the leg is back", () => this.join(visit).then(() => true, () => false), 20000);
  }

  async close() {
    await this.context.close();
  }
}

/* Runs in the page: what the pictures of others have shown, and the sound decoded for them. */
function countShown() {
  const videos = [...document.querySelectorAll("video")].filter((v) => !v.muted && v.srcObject);
  return { frames: videos.reduce((n, v) => n + v.getVideoPlaybackQuality().totalVideoFrames, 0),
    samples: videos.reduce((n, v) => n + v.currentTime, 0) };
}

/* One person at the call page of the web client: what it does by itself is not done here. */
export class Client {
  static async open(browser, deployment, person) {
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: "zh-CN",
      permissions: ["camera", "microphone"] });
    const [name, value] = person.cookie.split("=");
    await context.addCookies([{ name, value, url: deployment.url }]);
    const page = await context.newPage();
    return Object.assign(new Client(), { page, person, context, url: deployment.url });
  }

  async join(visit) {
    await this.page.goto(`${this.url}/visit/${visit}/call`);
  }

  async media() {
    return this.page.evaluate(countShown);
  }

  async sees(what, limitMs = 20000) {
    return waitForMedia(this, what, limitMs);
  }

  async comeBack() { /* the page does */ }

  async close() {
    await this.context.close();
  }
}
