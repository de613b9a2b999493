/* What people type is not lost: two windows in the same minutes, a reload while typing, Esc in the
 * dialog that closes, a booking that fails and is tried again, and nothing for the next resident. */
import AxeBuilder from "@axe-core/playwright";
import { check, finish, test } from "../lib/check.mjs";
import { openBrowser, openPerson, shot, signIn } from "../lib/chromium.mjs";
import { Deployment, password, waitFor } from "../lib/deployment.mjs";
import { Person } from "../lib/rpc.mjs";
import { freeSlots, newMatter, openVisit } from "../lib/visit.mjs";

const deployment = await Deployment.start();
const browser = await openBrowser();
const clerk = await Person.signIn(deployment, "clerk1");
const duty = await Person.signIn(deployment, "duty1");
const official = await openPerson(browser, deployment);
const desk = await openPerson(browser, deployment);
const recorder = await openPerson(browser, deployment);
const button = (page, name) => page.getByRole("button", { name, exact: false }).first();
const pad = (page) => page.getByLabel("接访笔录");
const minutesNow = async () => (await duty.ask("minutes.get", { visit: visit.visit })).text;
let visit, second;

async function accessible(page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const bad = violations.filter((v) => ["serious", "critical"].includes(v.impact));
  check(!bad.length, `axe: ${bad.map((v) => `${v.id} ${v.nodes[0]?.html}`).join("; ")}`);
}

/* The name of what has the focus. */
const focused = (page) => page.evaluate(() => [...(document.activeElement?.labels ?? [])]
  .map((label) => label.textContent).join(" "));

/* The field that is written in is not squeezed out by what stands above it. */
async function fieldIsInSight(page) {
  const seen = await page.locator(".pad textarea").evaluate((at) => {
    const { left, top, width } = at.getBoundingClientRect();
    return [8, 96].every((y) => document.elementFromPoint(left + width / 2, top + y) === at);
  });
  check(seen, "the field of the minutes is in sight");
}

/* The same page in the other language, for the eye. */
async function shotBoth(page, name, look = async () => undefined) {
  await look(page);
  await shot(page, name);
  await page.getByRole("button", { name: "English" }).click();
  await page.locator("html[lang=en]").waitFor();
  await look(page);
  await shot(page, `${name}-en`);
  await page.locator("header button[lang=zh-CN]").click();
  await page.locator("html[lang=zh-CN]").waitFor();
}

const isInSight = (page) => page.evaluate(() => {
  const { top, bottom } = document.activeElement.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
});

const textOf = (page) => pad(page).inputValue();

async function enterCall(page, account) {
  await signIn(page, account);
  await page.getByRole("button", { name: "退出" }).waitFor();
  await page.goto(`${deployment.url}/visit/${visit.visit}/call`);
  await pad(page).waitFor();
}

await test("a recorder and the official write at once, lose nothing and see each other", async () => {
  visit = await openVisit(clerk, { video: false, audio: false, share: false });
  await duty.ask("visit.admit", { visit: visit.visit });
  await enterCall(official, "duty1");
  await pad(official).fill("第一行");
  await waitFor("the first line is kept", async () => await minutesNow() === "第一行");
  await enterCall(recorder, "recorder1");
  await waitFor("the recorder has it", async () => await textOf(recorder) === "第一行");
  await pad(recorder).focus();
  await recorder.keyboard.press("Control+Home");
  await Promise.all([
    pad(official).pressSequentially("\n接访人写的一句话，一个字一个字地写。", { delay: 120 }),
    recorder.keyboard.type("记录员在上面写的，也是一个字一个字。\n", { delay: 120 }),
    official.getByText("郑秋分 正在写").waitFor(),
    recorder.getByText("赵大暑 正在写").waitFor(),
  ]);
  await shot(official, "minutes-two");
  await shot(recorder, "minutes-two-recorder");
  const both = "记录员在上面写的，也是一个字一个字。\n第一行\n接访人写的一句话，一个字一个字地写。";
  await waitFor("both are kept", async () => await minutesNow() === both);
  for (const page of [official, recorder])
    await waitFor("both stand on both pages", async () => await textOf(page) === both);
});

