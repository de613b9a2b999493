/* Every address of a page opened cold, as by reload, bookmark or a link in a message: signed in it
 * is the page, signed out it is the sign-in and then the page. */
import { check, finish, test } from "../lib/check.mjs";
import { openBrowser, openPerson, signIn } from "../lib/chromium.mjs";
import { Deployment } from "../lib/deployment.mjs";
import { routes } from "../lib/routes.mjs";
import { Person } from "../lib/rpc.mjs";
import { openVisit } from "../lib/visit.mjs";

const RECORDING = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

const deployment = await Deployment.start();
const browser = await openBrowser();
const { visit } = await openVisit(await Person.signIn(deployment, "clerk1"));
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

await test("a_link_to_a_recording_leads_there_after_the_sign_in", async () => {
  const page = await openPerson(browser, deployment);
  await page.goto(`${deployment.url}/recordings/${RECORDING}`);
  await signIn(page, "archive1");
  await page.getByRole("heading", { name: "打开录像的用途" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "打开录像的用途" }).waitFor();
  await page.context().close();
});

await browser.close();
await deployment.stop();
finish();
