/* The pages of those who run and watch the house, by clicking: media servers and links, the table
 * of nodes with its faults, the audit chain, a recording verified by the auditor. */
import AxeBuilder from "@axe-core/playwright";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { check, finish, test } from "../lib/check.mjs";
import { openBrowser, openPerson, shot, signIn } from "../lib/chromium.mjs";
import { Deployment, waitFor } from "../lib/deployment.mjs";
import { filed } from "../lib/recordings.mjs";
import { Person } from "../lib/rpc.mjs";
import { Client, closeVisit, openVisit } from "../lib/visit.mjs";

const deployment = await Deployment.start();
const browser = await openBrowser();
const clerk = await Person.signIn(deployment, "clerk1");
const official = await Person.signIn(deployment, "duty1");
const archivist = await Person.signIn(deployment, "archive1");
const system = await openPerson(browser, deployment);
const auditor = await openPerson(browser, deployment);
const button = (page, name) => page.getByRole("button", { name }).first();
const people = [];
let visit, recording;

async function accessible(page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const bad = violations.filter((v) => ["serious", "critical"].includes(v.impact));
  check(!bad.length, `axe: ${bad.map((v) => `${v.id} ${v.nodes[0]?.html}`).join("; ")}`);
}

async function bothThemes(page) {
  await accessible(page);
  await button(page, "深色").click();
  await accessible(page);
  await button(page, "浅色").click();
}

await test("the_administrator_sees_servers_and_links_and_takes_one_out", async () => {
  visit = await openVisit(clerk);
  const near = await Client.open(browser, deployment, clerk);
  const far = await Client.open(browser, deployment, official);
  await official.ask("visit.admit", { visit: visit.visit });
  await near.join(visit.visit);
  await far.join(visit.visit);
  await signIn(system, "system1");
  await system.getByRole("link", { name: "通话服务" }).click();
  const row = system.getByRole("row", { name: /demo/ });
  await row.getByText("1 场，最多 200 场").waitFor();
  await row.getByText("正常").waitFor();
  const links = system.getByRole("row", { name: new RegExp(visit.number) });
  await waitFor("both links are told", async () => await links.count() === 2, 20000);
  check(/(良好|一般|较差)/.test(await links.first().innerText()), await links.first().innerText());
  await shot(system, "servers");
  await accessible(system);
  await button(system, "停止接新 demo").click();
  await row.getByText("停止接新", { exact: true }).first().waitFor();
  await button(system, "恢复接新 demo").click();
  await row.getByText("正常").waitFor();
  await closeVisit(official, visit);
  ({ recording } = await filed(deployment, archivist, visit));
});

await test("a_table_of_nodes_with_faults_says_each_line", async () => {
  await system.getByRole("link", { name: "机构" }).click();
  const path = join(deployment.folder, "tree.csv");
  const rows = readFileSync("config/demo/tree.csv", "utf8").trimEnd().split("\n");
  rows[2] = rows[2].replace(/^\d{12}/, "99");
  rows[5] = rows[5].replace(/,\d{12},(\d{4})/, ",999999000000,$1");
  writeFileSync(path, `${rows.join("\n")}\n`);
  await system.locator("input[type=file]").setInputFiles(path);
  await button(system, "导入").click();
  await system.getByText(/第 3 行/).first().waitFor();
  await system.getByText(/第 6 行/).first().waitFor();
  await shot(system, "tree-faults");
  await accessible(system);
});

await test("the_auditor_verifies_a_recording_without_opening_it", async () => {
  await archivist.ask("recording.get", { recording, purpose: "查阅" });
  await signIn(auditor, "audit1");
  await button(auditor, "核验审计链").click();
  await auditor.getByText(/审计链完整/).waitFor();
  const more = () => auditor.getByRole("button", { name: "继续" });
  while (!await auditor.getByRole("button", { name: "核验", exact: true }).count() && await more().count())
    await more().click();
  await auditor.getByRole("button", { name: /^核验(录像|录音录像)?$/ }).first().click();
  await button(auditor, /^核验/).waitFor();
  const form = auditor.locator("form");
  await form.getByRole("button", { name: /核验/ }).click();
  await form.getByText("请填写“用途”").waitFor(); /* a purpose is asked for */
  await form.getByRole("textbox").fill("年度抽查");
  await form.getByRole("button", { name: /核验/ }).click();
  await form.getByText(/✓/).waitFor();
  await shot(auditor, "audit-verified");
  await accessible(auditor);
});

