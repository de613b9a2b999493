/* A filed recording is damaged on the disk in every way that somebody might try: recording.verify
 * finds each and says where; whole again, it verifies; each look is in the audit chain. */
import { copyFileSync, cpSync, readFileSync, readdirSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { check, finish, test } from "../lib/check.mjs";
import { openBrowser } from "../lib/chromium.mjs";
import { Deployment, pause } from "../lib/deployment.mjs";
import { filed, playAll } from "../lib/recordings.mjs";
import { Person } from "../lib/rpc.mjs";
import { Client, closeVisit, openVisit } from "../lib/visit.mjs";

const HEADER_BYTES = 91; /* CHAIN_HEADER_BYTES */
const LENGTH_AT = 55; /* of the payload, in the header */
const HASH_BYTES = 32;

const deployment = await Deployment.start();
const browser = await openBrowser();
const clerk = await Person.signIn(deployment, "clerk1");
const official = await Person.signIn(deployment, "duty1");
const archivist = await Person.signIn(deployment, "archive1");
const auditor = await Person.signIn(deployment, "audit1");
let recording, folder, looks = 0;

const verify = async () => {
  looks++;
  return archivist.ask("recording.verify", { recording, purpose: "核对档案是否完整" });
};

/* Where each chunk of a journal begins and ends, by the framing alone. */
function chunksOf(bytes, from) {
  const chunks = [];
  for (let at = from; at < bytes.length;) {
    const end = at + HEADER_BYTES + bytes.readUInt32BE(at + LENGTH_AT) + HASH_BYTES;
    chunks.push({ at, end });
    at = end;
  }
  return chunks;
}

const journal = () => join(folder, "journal.xqj");
const film = () => readdirSync(folder).find((name) => /\.(mp4|webm)$/.test(name));

function flip(path, at) {
  const bytes = readFileSync(path);
  bytes[at] ^= 1;
  writeFileSync(path, bytes);
}

/* The damage is done on the real files; the whole ones come back from a copy afterwards. */
async function damaged(what, expected) {
  const copy = `${folder}.copy`;
  cpSync(folder, copy, { recursive: true });
  await what();
  const { ok, findings } = await verify();
  rmSync(folder, { recursive: true });
  renameSync(copy, folder);
  check(ok === false, "it is not ok");
  const fits = (f) => Object.entries(expected).every(([key, value]) =>
    (typeof value === "function" ? value(f[key]) : f[key] === value));
  check(findings.some(fits), `${JSON.stringify(findings)} has none like ${JSON.stringify(expected)}`);
  check(findings.every((f) => f.part === 1 && f.say), "each names its part and says so in words");
  check((await verify()).ok, "whole again, it verifies");
}

await test("a_recording_is_filed_and_whole", async () => {
  const visit = await openVisit(clerk);
  const near = await Client.open(browser, deployment, clerk);
  const far = await Client.open(browser, deployment, official);
  await official.ask("visit.admit", { visit: visit.visit });
  await near.join(visit.visit);
  await far.join(visit.visit);
  await Promise.all([near.sees("the village's side"), far.sees("the office's side")]);
  await pause(6000);
  await closeVisit(official, visit);
  ({ recording } = await filed(deployment, archivist, visit));
  await playAll(deployment, archivist, recording);
  looks++; /* playAll verified it */
  const archive = join(deployment.folder, "archive");
  folder = readdirSync(archive, { recursive: true }).map((name) => join(archive, name))
    .find((path) => path.includes(recording) && path.endsWith("manifest.json")).slice(0, -"/manifest.json".length);
  check(chunks().length >= 6, `${chunks().length} chunks`);
});

/* The first byte behind the head is where the first whole walk to the end begins. */
function chunks() {
  const bytes = readFileSync(journal());
  for (let from = 100; from < 1000; from++)
    try {
      const found = chunksOf(bytes, from);
      if (found.length > 3 && found.at(-1).end === bytes.length) return found;
    } catch { /* not a length there */ }
  throw new Error("no chunks in the journal");
}

await test("a_flipped_bit_in_the_journal", async () => {
  const third = chunks()[2];
  await damaged(() => flip(journal(), third.at + HEADER_BYTES + 5),
    { file: "journal.xqj", what: "changed", chunk: 3, offset: third.at });
});

await test("a_removed_chunk", async () => {
  const third = chunks()[2];
  await damaged(() => {
    const bytes = readFileSync(journal());
    writeFileSync(journal(), Buffer.concat([bytes.subarray(0, third.at), bytes.subarray(third.end)]));
  }, { file: "journal.xqj", what: "removed", chunk: 3 });
});

await test("two_chunks_in_the_wrong_order", async () => {
  const [, second, third] = chunks();
  await damaged(() => {
    const b = readFileSync(journal());
    writeFileSync(journal(), Buffer.concat([b.subarray(0, second.at), b.subarray(third.at, third.end),
      b.subarray(second.at, second.end), b.subarray(third.end)]));
  }, { file: "journal.xqj", what: "reordered" });
});

await test("a_journal_cut_off", () => damaged(() => truncateSync(journal(), chunks().at(-1).at),
  { file: "journal.xqj", what: (word) => ["truncated", "removed", "changed"].includes(word) }));

await test("a_flipped_bit_in_a_film", async () => {
  const name = film();
  const at = Math.floor(statSync(join(folder, name)).size / 2);
  await damaged(() => flip(join(folder, name), at), { file: name, what: "changed", offset: (o = 0) => o <= at });
});

await test("a_film_that_is_missing", async () => {
  const name = film();
  await damaged(() => rmSync(join(folder, name)), { file: name, what: "missing" });
});

await test("a_file_that_does_not_belong_there", () => damaged(() => copyFileSync(join(folder, film()), join(folder, "leg-other.mp4")),
  { file: "leg-other.mp4", what: "unknown_file" }));

await test("a_changed_manifest", () => damaged(() => {
  const path = join(folder, "manifest.json");
  writeFileSync(path, readFileSync(path, "utf8").replace(/"bytes":\s*(\d)/, (_, digit) => `"bytes":${(Number(digit) + 1) % 9 + 1}`));
}, { what: (word) => ["bad_signature", "changed"].includes(word) }));

await test("a_changed_signature", () => damaged(() => flip(join(folder, "manifest.sig"), 20), { what: "bad_signature" }));

await test("a_part_that_is_gone", () => damaged(() => readdirSync(folder).forEach((name) => rmSync(join(folder, name))),
  { what: "missing" }));

/* Sealed, whole and lying there: only the rows can say that nobody ever filed it. */
await test("a_part_that_was_never_filed", async () => {
  const second = folder.replace(/part-0001$/, "part-0002");
  cpSync(folder, second, { recursive: true });
  const { ok, findings } = await verify();
  rmSync(second, { recursive: true });
  check(ok === false && findings.some((f) => f.part === 2 && f.what === "unfiled" && f.say), JSON.stringify(findings));
  check((await verify()).ok, "without it, it verifies");
});

await test("another_package_beside_a_part", async () => {
  const beside = folder.replace(/part-0001$/, "conflict-0001-1");
  cpSync(folder, beside, { recursive: true });
  const { ok, findings } = await verify();
  rmSync(beside, { recursive: true });
  check(ok === false && findings.some((f) => f.part === 1 && f.what === "unfiled"), JSON.stringify(findings));
});

await test("every_look_is_in_the_audit_chain", async () => {
  const entries = [];
  for (let after = 0; ;) {
    const page = (await auditor.ask("audit.find", { after, limit: 500 })).entries;
    if (!page.length) break;
    entries.push(...page);
    after = page.at(-1).seq;
  }
  const kept = entries.filter((e) => e.act === "recording.verify" && e.role === "archivist");
  check(kept.length === looks, `${kept.length} entries of ${looks} looks`);
  const chain = await auditor.ask("audit.verify", {});
  check(chain.ok && chain.entries >= entries.length, JSON.stringify(chain));
});

await browser.close();
await deployment.stop();
finish();
