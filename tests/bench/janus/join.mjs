/* From asking to join to the first packet of somebody else's media, and to the first picture that a
 * decoder can show: a whole key frame. */
import { pause } from "../../lib/deployment.mjs";
import { line, median, pair } from "./pair.mjs";

const JOINS = process.env.BENCH_ALL ? 9 : 3;
const KEY_MS = 1100; // servers and publishers merge wishes for a key frame in less

/* They come one after another to a stage in which one publishes. */
async function joins({ server, generator }) {
  const stage = await server.openStage({ record: false });
  const times = { first: [], picture: [] };
  await server.join(stage, generator, 0);
  await generator.moment("open", 0);
  generator.say("send 1");
  for (let n = 1; n <= JOINS; n++) {
    await pause(KEY_MS);
    const { asked, receives } = await server.join(stage, generator, n);
    for (const word of ["first", "picture"])
      times[word].push((await generator.moment(word, receives) - asked) / 1000);
  }
  generator.say("send 0");
  return times;
}

export async function join() {
  await pair(["gcm"], async ([ours, theirs]) => {
    const a = await joins(ours), b = await joins(theirs);
    line("join", median(a.first), median(b.first), "ms", `from asking to the first packet received, median of ${JOINS}`);
    line("picture", median(a.picture), median(b.picture), "ms", `from asking to the first whole key frame, median of ${JOINS}`);
  });
}