await test("the same line changed by both is shown beside, and one is chosen for both", async () => {
  const { version, text } = await duty.ask("minutes.get", { visit: visit.visit });
  await pad(official).fill(text.replace("第一行", "第一行：我改的")); /* saved two seconds later */
  const other = await Person.signIn(deployment, "recorder1");
  await other.ask("minutes.save", { visit: visit.visit, version, marks: [], text: text.replace("第一行", "第一行：他改的") });
  await official.getByText(/两份都已保留/).waitFor();
  const beside = "第一行：他改的\n第一行：我改的";
  check((await textOf(official)).includes(beside), await textOf(official));
  await waitFor("the recorder sees both", async () => (await textOf(recorder)).includes(beside));
  await shotBoth(official, "minutes-beside", fieldIsInSight);
  await accessible(official);
  await button(official, "只留您写的").click();
  const chosen = (now) => now.includes("第一行：我改的") && !now.includes("他改的");
  await waitFor("the other line is gone", async () => chosen(await minutesNow()));
  await waitFor("on the recorder's page too", async () => chosen(await textOf(recorder)));
});

/* A save two seconds after the last letter would be later than this. */
const AT_ONCE_MS = 1500;

await test("what was written is saved when the field is left", async () => {
  const sent = new Promise((done) => recorder.on("websocket", done));
  await recorder.reload({ timeout: 60000 });
  const line = await sent;
  await waitFor("the minutes are there", async () => (await textOf(recorder).catch(() => "")).includes("我改的"), 40000);
  const saved = new Promise((done) => line.on("framesent", ({ payload }) =>
    String(payload).includes("minutes.save") && String(payload).includes("离开就存") && done(performance.now())));
  await pad(recorder).fill(`${await textOf(recorder)}\n离开就存`);
  const left = performance.now();
  await pad(recorder).blur();
  const ms = Math.round(await saved - left);
  check(ms < AT_ONCE_MS, `saved ${ms} ms after the field was left`);
  await waitFor("it is kept", async () => (await minutesNow()).endsWith("离开就存"));
  await waitFor("the official has it", async () => (await textOf(official)).endsWith("离开就存"));
  await recorder.context().close();
});

await test("a reload while typing loses nothing", async () => {
  await pad(official).focus();
  await official.keyboard.press("Control+End");
  await official.keyboard.type("\n刚刚写下就刷新");
  await official.reload({ timeout: 60000 });
  await waitFor("the last words are there", async () =>
    (await pad(official).inputValue().catch(() => "")).endsWith("刚刚写下就刷新"), 40000);
  await waitFor("and kept", async () => (await minutesNow()).endsWith("刚刚写下就刷新"));
});

await test("a word that is being composed is not disturbed by another's save", async () => {
  const client = await official.context().newCDPSession(official);
  await pad(official).focus();
  await official.keyboard.press("Control+End");
  await official.keyboard.press("Enter");
  await client.send("Input.imeSetComposition", { text: "ni", selectionStart: 2, selectionEnd: 2 });
  const { version, text } = await duty.ask("minutes.get", { visit: visit.visit });
  await duty.ask("minutes.save", { visit: visit.visit, version, marks: [], text: `对方加在最前\n${text}` });
  await official.getByText(/正在写/).waitFor();
  await client.send("Input.insertText", { text: "你好" });
  await waitFor("both are kept", async () => {
    const now = await minutesNow();
    return now.startsWith("对方加在最前\n") && now.endsWith("\n你好");
  });
});

