/* What the other side is told, and how soon: a closed tab, a killed tab, a cut line. Live words have
 * an age and are grey past it; a camera that is off and a microphone that is off are no loss. */
import { check, finish, test } from "../lib/check.mjs";
import { openBrowser, shot } from "../lib/chromium.mjs";
import { Deployment, pause, waitFor } from "../lib/deployment.mjs";
import { BrokerWay, MediaWay } from "../lib/relay.mjs";
import { Person } from "../lib/rpc.mjs";
import { keepLegs } from "../lib/senses.mjs";
import { Client, openVisit } from "../lib/visit.mjs";

const WITHIN_MS = 2000;
const STILL = /起没有画面和声音/;

const deployment = await Deployment.start();
const browser = await openBrowser();
const clerk = await Person.signIn(deployment, "clerk1");
const official = await Person.signIn(deployment, "duty1");
const media = await MediaWay.open(deployment.ports.media);
const broker = await BrokerWay.open(deployment.ports.http);
const visit = await openVisit(clerk);
await official.ask("visit.admit", { visit: visit.visit });
const far = await Client.open(browser, deployment, official);
let near;

/* The village's page, over its own ways, with a script of the test's own. */
async function comeIn(script) {
  near = await Client.open(browser, { url: broker.url }, clerk);
  await media.lead(near.context);
  if (script) await near.context.addInitScript(script);
  await near.join(visit.visit);
  await near.sees("the village sees");
  await far.sees("the office sees");
  await waitFor("both are told as live", async () => (await words(far)).every((word) => /已接入/.test(word)), 15000);
}

/* What stands beside each seat. */
const words = (client) => client.page.locator(".seats li").allInnerTexts();
const light = (client) => client.page.locator(".light");

/* How long it takes until it holds, looked at often. */
async function soon(what, holds) {
  const from = performance.now();
  await waitFor(what, holds, 10000);
  const ms = Math.round(performance.now() - from);
  console.log(`     ${what}: ${ms} ms`);
  check(ms <= WITHIN_MS, `${what} took ${ms} ms`);
}

const says = (client, text) => async () => (await words(client)).some((word) => text.test(word));

await test("a_camera_and_a_microphone_that_are_off_are_no_loss", async () => {
  await far.join(visit.visit);
  await comeIn(keepLegs);
  await near.page.getByRole("button", { name: "关闭画面" }).click();
  await near.page.getByRole("button", { name: "关闭麦克风" }).click();
  for (let i = 0; i < 20; i++) {
    await pause(250);
    const now = await words(far);
    check(now.every((word) => !STILL.test(word) && !/中断|不明/.test(word)), now.join("; "));
  }
  await far.page.getByText("对方关闭了画面").waitFor();
  await shot(far.page, "call-camera-off");
  await near.page.getByRole("button", { name: "打开画面" }).click();
  await far.page.getByText("对方关闭了画面").waitFor({ state: "detached" });
  check(await light(near).evaluate((at) => at.classList.contains("on")), "recording is said, and not in grey");
});

const FROZEN = /画面从 \d\d:\d\d:\d\d 起停住，声音照常/;

await test("a_picture_that_stands_still_while_sound_goes_on_is_told_within_five_seconds", async () => {
  const camera = await near.page.evaluateHandle(() => window.legs.at(-1).getSenders().find((one) => one.track?.kind === "video"));
  const track = await camera.evaluateHandle((at) => at.track);
  await camera.evaluate((at) => at.replaceTrack(null)); /* a camera that hangs: nobody said that it is off */
  const from = performance.now();
  const told = far.page.locator(".tile", { hasText: FROZEN });
  await told.waitFor({ timeout: 10000 });
  const ms = Math.round(performance.now() - from);
  console.log(`     the office is told: ${ms} ms`);
  await shot(far.page, "call-frozen");
  check((await words(far)).every((word) => /已接入/.test(word) && !STILL.test(word)), "sound goes on, nobody is lost");
  await camera.evaluate((at, back) => at.replaceTrack(back), track);
  await told.waitFor({ state: "detached" });
  check(ms <= 5000, `told after ${ms} ms`);
});

