/* Debian's Firefox, stock, with a fake camera and microphone, driven over WebDriver BiDi. It gathers
 * no loopback candidates, and none at all without a way out: enter a namespace first, with
 * `routed`, and put the media server on its address. */
import { join } from "node:path";
import puppeteer from "puppeteer-core";
import { shots } from "./chromium.mjs";
import { password } from "./deployment.mjs";
import { system } from "./namespace.mjs";
import { keepLegs } from "./senses.mjs";

/* A way out of the namespace, though nobody is there. */
export const routed = () => system("ip route add default dev wan");

/* What plays without a click is as Firefox comes. */
export async function openFirefox() {
  return puppeteer.launch({ browser: "firefox", executablePath: "/usr/bin/firefox-esr", headless: true,
    timeout: 90000, protocolTimeout: 90000, defaultViewport: { width: 1366, height: 768 },
    extraPrefsFirefox: { "media.navigator.streams.fake": true, "media.navigator.permission.disabled": true,
      "intl.accept_languages": "zh-CN" } });
}

/* A person with cookies of their own; what goes wrong on the page is kept. */
export async function openPage(firefox, deployment) {
  const page = await (await firefox.createBrowserContext()).newPage();
  page.setDefaultTimeout(30000);
  page.troubles = [];
  page.on("pageerror", (e) => page.troubles.push(String(e)));
  page.on("console", (m) => m.type() === "error" && page.troubles.push(m.text()));
  await page.evaluateOnNewDocument(keepLegs);
  await page.goto(deployment.url, { waitUntil: "load" });
  return page;
}

export async function signIn(page, account) {
  await page.waitForSelector("form input[type=password]");
  const [name, secret] = await page.$$("form input");
  await name.type(account);
  await secret.type(password);
  await secret.press("Enter");
  await page.waitForSelector("form input[type=password]", { hidden: true });
}

/* The button or link with these words. */
export const press = async (page, words) =>
  (await page.waitForSelector(`xpath/.//*[self::button or self::a][normalize-space()="${words}"]`)).click();

export const shotOf = (page, name) => page.screenshot({ path: join(shots, `${name}.png`) });
