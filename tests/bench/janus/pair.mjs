/* Both servers at once, each with a load generator of its own, for one scene; they work in turns. */
import { Generator } from "../legs/generator.mjs";
import { Janus } from "../legs/janus.mjs";
import { Ours } from "../legs/ours.mjs";
import { cpuUs } from "../legs/process.mjs";
import { pause } from "../../lib/deployment.mjs";

const SETTLE_MS = 300, MEASURE_MS = 900;

export const least = (list) => Math.min(...list);
export const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

/* One line of the result. Values: what ours and theirs cost, in this unit. */
export function line(name, ours, theirs, unit, say) {
  console.log(`bench janus_${name} ${(ours / theirs).toFixed(2)} (ours ${ours.toFixed(2)} ${unit}, janus ${theirs.toFixed(2)} ${unit}, `
    + `${say}; aim <= 0.5)`);
}

export class Side {
  static async start(Server, options) {
    const s = new Side();
    s.generator = new Generator(options);
    s.server = await Server.start();
    return s;
  }

  get pid() {
    return this.server.child.pid;
  }

  /* Microseconds of CPU a packet that came in or went out; the share of a CPU; the load. */
  async turn() {
    this.generator.say("send 1");
    await pause(SETTLE_MS);
    const before = { ...(await this.generator.count()), cpu: cpuUs(this.pid) };
    await pause(MEASURE_MS);
    const now = { ...(await this.generator.count()), cpu: cpuUs(this.pid) };
    this.generator.say("send 0");
    const sent = now.sent - before.sent, received = now.received - before.received;
    if (received < sent / 2) throw new Error(`${this.server.name} forwarded ${received} packets of ${sent}`);
    return { us: (now.cpu - before.cpu) / (sent + received), perSecond: (sent + received) / (now.us - before.us) * 1e6 };
  }

  async end() {
    await this.generator.quit();
    await this.server.stop("SIGKILL");
    this.server.remove();
  }
}

/* Runs `scene` with both, and takes them down whatever happens. */
export async function pair(options, scene) {
  const sides = await Promise.all([Ours, Janus].map((Server) => Side.start(Server, options)));
  try {
    return await scene(sides);
  } finally {
    await Promise.all(sides.map((side) => side.end()));
  }
}
