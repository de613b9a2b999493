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
/* All of them with BENCH_ALL=1; else one of each kind. */
const loads = process.env.BENCH_ALL ?
  ["gcm", "cm"].flatMap((profile) => [false, true].flatMap((record) => [2, 6, 12].map((clients) => ({ profile, record, clients })))) :
  [{ profile: "gcm", clients: 2 }, { profile: "gcm", clients: 6, record: true }, { profile: "gcm", clients: 12 }, { profile: "cm", clients: 6 }];
for (const { profile, clients, record = false } of loads) await load({ profile, clients, record });
await memory({ stages: 4, clients: 6 });
await join();
await file();
process.exit(0);
