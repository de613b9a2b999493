/* The load generator by hand: so many clients in stages, for so many seconds, against a
 * media server; prints what was sent, received and lost, and the CPU of both sides. */
import { cpuUs, memoryKb } from "./process.mjs";
import { Generator } from "./generator.mjs";
import { Ours } from "./ours.mjs";
import { pause } from "../../lib/deployment.mjs";

const usage = `usage: node tests/bench/legs/legs.mjs [--clients N] [--stage N (clients in one)]
  [--publishers N (of a stage, the others only receive)] [--seconds N] [--profile gcm|cm] [--record]
  [--loss SHARE] [--delay MS] [--frames N] [--packets N] [--bytes N] [--video FILE] [--audio FILE]`;

function options(args) {
  const o = { clients: 6, stage: 6, seconds: 10, profile: "gcm", record: false, generator: [] };
  for (let i = 0; i < args.length; i++) {
    const key = args[i].slice(2);
    if (key === "record") o.record = true;
    else if (["loss", "delay", "frames", "packets", "bytes", "video", "audio"].includes(key)) o.generator.push(args[i], args[++i]);
    else if (["clients", "stage", "publishers", "seconds"].includes(key)) o[key] = Number(args[++i]);
    else if (["profile"].includes(key)) o[key] = args[++i];
    else throw new Error(usage);
  }
  o.publishers ??= o.stage;
  return o;
}

const o = options(process.argv.slice(2));
const generator = new Generator([o.profile, ...o.generator]);
const server = await Ours.start();
try {
  const numbers = [];
  let stage;
  for (let i = 0; i < o.clients; i++) {
    if (i % o.stage === 0) stage = await server.openStage({ record: o.record });
    const joined = await server.join(stage, generator, i, { publishes: i % o.stage < o.publishers, most: o.stage });
    numbers.push(...joined.numbers);
  }
  for (const n of numbers) await generator.moment("open", n);
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
