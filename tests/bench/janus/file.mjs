/* From a recording to files that play: CPU for each recorded minute of a leg. The pictures and
 * sound are real here, made once by GStreamer. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pause } from "../../lib/deployment.mjs";
import { program } from "../legs/ours.mjs";
import { end, temporary } from "../legs/process.mjs";
import { line, pair } from "./pair.mjs";

const SECONDS = 12, CLIENTS = 6, BITS = 500000;

/* RTP packets framed as the load generator reads them. */
function makeClips(folder) {
  const clip = (name, pipeline) => {
    const file = join(folder, name);
    execFileSync("gst-launch-1.0", ["-q", ...`${pipeline} ! rtpstreampay ! filesink location=${file}`.split(" ")], { stdio: "ignore" });
    return file;
  };
  const size = "video/x-raw,format=I420,width=640,height=360,framerate=25/1";
  return {
    video: clip("video.rtp", `videotestsrc num-buffers=125 pattern=ball ! ${size} ! vp8enc deadline=1 cpu-used=16 keyframe-max-dist=125 `
      + `target-bitrate=${BITS} end-usage=cbr ! rtpvp8pay pt=96 picture-id-mode=2 mtu=1200`),
    audio: clip("audio.rtp", "audiotestsrc num-buffers=250 samplesperbuffer=960 wave=ticks ! audio/x-raw,rate=48000,channels=1 "
      + "! opusenc bitrate=32000 ! rtpopuspay pt=111"),
  };
}

/* Runs it; seconds of CPU of it and all it starts. */
function seconds(command, args) {
  const text = execFileSync("bash", ["-c", 'TIMEFORMAT="%U %S"; { time "$@" >/dev/null 2>&1; } 2>&1', "bash", command, ...args],
    { encoding: "utf8" });
  return text.trim().split(" ").reduce((sum, part) => sum + Number(part), 0);
}

function find(folder, ending) {
  return readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(ending)).map((name) => join(folder, name));
}

/* Seconds that a player finds in all of these. */
function played(files) {
  return files.reduce((sum, file) => sum + Number(execFileSync("ffprobe", ["-v", "error", "-show_entries", "format=duration",
    "-of", "csv=p=0", file], { encoding: "utf8" })), 0);
}

/* One call makes the whole package: a file for each leg, its poster, gap map, manifest, signature. */
function finaliseOurs(server) {
  const used = seconds(program, ["--config", server.config, "--finalise", join(server.folder, "data/journal")]);
  return { used, files: find(join(server.folder, "data/package"), ".webm") };
}

/* A file of sound and one of pictures for each publisher, then one of both without transcoding. */
function finaliseTheirs(server) {
  const files = [];
  let used = 0;
  for (const video of find(server.folder, "-video-1.mjr")) {
    const stem = video.slice(0, video.lastIndexOf("-", video.indexOf("-video-1.mjr") - 1));
    const [audio] = find(server.folder, "-audio-0.mjr").filter((name) => name.startsWith(`${stem}-`));
    used += seconds("janus-pp-rec", [video, `${stem}-v.webm`]) + seconds("janus-pp-rec", [audio, `${stem}-a.opus`]);
    used += seconds("ffmpeg", ["-y", "-i", `${stem}-v.webm`, "-i", `${stem}-a.opus`, "-c", "copy", `${stem}.webm`]);
    files.push(`${stem}.webm`);
  }
  return { used, files: files.filter(existsSync) };
}

async function compare(clips) {
  await pair(["gcm", "--video", clips.video, "--audio", clips.audio], async (sides) => {
    await Promise.all(sides.map(async ({ server, generator }) =>
      server.fill(await server.openStage({ record: true }), generator, { clients: CLIENTS })));
    sides.forEach(({ generator }) => generator.say("send 1"));
    await pause(SECONDS * 1000);
    sides.forEach(({ generator }) => generator.say("send 0"));
    await sides[1].server.closeStages();
    await Promise.all(sides.map(({ server }) => end(server.child)));
    const [ours, theirs] = [finaliseOurs(sides[0].server), finaliseTheirs(sides[1].server)];
    const minutes = [ours, theirs].map(({ files }) => played(files) / 60);
    const least = CLIENTS * SECONDS * 0.8 / 60;
    if (Math.min(...minutes) < least) throw new Error(`recorded ${minutes.map((m) => m.toFixed(2))} minutes, at least ${least} expected`);
    line("file", ours.used / minutes[0], theirs.used / minutes[1], "s",
      `CPU for each recorded minute of a leg, ${CLIENTS} legs of ${SECONDS} s; ours with poster, digests and signature, `
      + "Janus' with janus-pp-rec and ffmpeg joining both files");
  });
}

export async function file() {
  await compare(makeClips(temporary("clips")));
}
