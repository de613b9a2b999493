/* From asking to join to the first packet of somebody else's media. */
import { pause } from "../../lib/deployment.mjs";
import { line, median, pair } from "./pair.mjs";

const JOINS = 5;

/* They come one after another to a stage in which one publishes. */
async function joins({ server, generator }) {
  const stage = await server.openStage({ record: false });
  const times = [];
  await server.join(stage, generator, 0);
  await generator.moment("open", 0);
  generator.say("send 1");
  for (let n = 1; n <= JOINS; n++) {
    await pause(100);
    const { asked, receives } = await server.join(stage, generator, n);
    times.push((await generator.moment("first", receives) - asked) / 1000);
  }
  generator.say("send 0");
  return median(times);
}

export async function join() {
  await pair(["gcm"], async ([ours, theirs]) => {
    line("join", await joins(ours), await joins(theirs), "ms", `from asking to the first packet received, median of ${JOINS}`);
  });
}
