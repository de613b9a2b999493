/* Debian's Firefox, stock, with a fake camera and microphone, driven over WebDriver BiDi. It gathers
 * no loopback candidates: run it in a namespace (tests/lib/namespace.mjs) with the media server there. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer from "puppeteer-core";
import { password } from "./deployment.mjs";
import { shots } from "./chromium.mjs";

export async function openFirefox({ language = "zh-CN" } = {}) {
  return puppeteer.launch({ browser: "firefox", executablePath: "/usr/bin/firefox-esr", headless: true,
    userDataDir: mkdtempSync(join(tmpdir(), "xinqiao-firefox-")),
    defaultViewport: { width: 1366, height: 768 },
    extraPrefsFirefox: {
      "media.navigator.streams.fake": true, "media.navigator.permission.disabled": true,
      "media.autoplay.default": 0, "media.autoplay.blocking_policy": 0, "intl.accept_languages": language,
      "intl.locale.requested": language, "app.update.auto": false, "network.captive-portal-service.enabled": false,
      "network.connectivity-service.enabled": false, "toolkit.telemetry.enabled": false } });
}

/* A page at the deployment's address; what goes wrong on it is kept. */
export async function openPage(browser, deployment) {
  const page = await browser.newPage();
  page.setDefaultTimeout(30000);
  page.troubles = [];
  page.on("pageerror", (e) => page.troubles.push(String(e)));
  await page.goto(deployment.url, { waitUntil: "load" });
  return page;
}

export async function signIn(page, account) {
  await page.waitForSelector("form input");
  const inputs = await page.$$("form input");
  await inputs[0].type(account);
  await inputs[1].type(password);
  await page.click("form button[type=submit]");
  await page.waitForFunction(() => !document.querySelector("input[type=password]"));
}

export const shotOf = (page, name) => page.screenshot({ path: join(shots, `${name}.png`) });
