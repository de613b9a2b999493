/* Debian's Chromium with a fake camera and microphone, driven by playwright-core. Each person
 * has a browser context of its own; each run a user-data-dir of its own. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { password, root } from "./deployment.mjs";

export const shots = join(root, "tests/shots");

const fakes = "--use-fake-device-for-media-stream";
const flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
  fakes, "--use-fake-ui-for-media-stream",
  "--allow-loopback-in-peer-connection", "--autoplay-policy=no-user-gesture-required"];

/* What its microphones hear is a short beep now and then, or a WAV file over and over. Of its fake
 * cameras the second sends pictures of depth only, which WebRTC does not take. */
export async function openBrowser({ cameras = 1, sound = "" } = {}) {
  mkdirSync(shots, { recursive: true });
  const args = flags.map((flag) => flag === fakes ? `${flag}=device-count=${cameras}` : flag);
  if (sound) args.push(`--use-file-for-fake-audio-capture=${sound}`);
  return chromium.launch({ executablePath: "/usr/bin/chromium", args });
}

/* A person at an old PC: 1366x768, Chinese, camera allowed. Console errors are kept. */
export async function openPerson(browser, deployment, { locale = "zh-CN" } = {}) {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale,
    timezoneId: "Asia/Shanghai", permissions: ["camera", "microphone"] });
  const page = await context.newPage();
  page.setDefaultTimeout(15000);
  page.troubles = [];
  page.on("pageerror", (e) => page.troubles.push(String(e)));
  page.on("console", (m) => m.type() === "error" && /Content.Security.Policy/i.test(m.text()) && page.troubles.push(m.text()));
  page.on("request", (r) => {
    const url = new URL(r.url());
    if (url.protocol.startsWith("http") && url.hostname !== "localhost")
      page.troubles.push(`a request to another host: ${url.hostname}`);
  });
  await page.goto(deployment.url);
  return page;
}

export async function signIn(page, account) {
  await page.getByLabel("账号").fill(account);
  await page.getByLabel("密码").fill(password);
  await page.getByRole("button", { name: "登录" }).click();
}

export async function shot(page, name) {
  await page.screenshot({ path: join(shots, `${name}.png`) });
}