await test("what_was_changed_is_told_in_words", async () => {
  const archive = join(deployment.folder, "archive");
  const film = readdirSync(archive, { recursive: true }).map((name) => join(archive, name))
    .find((path) => path.includes(recording) && path.endsWith(".mp4"));
  const bytes = readFileSync(film);
  bytes[bytes.length >> 1] ^= 1;
  writeFileSync(film, bytes);
  const form = auditor.locator("form");
  await form.getByRole("button", { name: /核验/ }).click();
  await form.getByText(/与封存时不一致/).waitFor();
  await shot(auditor, "audit-changed");
});

await test("a_long_chain_is_read_page_by_page", async () => {
  const other = await Person.signIn(deployment, "clerk2");
  for (let i = 0; i < 110; i++) /* each attempt is an entry */
    await other.refusal("visit.get", { visit: visit.visit });
  await auditor.reload();
  await auditor.getByRole("row").nth(100).waitFor();
  await shot(auditor, "audit-pages");
  await button(auditor, "继续").click();
  await auditor.getByRole("cell", { name: "101", exact: true }).waitFor();
  check(!await auditor.getByRole("cell", { name: "100", exact: true }).count(), "the second page starts at 101");
  await button(auditor, "回到开头").click();
  await auditor.getByRole("cell", { name: "1", exact: true }).waitFor();
});

await test("a_clerk_says_which_level_decides", async () => {
  const page = await openPerson(browser, deployment);
  people.push(page);
  await signIn(page, "clerk1");
  await page.getByRole("link", { name: "发起视频接访" }).click();
  for (const [field, text] of [["姓名", "何春分"], ["联系方式", "10012345679"], ["住址", "鹿鸣社区2组"],
    ["反映的事（一句话）", "演示：公交线路调整"], ["请求、事实和理由", "请增加班次。"]])
    await page.getByLabel(field).fill(text);
  await page.getByLabel("申诉求决").check();
  await button(page, "下一步").click();
  const decides = page.getByLabel("有权处理的一级");
  await decides.waitFor();
  check((await decides.inputValue()) === "990101101000", `the nearest at first: ${await decides.inputValue()}`);
  check(!await page.getByRole("radio", { name: /岚川市/ }).count(), "two levels up may not be asked");
  await decides.selectOption({ label: "青榆区 · 区县" });
  await page.getByRole("radio", { name: /岚川市/ }).first().waitFor();
  await shot(page, "book-decider");
  await accessible(page);
  await page.getByLabel("青榆区信访办").check();
  await page.locator("button.time:not([disabled])").first().click();
  await button(page, "下一步").click();
  await page.getByText("有权处理", { exact: true }).waitFor();
  await button(page, "确认预约").click();
  await page.getByText("已经约好").waitFor();
  const { matters } = await clerk.ask("matter.find", { text: "公交线路" });
  const { competent } = await clerk.ask("matter.get", { matter: matters[0].matter });
  check(competent === "990101000000", `the matter says who decides: ${competent}`);
});

await test("a_supervisor_looks_at_matters_and_cannot_open_a_recording", async () => {
  const page = await openPerson(browser, deployment);
  people.push(page);
  await signIn(page, "watch1");
  await page.getByLabel("事项编号或标题").fill("公交线路");
  await button(page, "查找").click();
  await page.getByRole("button", { name: /打开 演示：公交线路调整/ }).click();
  await page.getByRole("heading", { name: "历次接访" }).waitFor();
  await page.getByText("已预约").waitFor();
  await shot(page, "supervise");
  await bothThemes(page);
  await page.getByRole("link", { name: "录像查阅" }).click();
  await page.getByText(/找到 \d+ 件/).waitFor();
  check(!await page.getByRole("link", { name: /^打开/ }).count(), "no recording can be opened");
});

await test("a_security_administrator_sees_the_rights_that_hold", async () => {
  const page = await openPerson(browser, deployment);
  people.push(page);
  await signIn(page, "secure1");
  const row = page.getByRole("row", { name: /核验审计链/ });
  await row.waitFor();
  check((await row.innerText()).match(/✓/g)?.length === 1, "the auditor alone verifies the chain");
  const acts = await page.getByRole("rowheader").allInnerTexts();
  check(acts.length > 20 && acts.every((one) => !/[a-z]/i.test(one)), `acts in Chinese: ${acts}`);
  await shot(page, "rights");
  await bothThemes(page);
  await button(page, "English").click();
  await page.getByRole("heading", { name: "Rights" }).waitFor();
  check(!/[\u4e00-\u9fff]/.test(await page.locator("main").innerText()), "no Chinese is left");
  await shot(page, "rights-en");
});

await test("no_page_threw_and_none_asked_another_host", () => {
  const troubles = [system, auditor, ...people].flatMap((p) => p.troubles);
  check(!troubles.length, troubles.join("; "));
});

await browser.close();
await deployment.stop();
finish();
