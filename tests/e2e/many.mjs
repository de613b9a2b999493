/* A hearing of seven: more than the usual six legs, when the setting allows it. The village's page
 * shows the other six, moving; they are bare legs, cheap enough for a small machine. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { check, finish, test } from "../lib/check.mjs";
import { openBrowser, shot } from "../lib/chromium.mjs";
import { Deployment, waitFor } from "../lib/deployment.mjs";
import { filed, playAll } from "../lib/recordings.mjs";
import { Person } from "../lib/rpc.mjs";
import { Client, LIGHT, Leg, closeVisit, openVisit } from "../lib/visit.mjs";

const deployment = await Deployment.start({ broker: { "media.slots": 6 } });
/* Words as far apart as somebody who thinks before he speaks; a beep is nobody's voice. */
function makeWords(path) {
  const rate = 16000, samples = new Int16Array(2 * rate);
  samples.forEach((_, i) => { samples[i] = i % 8000 < 5000 ? 9000 * Math.sin(i * (0.2 + 0.1 * Math.sin(i / 900))) : 0; });
  const head = Buffer.alloc(44);
  const bytes = samples.length * 2;
  head.write("RIFF", 0); head.writeUInt32LE(36 + bytes, 4); head.write("WAVEfmt ", 8); head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20); head.writeUInt16LE(1, 22); head.writeUInt32LE(rate, 24); head.writeUInt32LE(2 * rate, 28);
  head.writeUInt16LE(2, 32); head.writeUInt16LE(16, 34); head.write("data", 36); head.writeUInt32LE(bytes, 40);
  writeFileSync(path, Buffer.concat([head, Buffer.from(samples.buffer)]));
  return path;
}

const browser = await openBrowser({ sound: makeWords(join(deployment.folder, "words.wav")) });
const clerk = await Person.signIn(deployment, "clerk1");
const others = [];
for (const account of ["duty1", "director1", "director2", "director3", "director4", "recorder1"])
  others.push(await Person.signIn(deployment, account));
const archivist = await Person.signIn(deployment, "archive1");
const legs = [];
let visit, near;

const moving = (page) => page.evaluate(() => [...document.querySelectorAll("video")]
  .filter((v) => !v.muted && v.srcObject && v.getVideoPlaybackQuality().totalVideoFrames > 5).length);

await test("seven_sides_see_each_other", async () => {
  visit = await openVisit(clerk);
  await others[0].ask("visit.admit", { visit: visit.visit });
  near = await Client.open(browser, deployment, clerk);
  await near.join(visit.visit);
  for (const person of others) {
    const leg = await (legs[0]?.beside(person) ?? Leg.open(browser, deployment, person, LIGHT));
    await leg.join(visit.visit, 6);
    legs.push(leg);
  }
  await waitFor("the village sees six", async () => await moving(near.page) === 6, 60000);
  for (const leg of legs) await leg.sees("a side that sees the others", 60000);
  await shot(near.page, "call-seven");
});

await test("whoever_speaks_becomes_the_large_picture", async () => {
  await near.page.getByRole("button", { name: "关闭麦克风" }).click();
  const tile = (name) => near.page.locator(".tile", { hasText: name });
  for (const [i, name] of [[4, "director4"], [1, "director1"]]) {
    for (const leg of legs)
      await others[0].ask("visit.mute", { visit: visit.visit, leg: leg.joined.leg, muted: leg !== legs[i] });
    const { staff } = await others[i].ask("session.get");
    await tile(staff.name).and(near.page.locator(".large")).and(near.page.locator(".speaks")).waitFor({ timeout: 30000 });
    check(await near.page.getByText("正在发言").count() === 1, `one speaks: ${name}`);
  }
  await shot(near.page, "call-speaker");
});

await test("all_seven_are_in_the_recording", async () => {
  await closeVisit(others[0], visit);
  const { recording } = await filed(deployment, archivist, visit, 120000);
  const { parts } = await playAll(deployment, archivist, recording);
  const found = new Set(parts.flatMap((p) => p.files.filter((f) => /video/.test(f.media)).map((f) => f.leg)));
  check(found.size === 7, `${found.size} legs in the recording`);
});

await browser.close();
await deployment.stop();
finish();
