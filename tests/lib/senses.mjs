/* What reaches a person in front of a page, in any browser: pictures that were shown, their light, and
 * sound. A machine without a sound card has no ears of its own: sound is measured where it is decoded. */
import { waitFor } from "./deployment.mjs";

/* Runs in the page before anything else: its connections are kept for perceive(). */
export function keepLegs() {
  const Plain = window.RTCPeerConnection;
  window.legs = [];
  window.RTCPeerConnection = class extends Plain {
    constructor(...all) {
      super(...all);
      window.legs.push(this);
    }
  };
}

/* Runs in the page: of each picture that plays with sound, for a while. `light`: the mean of the last
 * picture, 0 to 255. `moved`: of the media clock, in seconds. `loud`: more than 0 where one hears. */
async function perceive(ms) {
  const ink = Object.assign(document.createElement("canvas"), { width: 32, height: 18 }).getContext("2d");
  const voice = async () => {
    let energy = 0;
    for (const leg of window.legs.filter((one) => one.connectionState === "connected"))
      for (const s of (await leg.getStats()).values())
        if (s.type === "inbound-rtp" && s.kind === "audio") energy += s.totalAudioEnergy ?? 0;
    return energy;
  };
  /* Below 0: not to be had now, by its status; -1: no sound that this browser reads. */
  const ofFilm = async (url) => {
    const reply = await fetch(url);
    if (!reply.ok) return -reply.status;
    const sound = await new OfflineAudioContext(1, 48000, 48000).decodeAudioData(await reply.arrayBuffer())
      .catch(() => null);
    return sound ? sound.getChannelData(0).reduce((most, one) => Math.max(most, Math.abs(one)), 0) : -1;
  };
  const before = await voice();
  const all = [...document.querySelectorAll("video")]
    .filter((v) => !v.muted && v.checkVisibility() && v.videoWidth).map((video) => {
      const one = { video, at: video.currentTime, frames: 0 };
      const next = () => video.requestVideoFrameCallback(() => (one.frames++, next()));
      next();
      return one;
    });
  await new Promise((done) => setTimeout(done, ms));
  const spoken = await voice() - before;
  return Promise.all(all.map(async ({ video, at, frames }) => {
    const [moved, paused] = [video.currentTime - at, video.paused];
    ink.drawImage(video, 0, 0, 32, 18);
    const { data } = ink.getImageData(0, 0, 32, 18);
    const light = data.reduce((n, v, i) => n + (i % 4 === 3 ? 0 : v), 0) / (32 * 18 * 3);
    return { frames, light, moved, paused, loud: video.srcObject ? spoken : await ofFilm(video.src) };
  }));
}

const isThere = (one) => !one.paused && one.moved > 0.5 && one.frames > 5 && one.light > 20 && one.loud > 0.001;

/* Somebody sees and hears `people` others. Whichever page is not in front shows nothing. */
export async function perceives(page, what, people = 1, limitMs = 40000) {
  let last = [];
  await page.bringToFront();
  return waitFor(what, async () => {
    last = await page.evaluate(perceive, 2500);
    return last.filter(isThere).length >= people;
  }, limitMs).catch((e) => {
    throw new Error(`${e.message}: ${JSON.stringify(last)}`);
  });
}
