/* Our media server beside Janus in one run: the same clients, the same load, in turns. */
import { enter } from "../legs/alone.mjs";
import { janusMissing } from "../legs/janus.mjs";
import { mostLegs } from "../legs/ours.mjs";
import { file } from "./file.mjs";
import { join } from "./join.mjs";
import { load, memory } from "./load.mjs";

const skip = (why) => {
  console.log(`bench janus_skipped (nothing is compared with Janus: ${why})`);
  process.exit(0);
};

if (janusMissing()) skip(janusMissing());
if (!enter()) skip("no network namespace can be made here");
const sizes = [2, 6, 12].filter((clients) => clients <= mostLegs());
if (!sizes.includes(12)) console.log(`bench janus_12 - (not measured: a stage of xinqiao-media takes ${mostLegs()} legs)`);
for (const profile of ["gcm", "cm"])
  for (const record of [false, true])
    for (const clients of sizes) await load({ profile, clients, record });
await memory({ stages: 4, clients: 6 });
await join();
await file();
process.exit(0);