await test("esc, not yet, a reload and another who may close find what was drafted", async () => {
  await button(official, "办结").click();
  const dialog = official.getByRole("dialog");
  await dialog.getByLabel("办理结果").selectOption({ label: "限期交办" });
  await dialog.getByLabel("给群众的答复").fill("一周内恢复通行。");
  await button(dialog, "加一项承诺").click();
  await dialog.getByLabel("做什么").fill("恢复机耕路");
  await official.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  await waitFor("the draft is kept", async () =>
    (await duty.ask("closing.get", { visit: visit.visit })).commitments[0]?.act === "恢复机耕路");
  await button(official, "办结").click();
  await dialog.getByLabel("做什么").fill("恢复机耕路和水渠");
  await button(dialog, "先不办").click();
  await dialog.waitFor({ state: "hidden" });
  await waitFor("not yet keeps it too", async () =>
    (await duty.ask("closing.get", { visit: visit.visit })).commitments[0]?.act === "恢复机耕路和水渠");
  await official.reload({ timeout: 60000 });
  await pad(official).waitFor();
  await button(official, "办结").click();
  await waitFor("the reply is there", async () =>
    await dialog.getByLabel("给群众的答复").inputValue() === "一周内恢复通行。");
  check(await dialog.getByLabel("做什么").inputValue() === "恢复机耕路和水渠", "the commitment is there");
  check(await dialog.getByLabel("办理结果").inputValue() === "assigned_with_deadline", "the outcome is there");
});

await test("a commitment without a day is named, in sight and has the focus", async () => {
  const dialog = official.getByRole("dialog");
  await button(dialog, "确认办结").click();
  await dialog.getByText(/第 1 项承诺还不完整/).waitFor();
  await waitFor("the focus is there", () => official.evaluate(() => document.activeElement?.textContent.includes("加一项承诺")));
  check(await isInSight(official), "in sight");
  await button(dialog, "删除第 1 项承诺").click();
  await dialog.getByLabel("办理结果").selectOption({ label: "当场答复" });
});

await test("what another adds to the closing comes in by itself, and who did is said", async () => {
  const dialog = official.getByRole("dialog");
  await waitFor("the outcome is kept", async () =>
    (await duty.ask("closing.get", { visit: visit.visit })).outcome === "answered_on_spot");
  const { version, reply } = await duty.ask("closing.get", { visit: visit.visit });
  await duty.ask("closing.save", { visit: visit.visit, version, outcome: "answered_on_spot",
    reply: `${reply}\n另行赔偿。`, commitments: [] });
  await waitFor("it comes by itself", async () =>
    (await dialog.getByLabel("给群众的答复").inputValue()).endsWith("另行赔偿。"));
  await dialog.getByText(/正在写/).waitFor();
  await shot(official, "close-two");
});

await test("the close files what the broker has, whoever wrote it", async () => {
  const { version, text } = await duty.ask("minutes.get", { visit: visit.visit });
  await duty.ask("minutes.save", { visit: visit.visit, version, marks: [], text: `${text}\n记录员最后一句` });
  const dialog = official.getByRole("dialog");
  await button(dialog, "确认办结").click();
  await official.getByText("本次接访已经结束").waitFor();
  check((await minutesNow()).endsWith("\n你好\n记录员最后一句"), await minutesNow());
  check((await duty.ask("closing.get", { visit: visit.visit })).version === 0, "the draft is gone");
});

const fields = { 姓名: "何春分", 联系方式: "10012345679", 住址: "鹿鸣社区2组", "反映的事（一句话）": "演示：路灯长期不亮" };

async function fillIn(page) {
  for (const [field, text] of Object.entries(fields)) await page.getByLabel(field).fill(text);
}

const shows = (page, text) => page.evaluate((word) => document.body.innerText.includes(word) ||
  [...document.querySelectorAll("input, textarea")].some((one) => one.value.includes(word)), text);

const formOf = (person) => person.ask("booking.get");

await test("what lacks in the first step is named, in sight and has the focus", async () => {
  await signIn(desk, "clerk1");
  await desk.getByRole("link", { name: "发起视频接访" }).click();
  await fillIn(desk);
  await desk.getByLabel("姓名").fill("字".repeat(51));
  await button(desk, "下一步").click();
  await desk.getByText("“姓名”太长（51 字），请缩短到 50 字以内。").waitFor();
  await waitFor("the focus is on the name", async () => await focused(desk) === "姓名");
  check(await isInSight(desk), "in sight");
  await shotBoth(desk, "book-fault");
  await accessible(desk);
  await desk.getByLabel("姓名").fill(fields.姓名);
  await button(desk, "下一步").click();
  await desk.getByText("请填写“请求、事实和理由”。").waitFor();
  await waitFor("the focus is on the request", async () => await focused(desk) === "请求、事实和理由");
});

