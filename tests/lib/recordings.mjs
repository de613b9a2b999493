/* What became of a recording after kills: fetched from the archive, every packet read by ffprobe,
 * losses measured against the instants of the kills. */
import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { check } from "./check.mjs";
import { waitFor } from "./deployment.mjs";

const run = promisify(execFile);

/* Journals and packages of the visit that the media server still keeps. */
export function left(deployment, visit) {
  return ["journal", "package"].flatMap((folder) => {
    try {
      return readdirSync(join(deployment.folder, "media", folder, visit)).filter((name) => !name.endsWith(".filed"));
    } catch (error) {
      if (error.code !== "ENOENT") throw error; /* it goes when nothing is left in it */
      return [];
    }
  });
}

/* Resolves when the archive has everything: the recording is filed and nothing is left behind. */
export async function filed(deployment, archivist, visit, limitMs = 60000) {
  return waitFor(`the recording of ${visit.visit} is filed (left: ${left(deployment, visit.visit)})`, async () => {
    if (left(deployment, visit.visit).length) return null;
    const { recordings } = await archivist.ask("recording.find", { number: visit.number });
    return recordings.find((r) => r.state === "filed");
  }, limitMs);
}

/* Packets of each stream of a file; a file that ffprobe finds a fault in is none. */
async function probe(path) {
  const { stdout, stderr } = await run("ffprobe", ["-v", "warning", "-count_packets", "-show_entries",
    "stream=codec_type,nb_read_packets", "-of", "csv=p=0", path]);
  check(!/error|invalid|corrupt|truncat/i.test(stderr), `ffprobe reads ${path}: ${stderr}`);
  const streams = stdout.trim().split("\n").map((line) => line.split(","));
  check(streams.length && streams.every(([, n]) => Number(n) > 0), `every stream of ${path} has packets`);
  return streams.map(([type]) => type);
}

/* The recording as the archive gives it; every media file was read to its last packet. */
export async function playAll(deployment, archivist, recording) {
  const got = await archivist.ask("recording.get", { recording, purpose: "演练核对" });
  const folder = join(deployment.folder, "played", recording);
  mkdirSync(folder, { recursive: true });
  const files = got.parts.flatMap((part) => part.files.filter((f) => /video|audio/.test(f.media))
    .map((file) => ({ part, file, path: join(folder, `${part.part}-${file.name}`) })));
  for (const { file, path } of files) {
    const reply = await archivist.file(file.url);
    check(reply.ok, `${file.name} is answered (${reply.status})`);
    writeFileSync(path, Buffer.from(await reply.arrayBuffer()));
    await probe(path);
  }
  const verified = await archivist.ask("recording.verify", { recording, purpose: "演练核对" });
  check(verified.ok, `the recording verifies: ${JSON.stringify(verified.findings)}`);
  return { ...got, files: files.map((f) => f.file) };
}

/* The part that the media server was writing, as its log says: { part, at }, or null. */
export function partBeingWritten(deployment, visit) {
  const lines = deployment.newLog("media").split("\n").filter((line) => line.includes(visit));
  const last = lines.findLast((line) => /recorder\.part_(started|closed)/.test(line));
  if (!last?.includes("part_started")) return null;
  return { part: Number(/part=(\d+)/.exec(last)[1]), at: Date.parse(last.split(" ")[0]) };
}

/* Numbers of all parts of the visit that the recorder has ever closed. */
export function partsClosed(deployment, visit) {
  const lines = deployment.log("media").split("\n").filter((line) => line.includes(visit));
  return [...new Set(lines.filter((line) => line.includes("recorder.part_closed"))
    .map((line) => Number(/part=(\d+)/.exec(line)[1])))];
}

/* ms between the end of what is kept of the part and the kill that ended it. */
export function lostMs(got, { killedAt, writing }) {
  const part = got.parts.find((p) => p.part === writing.part);
  return killedAt - (part ? got.zero + part.till_ms : writing.at); /* or before its head was whole */
}

/* ms of the leg of which least is kept: with what its browser, on a busy machine, did not send. */
export function lostOfLegMs(got, { killedAt, writing }) {
  const part = got.parts.find((p) => p.part === writing.part);
  const ends = (part?.files ?? []).filter((f) => /video|audio/.test(f.media))
    .map((f) => got.zero + f.offset_ms + f.duration_ms);
  return killedAt - (ends.length < 2 ? writing.at : Math.min(...ends));
}
