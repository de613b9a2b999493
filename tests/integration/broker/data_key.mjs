/* The data key at the start: a missing or a wrong one is refused with a sentence that says what to
 * do, and no key is ever made beside data. */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { check, finish, test } from "../../lib/check.mjs";
import { Deployment } from "../../lib/deployment.mjs";
import { Person } from "../../lib/rpc.mjs";

const deployment = await Deployment.start({}, { media: false });
const key = join(deployment.folder, "data.key");
const kept = join(deployment.folder, "kept.key");

async function refusedStart() {
  deployment.launch("broker");
  const code = await new Promise((done) => deployment.broker.once("exit", done));
  return { code, log: deployment.newLog("broker") };
}

await deployment.end("broker", "SIGTERM");

await test("without its key the broker does not start and makes none", async () => {
  renameSync(key, kept);
  const { code, log } = await refusedStart();
  check(code === 1, code);
  check(/opening\.bad_key .*why=missing/.test(log), log);
  check(/Put the key file back from the backup/.test(log), log);
  check(!existsSync(key), "a key was made");
});

await test("another key is refused", async () => {
  writeFileSync(key, Buffer.alloc(32, 7), { mode: 0o600 });
  const { code, log } = await refusedStart();
  check(code === 1, code);
  check(/opening\.bad_key .*why=wrong/.test(log) && /not the key that sealed/.test(log), log);
  check(readFileSync(key).equals(Buffer.alloc(32, 7)), "the file was touched");
});

await test("a file that is no key is refused", async () => {
  writeFileSync(key, "short", { mode: 0o600 });
  const { code, log } = await refusedStart();
  check(code === 1 && /opening\.bad_key .*why=unreadable/.test(log), log);
});

await test("with its own key it starts and opens what was sealed", async () => {
  renameSync(kept, key);
  await deployment.startBroker();
  const clerk = await Person.signIn(deployment, "clerk1");
  const { matters } = await clerk.ask("matter.find", { text: "机耕路" });
  check(matters.some((one) => one.petitioner_name === "沈夏至"), JSON.stringify(matters));
});

await deployment.stop();
finish();
