/* The load generator by hand: so many clients in stages, for so many seconds, against our
 * media server or Janus; prints what was sent, received and lost, and the CPU of both sides. */
import { enter } from "./alone.mjs";
import { cpuUs, memoryKb } from "./process.mjs";
import { Generator } from "./generator.mjs";
import { Janus } from "./janus.mjs";
import { Ours } from "./ours.mjs";
import { pause } from "../../lib/deployment.mjs";

const usage = `usage: node tests/bench/legs/legs.mjs [--server ours|janus] [--clients N] [--stage N (clients in one)]
  [--publishers N (of a stage, the others only receive)] [--seconds N] [--profile gcm|cm] [--record]
  [--loss SHARE] [--delay MS] [--frames N] [--packets N] [--bytes N] [--video FILE] [--audio FILE]`;

function options(args) {
  const o = { server: "ours", clients: 6, stage: 6, seconds: 10, profile: "gcm", record: false, generator: [] };
  for (let i = 0; i < args.length; i++) {
    const key = args[i].slice(2);
    if (key === "record") o.record = true;
    else if (["loss", "delay", "frames", "packets", "bytes", "video", "audio"].includes(key)) o.generator.push(args[i], args[++i]);
    else if (["clients", "stage", "publishers", "seconds"].includes(key)) o[key] = Number(args[++i]);
    else if (["server", "profile"].includes(key)) o[key] = args[++i];
    else throw new Error(usage);
  }
  o.publishers ??= o.stage;
  return o;
}

if (!enter()) throw new Error("no network namespace can be made here");
const o = options(process.argv.slice(2));
const generator = new Generator([o.profile, ...o.generator]);
const server = await (o.server === "janus" ? Janus : Ours).start();
try {
  for (let first = 0; first < o.clients; first += o.stage) {
    const clients = Math.min(o.stage, o.clients - first);
    await server.fill(await server.openStage({ record: o.record }), generator,
      { first, clients, publishers: Math.min(clients, o.publishers) });
  }
  generator.say("send 1");
  await pause(1500);
  for (let s = 0; s < o.seconds; s++) {
    const before = { ...(await generator.count()), cpu: cpuUs(server.child.pid) };
    await pause(1000);
    const now = { ...(await generator.count()), cpu: cpuUs(server.child.pid) };
    const seconds = (now.us - before.us) / 1e6, packets = now.sent + now.received - before.sent - before.received;
    console.log(`${now.open} legs, ${Math.round((now.sent - before.sent) / seconds)} sent/s, `
      + `${Math.round((now.received - before.received) / seconds)} received/s, ${now.lost} lost, ${now.nacked} + ${now.asked} asked again, `
      + `server ${((now.cpu - before.cpu) / seconds / 1e4).toFixed(1)} % CPU, ${((now.cpu - before.cpu) / packets).toFixed(2)} us a packet, `
      + `${memoryKb(server.child.pid)} kB; generator ${((now.cpu_us - before.cpu_us) / seconds / 1e4).toFixed(1)} % CPU`);
  }
} finally {
  await generator.quit();
  await server.stop();
  server.remove();
}
