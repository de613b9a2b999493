/* The whole of a booking by keyboard alone, and every role's first page in both themes and both
 * languages without a serious fault of accessibility. */
import AxeBuilder from "@axe-core/playwright";
import { check, finish, test } from "../lib/check.mjs";
import { openBrowser, openPerson, shot, signIn } from "../lib/chromium.mjs";
import { Deployment, password } from "../lib/deployment.mjs";

const deployment = await Deployment.start({}, { media: false });
const browser = await openBrowser();

/* The name that is read out for what has the focus. */
const focused = (page) => page.evaluate(() => {
  const at = document.activeElement;
  if (!at || at === document.body || at.tagName === "MAIN") return "";
  const labels = [...(at?.labels ?? [])].map((l) => l.textContent).join(" ");
  return `${at?.getAttribute("aria-label") ?? ""} ${labels} ${at?.textContent ?? ""}`.replace(/\s+/g, " ").trim();
});

/* Presses Tab until the focus is on it; the focus must be visible there. */
async function tabTo(page, name, most = 120) {
  for (let i = 0; i < most; i++) {
    if ((await focused(page)).includes(name)) {
      const ring = await page.evaluate(() => {
        const style = getComputedStyle(document.activeElement);
        const around = getComputedStyle(document.activeElement.closest("label") ?? document.activeElement);
        return [style, around].some((s) => s.outlineStyle !== "none" || s.boxShadow !== "none");
      });
      check(ring, `the focus is seen on ${name}`);
      return;
    }
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not reach ${name}; the focus is on: ${await focused(page)}`);
}

async function write(page, name, text) {
  await tabTo(page, name);
  await page.keyboard.type(text);
}

async function accessible(page, what) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const bad = violations.filter((v) => ["serious", "critical"].includes(v.impact));
  check(!bad.length, `${what}: ${bad.map((v) => `${v.id} ${v.nodes[0]?.html}`).join("; ")}`);
}

await test("a_clerk_books_by_keyboard_alone", async () => {
  const page = await openPerson(browser, deployment);
  await write(page, "账号", "clerk1");
  await write(page, "密码", password);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "今天的接访" }).first().waitFor();
  await tabTo(page, "发起视频接访");
  await page.keyboard.press("Enter");
  await write(page, "姓名", "何春分");
  await write(page, "联系方式", "10012345679");
  await write(page, "住址", "鹿鸣社区2组");
  await write(page, "反映的事（一句话）", "演示：路灯长期不亮");
  await write(page, "请求、事实和理由", "请尽快修复。");
  await tabTo(page, "申诉求决");
  await page.keyboard.press("Space");
  await tabTo(page, "下一步");
  await page.keyboard.press("Enter");
  await page.getByLabel("青榆区信访办").waitFor();
  await tabTo(page, "信访办");
  for (let i = 0; i < 10 && !(await focused(page)).includes("青榆区信访办"); i++)
    await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  await page.locator("button.time:not([disabled])").first().waitFor();
  const time = (await page.locator("button.time:not([disabled])").first().innerText()).slice(0, 5);
  await tabTo(page, time);
  await page.keyboard.press("Enter");
  await tabTo(page, "下一步");
  await page.keyboard.press("Enter");
  await tabTo(page, "确认预约");
  await page.keyboard.press("Enter");
  await page.getByText("已经约好").waitFor();
  check(!page.troubles.length, page.troubles.join("; "));
});

for (const account of ["clerk1", "duty1", "director1", "archive1", "watch1", "system1", "secure1", "audit1"])
  await test(`the_first_page_of_${account}_is_for_everybody`, async () => {
    const page = await openPerson(browser, deployment);
    await signIn(page, account);
    await page.getByRole("button", { name: "退出" }).waitFor();
    await page.getByRole("heading").first().waitFor();
    await accessible(page, "light");
    await page.getByRole("button", { name: "深色" }).click();
    await accessible(page, "dark");
    await shot(page, `home-${account}-dark`);
    await page.getByRole("button", { name: "English" }).click();
    await page.getByRole("button", { name: "Sign out" }).waitFor();
    await shot(page, `home-${account}-en`);
    const chinese = await page.locator("header").innerText();
    check(!/退出|深色/.test(chinese), `no Chinese words are left: ${chinese}`);
    check(!page.troubles.length, page.troubles.join("; "));
    await page.context().close();
  });

await browser.close();
await deployment.stop();
finish();
