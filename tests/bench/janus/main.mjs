/* Our media server beside Janus in one run: the same clients, the same load, in turns. */
import { enter } from "../legs/alone.mjs";
import { janusMissing } from "../legs/janus.mjs";
import { file } from "./file.mjs";
import { join } from "./join.mjs";
import { load, memory } from "./load.mjs";

const skip = (why) => {
  console.log(`bench janus_skipped (nothing is compared with Janus: ${why})`);
  process.exit(0);
};

if (janusMissing()) skip(janusMissing());
if (!enter()) skip("no network namespace can be made here");
/* Twelve, the most of a hearing, for one profile; for all with BENCH_ALL=1. */
const sizes = (profile, record) => process.env.BENCH_ALL || (profile === "gcm" && !record) ? [2, 6, 12] : [2, 6];
for (const profile of ["gcm", "cm"])
  for (const record of [false, true])
    for (const clients of sizes(profile, record)) await load({ profile, clients, record });
await memory({ stages: 4, clients: 6 });
await join();
await file();
process.exit(0);
