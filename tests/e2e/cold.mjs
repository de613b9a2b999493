/* Every address of a page opened cold, as by reload, bookmark or a link in a message: signed in it
 * is the page, signed out it is the sign-in and then the page. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { check, finish, test } from "../lib/check.mjs";
import { openBrowser, openPerson, shot, signIn } from "../lib/chromium.mjs";
import { Deployment, root } from "../lib/deployment.mjs";
import { routes } from "../lib/routes.mjs";
import { Person } from "../lib/rpc.mjs";
import { freeSlots, newMatter, openVisit } from "../lib/visit.mjs";

const RECORDING = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

const deployment = await Deployment.start();
const browser = await openBrowser();
const clerk = await Person.signIn(deployment, "clerk1");
const { visit } = await openVisit(clerk);
const known = newMatter();
const pages = routes({ visit, recording: RECORDING });

/* Whatever it says, it is a page of the client: its frame, and a heading or why there is none. */
async function opens(page, address) {
  const reply = await page.goto(`${deployment.url}${address}`);
  check(reply.status() === 200 && reply.headers()["content-type"].startsWith("text/html"),
    `${address}: ${reply.status()} ${reply.headers()["content-type"]}`);
  await page.locator("main h1, main [role=alert]").first().waitFor();
}

await test("signed_out_every_address_is_the_sign_in_or_an_open_page", async () => {
  const page = await openPerson(browser, deployment);
  for (const { address, open } of pages) {
    await opens(page, address);
    const asked = await page.getByLabel("密码").count();
    check(asked === (open ? 0 : 1), `${address}: the sign-in is ${asked ? "" : "not "}shown`);
    check(new URL(page.url()).pathname === address, `${address} stays the address: ${page.url()}`);
  }
  check(!page.troubles.length, page.troubles.join("; "));
  await page.context().close();
});

await test("signed_in_every_address_is_its_page", async () => {
  const page = await openPerson(browser, deployment);
  await signIn(page, "clerk1");
  await page.getByRole("heading", { name: "今天的接访" }).first().waitFor();
  for (const { address } of pages) {
    await opens(page, address);
    check(!await page.getByLabel("密码").count(), `${address}: nobody has to sign in again`);
  }
  check(!page.troubles.length, page.troubles.join("; "));
  await page.context().close();
});

await test("a_page_that_does_not_arrive_is_said_and_opened_again", async () => {
  const page = await openPerson(browser, deployment);
  await signIn(page, "clerk1");
  await page.getByRole("heading", { name: "今天的接访" }).first().waitFor();
  await page.route(/assets\/Book-.*\.js/, (route) => route.abort());
  await page.getByRole("link", { name: "发起视频接访" }).first().click();
  await page.getByRole("alert").getByText("这一页没有取到").waitFor();
  await page.unroute(/assets\/Book-.*\.js/);
  await page.getByRole("link", { name: "重新打开" }).click();
  await page.locator("main h1").waitFor();
  check(new URL(page.url()).pathname === "/book" && !await page.getByText("这一页没有取到").count(), "it is there");
  await page.context().close();
});

await test("a_link_to_a_recording_leads_there_after_the_sign_in", async () => {
  const page = await openPerson(browser, deployment);
  await page.goto(`${deployment.url}/recordings/${RECORDING}`);
  await signIn(page, "archive1");
  await page.getByRole("heading", { name: "打开录像的用途" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "打开录像的用途" }).waitFor();
  await page.context().close();
});

/* What people are called and what they typed has no English. */
const typed = ["staff.csv", "matters.csv"].flatMap((name) =>
  readFileSync(join(root, "config/demo", name), "utf8").split(/[,\n]/)).filter((cell) => /\p{Script=Han}/u.test(cell))
  .sort((a, b) => b.length - a.length);

/* Chinese text of the page that is neither marked as such nor typed by people. */
const chineseOn = async (page, own) => {
  const found = await page.evaluate(() => {
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const lines = [];
    while (walk.nextNode()) {
      const at = walk.currentNode.parentElement;
      if (!at.closest("[lang=zh], script, style, noscript")) lines.push(walk.currentNode.data.trim());
    }
    for (const one of document.querySelectorAll("[aria-label], [title], [placeholder]"))
      if (!one.closest("[lang=zh]")) lines.push(one.ariaLabel ?? "", one.title ?? "", one.placeholder ?? "");
    return lines;
  });
  return found.map((line) => [...own, ...typed].reduce((rest, one) => rest.replaceAll(one, ""), line))
    .filter((line) => /\p{Script=Han}/u.test(line));
};

await test("a_page_in_english_has_no_chinese_but_names_and_what_people_typed", async () => {
  const wrong = new Map();
  for (const account of ["clerk1", "director1", "archive1", "system1", "audit1"]) {
    const page = await openPerson(browser, deployment);
    await signIn(page, account);
    await page.getByLabel("密码").waitFor({ state: "detached" });
    await page.evaluate(() => localStorage.setItem("xinqiao.lang", "en"));
    for (const { address } of pages) {
      await opens(page, address);
      await page.getByText("Reading…").first().waitFor({ state: "detached", timeout: 5000 });
      for (const line of await chineseOn(page, ["中文", known.address, known.subject, known.name, known.request]))
        wrong.set(line, `${account} ${address}: ${line}`);
      if (process.env.SHOTS) await shot(page, `en-${account}-${address.replaceAll("/", "_")}`);
    }
    await page.context().close();
  }
  check(!wrong.size, `\n${[...wrong.values()].join("\n")}`);
});

/* The broker's own sentence is Chinese: the page says its word and arguments. */
await test("an_english_page_says_exactly_what_is_refused", async () => {
  const slot = (await freeSlots(clerk)).at(-1);
  const { visit: later } = await clerk.ask("visit.book", { new_matter: known, unit: slot.unit, from: slot.from });
  const { data } = await clerk.refusal("visit.check_in", { visit: later });
  const { at } = data.arguments[0];
  check(data.why === "check_in_too_early" && data.arguments[0].name === "from" && at < slot.from, JSON.stringify(data));
  const part = (options) => new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Shanghai", ...options }).format(at);
  const when = `${part({ day: "numeric" })} ${part({ month: "long" }).slice(0, 3)} ${part({ year: "numeric" })} ` +
    part({ hour: "2-digit", minute: "2-digit" });
  const page = await openPerson(browser, deployment);
  await signIn(page, "clerk1");
  await page.getByLabel("密码").waitFor({ state: "detached" });
  await page.evaluate(() => localStorage.setItem("xinqiao.lang", "en"));
  await opens(page, `/visit/${later}/check-in`);
  await page.getByRole("button", { name: "The resident is here" }).click();
  const said = page.getByRole("alert").getByText(
    `It is too early to check in: that begins at ${when}. To be heard sooner, move the visit.`, { exact: true });
  await said.waitFor({ timeout: 5000 }).catch(async () =>
    check(false, await page.getByRole("alert").innerText()));
  await page.context().close();
});

await browser.close();
await deployment.stop();
finish();
