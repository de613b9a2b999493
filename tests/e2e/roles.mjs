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
let visit, recording;

async function accessible(page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const bad = violations.filter((v) => ["serious", "critical"].includes(v.impact));
  check(!bad.length, `axe: ${bad.map((v) => `${v.id} ${v.nodes[0]?.html}`).join("; ")}`);
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
  check(/网络(良好|一般|较差)/.test(await links.first().innerText()), await links.first().innerText());
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
  await form.getByText("请至少写两个字").waitFor(); /* a purpose is asked for */
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

await test("no_page_threw_and_none_asked_another_host", () => {
  const troubles = [system, auditor].flatMap((p) => p.troubles);
  check(!troubles.length, troubles.join("; "));
});

await browser.close();
await deployment.stop();
finish();
