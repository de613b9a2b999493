/* Wrong passwords lock an account for the place that they come from, and nobody else out. Each test has
 * a broker of its own: an address may ask thirty times at once. */
import { check, finish, test } from "../../lib/check.mjs";
import { Deployment, password } from "../../lib/deployment.mjs";

let deployment = await Deployment.start({}, { media: false });

function signIn(account, secret, headers = {}) {
  const here4 = `http://127.0.0.1:${deployment.ports.http}`;
  return fetch(`${here4}/session`, { method: "POST", body: JSON.stringify({ account, password: secret }),
    headers: { "content-type": "application/json", origin: here4, ...headers } });
}

/* The cookies that an answer sets. */
const cookiesOf = (reply) => reply.headers.getSetCookie().map((one) => one.split(";")[0]);

await test("a device that was signed in on before is not locked out, but has to wait", async () => {
  const first = await signIn("director1", password);
  const device = cookiesOf(first).find((one) => /^xinqiao_device=[\w-]{43}$/.test(one));
  check(device, JSON.stringify(cookiesOf(first)));
  const here = { cookie: device };
  for (let i = 0; i < 5; i++) await signIn("director1", `wrong ${i}`);
  check((await signIn("director1", password)).status === 423, "whoever comes without the device is locked");
  check((await signIn("director1", password, here)).status === 200, "the known device gets in");
  for (let i = 0; i < 5; i++) check((await signIn("director1", `wrong ${i}`, here)).status === 401, `try ${i}`);
  const waits = await signIn("director1", password, here);
  check(waits.status === 429 && (await waits.json()).error.word === "too_many", waits.status);
  await new Promise((done) => setTimeout(done, 2100));
  check((await signIn("director1", password, here)).status === 200, "after the pause it gets in");
  for (let i = 0; i < 5; i++) await signIn("director2", `wrong ${i}`, here);
  check((await signIn("director2", password, here)).status === 423, "of another account the device is unknown");
});

await deployment.stop();
deployment = await Deployment.start({ broker: { "visit.lock": "45min" } }, { media: false });

await test("wrong passwords side by side lock before the right one behind them is let in", async () => {
  const tries = [...Array(9).keys()].map((i) => signIn("archive1", `wrong ${i}`));
  await new Promise((done) => setTimeout(done, 150)); /* they were looked up while nothing was locked */
  const right = await signIn("archive1", password);
  const replies = await Promise.all(tries);
  const all = replies.map(({ status }) => status);
  check(all.filter((status) => status === 401).length === 4, JSON.stringify(all));
  const { error } = await right.json();
  check(right.status === 423 && error.word === "locked", right.status);
  /* As it is set here, in a form that any language can say. */
  const minutes = { name: "minutes", number: 45 };
  check(error.why === "account_locked" && JSON.stringify(error.arguments) === JSON.stringify([minutes]) &&
    error.say.includes("45 分钟"), JSON.stringify(error));
  const wrong = (await replies.find(({ status }) => status === 401).json()).error;
  check(wrong.why === "password_wrong" &&
    JSON.stringify(wrong.arguments) === JSON.stringify([{ name: "n", number: 5 }, minutes]), JSON.stringify(wrong));
});

await deployment.stop();
finish();
