/* Sentences for people come in the language of who asks, over every door; who does not say which one
 * reads Chinese. Words and arguments are the same in both. */
import { check, finish, test } from "../../lib/check.mjs";
import { Deployment } from "../../lib/deployment.mjs";
import { Person } from "../../lib/rpc.mjs";
import { Socket } from "../../lib/socket.mjs";

const deployment = await Deployment.start({}, { media: false });
const clerk = await Person.signIn(deployment, "clerk1");
const isChinese = (text) => /[\u4e00-\u9fff]/.test(text);

/* The error of one request over a connection that is opened so. */
async function refused(how, method = "visit.get", params = { visit: "x" }) {
  const s = await Socket.open(deployment, { cookie: clerk.cookie, ...how });
  s.send(JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }));
  const { error } = await s.hears("a refusal", (f) => f.error);
  s.close();
  return error;
}

await test("a connection that asks for English hears English, every other one Chinese", async () => {
  const english = await refused({ language: "en-GB,en;q=0.9,zh;q=0.1" });
  check(english.message === "“visit” is no valid identifier. Reload the page and choose again.", english.message);
  check(english.data.say === english.message, english.data.say);
  for (const language of [undefined, "zh-CN,zh;q=0.9,en;q=0.8", "fr", "*"]) {
    const chinese = await refused({ language });
    check(chinese.message === "“visit”不是有效的编号，请刷新页面后重新选择。", `${language}: ${chinese.message}`);
    check(chinese.data.why === english.data.why && chinese.data.word === english.data.word, "the words are the same");
  }
});

await test("a page says in its address which language it is in, whatever the browser likes", async () => {
  check(!isChinese((await refused({ path: "/ws?language=en", language: "zh-CN" })).message), "English");
  check(isChinese((await refused({ path: "/ws?language=zh", language: "en" })).message), "Chinese");
});

await test("an error without a reason has its sentence too", async () => {
  const { message } = await refused({ language: "en" }, "no.such");
  check(message === "This function is not there. Reload the page and try again.", message);
});

await test("a request over plain HTTP is answered in its language", async () => {
  const ask = async (headers) => (await fetch(`${deployment.url}/rpc`, { method: "POST", body: "nonsense",
    headers: { origin: deployment.url, ...headers } })).json();
  const english = await ask({ "accept-language": "en" });
  check(english.error.message === "The request is not complete JSON. Check it and send it again.", english.error.message);
  check(isChinese((await ask({})).error.message), "without the header");
});

await test("signing in, and an address that is none, too", async () => {
  const signIn = async (language) => (await (await fetch(`${deployment.url}/session`, { method: "POST",
    headers: { origin: deployment.url, "accept-language": language },
    body: JSON.stringify({ account: "clerk1", password: "wrong" }) })).json()).error;
  const english = await signIn("en"), chinese = await signIn("zh");
  check(/^Account or password is wrong\..* \d+ failures in a row lock for \d+ minutes\.$/.test(english.say), english.say);
  check(isChinese(chinese.say) && chinese.why === english.why, chinese.say);
  const missing = async (language) => (await fetch(`${deployment.url}/missing.js`,
    { headers: { "accept-language": language } })).text();
  check(await missing("en") === "There is no such page.\n", await missing("en"));
  check(await missing("zh") === "没有这个页面。\n", await missing("zh"));
});

await test("a result with a sentence is in the language as well, and so is what is found in a file", async () => {
  const why = async (language) => {
    const s = await Socket.open(deployment, { cookie: clerk.cookie, language });
    const { targets } = await s.ask("target.list", {});
    s.close();
    return targets.map((one) => one.why ?? "");
  };
  const english = await why("en"), chinese = await why("zh");
  check(english.length === chinese.length && english.some((one) => one), JSON.stringify(english));
  check(english.every((one, i) => !one === !chinese[i] && (!one || one !== chinese[i])), JSON.stringify(english));
  const admin = await Person.signIn(deployment, "system1");
  const { data } = await refused({ language: "en", cookie: admin.cookie }, "tree.import", { csv: "code\n" });
  check(data.faults.length === 1 && data.faults[0].say.startsWith("The first line must be"), JSON.stringify(data));
});

await deployment.stop();
finish();