/* One cut; null, or what was late. */
async function cutOnce() {
  media.isCut = true;
  broker.cut();
  const told = await Promise.allSettled([
    soon("the office is told", says(far, STILL)),
    soon("the village's own words are grey", async () => /现在不明/.test(await light(near).innerText())),
  ]);
  const red = await light(near).evaluate((at) => at.classList.contains("on"));
  const own = await words(near);
  await shot(near.page, "call-not-known");
  await shot(far.page, "call-still");
  media.isCut = false;
  broker.join();
  check(!red, "the recording word is grey");
  check(own.every((word) => /现在不明/.test(word)), own.join("; "));
  await waitFor("all is live again", async () => (await words(near)).every((word) => /已接入/.test(word) && !/不明/.test(word)), 20000);
  check(await light(near).evaluate((at) => at.classList.contains("on")), "recording is said again");
  return told.find((one) => one.reason)?.reason ?? null;
}

await test("cuts_are_told_at_both_ends_within_two_seconds", async () => {
  const wrong = [];
  for (let cut = 0; cut < 3; cut++) wrong.push(await cutOnce());
  const late = wrong.filter(Boolean);
  if (late.length > 1) throw late[0]; /* one of three: the machine was busy elsewhere */
});

await test("a_killed_tab_is_told_within_two_seconds", async () => {
  const crashed = new Promise((done) => near.page.once("crash", done));
  near.page.goto("chrome://crash").catch(() => {});
  await crashed;
  try {
    await soon("the office is told", says(far, STILL));
  } finally {
    await near.close();
  }
});

await test("a_closed_tab_is_told_within_two_seconds", async () => {
  await comeIn();
  await near.page.evaluate(() => location.assign("about:blank"));
  try {
    await soon("the office is told", says(far, /未接入/));
    check(!(await words(far)).some((word) => STILL.test(word)), "it is gone, not lost");
  } finally {
    await near.close();
  }
});

await test("who_has_no_camera_is_told_so_at_both_ends_and_is_heard", async () => {
  near = await Client.open(browser, { url: broker.url }, clerk);
  await near.context.addInitScript(() => {
    const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = (wanted) => wanted.video ?
      Promise.reject(new DOMException("none", "NotFoundError")) : real(wanted);
  });
  await near.join(visit.visit);
  await near.page.getByText("没有找到摄像头").waitFor();
  await far.page.getByText("没有画面，只有声音").waitFor();
  check((await words(far)).every((word) => /已接入/.test(word)), (await words(far)).join("; "));
  await shot(near.page, "call-no-camera");
  await shot(far.page, "call-no-picture");
});

await test("signing_out_in_a_call_asks_first", async () => {
  await near.page.getByRole("button", { name: "退出", exact: true }).click();
  const dialog = near.page.getByRole("dialog");
  await dialog.getByText("您正在接访中").waitFor();
  await shot(near.page, "call-sign-out");
  await dialog.getByRole("button", { name: "先不办" }).click();
  check((await words(near)).length === 2, "the call goes on");
  await near.page.getByRole("button", { name: "退出", exact: true }).click();
  await dialog.getByRole("button", { name: "离开通话并退出" }).click();
  await near.page.getByLabel("密码").waitFor();
  await soon("the office is told", says(far, /未接入/));
});

/* Longer than endAfter of cause.ts, and a round of tries. */
const END_MS = 50000;

await test("recovering_has_an_end_with_a_cause_and_a_next_step_in_both_languages", async () => {
  await far.page.getByText("对方还没有接入").waitFor();
  await deployment.end("media");
  await far.page.getByText("正在自动恢复").waitFor();
  const stuck = far.page.locator(".returning", { has: far.page.getByRole("button") });
  await stuck.waitFor({ timeout: END_MS });
  check(/中心的视频服务暂时不能接通.*请过一会儿再试.*马上再试/s.test(await stuck.innerText()), await stuck.innerText());
  check(!await far.page.getByText("正在自动恢复").count(), "nobody says that it recovers by itself");
  await shot(far.page, "call-stuck");
  await far.page.getByRole("button", { name: "English" }).click();
  await far.page.locator("html[lang=en]").waitFor();
  check(/The video service of the centre cannot take the call for now.*try again in a while.*Try now/s
    .test(await stuck.innerText()), await stuck.innerText());
  await shot(far.page, "call-stuck-en");
  await deployment.startMedia();
  await far.page.getByRole("button", { name: "Try now" }).click();
  await stuck.waitFor({ state: "detached", timeout: 20000 });
  await waitFor("it is connected again", async () => (await words(far)).some((word) => /\bconnected/.test(word) &&
    !/not connected/.test(word)), 15000);
});

await browser.close();
media.close();
broker.close();
await deployment.stop({ keep: Boolean(process.env.KEEP) });
finish();