await test("a form survives a reload at once, and no other clerk sees it", async () => {
  await desk.getByLabel("请求、事实和理由").fill("请修好。");
  await desk.getByLabel("申诉求决").check();
  await desk.reload({ timeout: 60000 });
  await waitFor("the form is there", async () =>
    await desk.getByLabel("请求、事实和理由").inputValue().catch(() => "") === "请修好。");
  check(await desk.getByLabel("姓名").inputValue() === "何春分", "the name is there");
  const other = await formOf(await Person.signIn(deployment, "clerk2"));
  check(!other.key && !other.form, JSON.stringify(other));
});

await test("the form that is opened anew is not shown before it is said whose it is", async () => {
  await desk.getByRole("link", { name: "今天的接访" }).first().click();
  await desk.getByRole("link", { name: "发起视频接访" }).click();
  await desk.getByText("有一份没有填完的预约表").waitFor();
  check(!await shows(desk, "何春分"), "hidden");
  await desk.goto(`${deployment.url}/clerk`);
  await desk.getByRole("link", { name: "发起视频接访" }).click();
  await desk.getByText("有一份没有填完的预约表").waitFor();
  await shotBoth(desk, "book-found");
  await accessible(desk);
  await button(desk, "继续填写").click();
  check(await desk.getByLabel("姓名").inputValue() === "何春分", "the name is there again");
});

await test("one step back and forth keeps the chosen time", async () => {
  await button(desk, "下一步").click();
  await desk.getByLabel("青榆区信访办").check();
  await desk.locator("button.day:not(.none)").last().click(); /* today may have one time left */
  const times = desk.locator("button.time:not([disabled])");
  await times.nth(1).click();
  const chosen = await desk.locator("button.time[aria-pressed=true]").innerText();
  await button(desk, "上一步").click();
  await button(desk, "下一步").click();
  await waitFor("the time is still chosen", async () =>
    await desk.locator("button.time[aria-pressed=true]").innerText().catch(() => "") === chosen);
  await button(desk, "下一步").click();
  await button(desk, "上一步").click();
  await waitFor("and again", async () =>
    await desk.locator("button.time[aria-pressed=true]").innerText().catch(() => "") === chosen);
  await button(desk, "下一步").click();
});

await test("a booking that fails leaves no matter and is tried again from the same form", async () => {
  const { form } = await waitFor("the form is kept", async () => {
    const now = await formOf(clerk);
    return now.form?.step === 3 && now;
  });
  await clerk.ask("visit.book", { new_matter: newMatter(), unit: form.unit, from: form.from });
  await button(desk, "确认预约").click();
  await desk.getByText("最近的空余时间：").waitFor();
  await shot(desk, "book-taken");
  const { matters } = await clerk.ask("matter.find", { text: "路灯长期不亮" });
  check(matters.length === 0, `no matter is left (${matters.length})`);
  await button(desk, "上一步").click();
  await desk.getByText(/已被别人约走/).waitFor();
  await button(desk, "上一步").click();
  await desk.getByLabel("住址").fill("鹿鸣社区3组"); /* nothing is locked */
  await button(desk, "下一步").click();
  await desk.locator("button.time:not([disabled])").first().click();
  await button(desk, "下一步").click();
  await button(desk, "确认预约").click();
  await desk.getByText("已经约好").waitFor();
  check((await clerk.ask("matter.find", { text: "路灯长期不亮" })).matters.length === 1, "one matter");
});

await test("the next resident sees nothing of the one before", async () => {
  check(!(await formOf(clerk)).key, "nothing is kept after the booking");
  await desk.goto(`${deployment.url}/clerk`);
  await desk.getByRole("link", { name: "发起视频接访" }).click();
  await desk.getByLabel("姓名").waitFor();
  check(!await shows(desk, "何春分"), "an empty form after a booking");
  await fillIn(desk);
  await waitFor("the second form is kept", async () => (await formOf(clerk)).form?.name === "何春分");
  second = await openPerson(browser, deployment); /* another device, another resident before it */
  await signIn(second, "clerk1");
  await second.getByRole("link", { name: "发起视频接访" }).click();
  await second.getByText("有一份没有填完的预约表").waitFor();
  check(!await shows(second, "何春分") && !await shows(second, "鹿鸣社区2组"), "not shown before it is said whose turn it is");
  await button(second, "放弃这份表").click();
  await second.getByText("内容已从服务器删除").waitFor();
  check(!await shows(second, "何春分"), "gone");
  check(!(await formOf(clerk)).form, "at the broker too");
});

await test("a window whose form was discarded elsewhere says that it is not kept", async () => {
  await desk.getByLabel("姓名").fill("何春分改");
  await desk.getByText(/在另一个窗口/).waitFor();
  check(!(await formOf(clerk)).form, "it is not kept by itself");
  await button(desk, "保留这一份").click();
  await waitFor("it is kept when asked", async () => (await formOf(clerk)).form?.name === "何春分改");
  await button(desk, "放弃这份表").click();
  await desk.getByText("内容已从服务器删除").waitFor();
});

await test("who signs out at once loses nothing and leaves nothing in the tab", async () => {
  await second.reload();
  await second.getByLabel("姓名").fill("何春分三");
  await second.getByRole("button", { name: "退出" }).click();
  await second.getByLabel("账号").waitFor();
  check((await formOf(clerk)).form?.name === "何春分三", "kept for its clerk");
  check(await second.evaluate(() => sessionStorage.length) === 0, "nothing in the tab");
});

await test("another account beside does not get what this page still writes", async () => {
  await signIn(second, "clerk1");
  await second.getByRole("link", { name: "发起视频接访" }).click();
  await button(second, "继续填写").click();
  const { request } = second.context();
  const headers = { Origin: deployment.url };
  await request.delete(`${deployment.url}/session`, { headers });
  await second.getByText("发起视频接访").first().waitFor({ state: "detached" }).catch(() => undefined);
  const entered = await request.post(`${deployment.url}/session`, { headers, data: { account: "clerk2", password } });
  check(entered.ok(), `clerk2 signs in beside (${entered.status()})`);
  await second.getByLabel("账号").waitFor();
  await second.reload();
  const other = await formOf(await Person.signIn(deployment, "clerk2"));
  check(!other.form, JSON.stringify(other));
  check((await formOf(clerk)).form?.name === "何春分三", "it is still its clerk's");
});

/* What the dialog says, after its button was clicked. */
async function cancel(page, booked) {
  await page.goto(`${deployment.url}/visit/${booked.visit}`);
  await button(page, "取消接访").click();
  const dialog = page.getByRole("dialog");
  await button(dialog, "确认取消").click();
  return dialog;
}

const bookNext = async () => {
  const [slot] = await freeSlots(clerk);
  return clerk.ask("visit.book", { new_matter: newMatter(), unit: slot.unit, from: slot.from });
};

await test("a clerk cancels for a resident without any reason, an office owes one", async () => {
  const [first, other] = [await bookNext(), await bookNext()];
  await cancel(desk, first);
  await desk.getByText("已经取消：请把预约单收回。").waitFor();
  await shot(desk, "visit-cancelled");
  check((await clerk.ask("visit.get", { visit: first.visit })).state === "cancelled", "at the broker");
  const dialog = await cancel(official, other);
  await dialog.getByText("请写明原因。").waitFor();
  check((await clerk.ask("visit.get", { visit: other.visit })).state === "scheduled", "not without a reason");
  await dialog.getByLabel("原因").fill("会议冲突");
  await button(dialog, "确认取消").click();
  await waitFor("cancelled with a reason", async () =>
    (await clerk.ask("visit.get", { visit: other.visit })).state === "cancelled");
});

await test("no page threw", () => {
  const troubles = [official, desk, second].flatMap((page) => page?.troubles ?? []);
  check(!troubles.length, troubles.join("; "));
});

await browser.close();
await deployment.stop({ keep: Boolean(process.env.KEEP) });
finish();
