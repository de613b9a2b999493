/* CPU a packet for stages of several sizes, and memory of a client. */
import { memoryKb } from "../legs/process.mjs";
import { least, line, pair } from "./pair.mjs";

const TURNS = 2;

async function turns(sides) {
  const results = [[], []];
  for (let i = 0; i < TURNS; i++)
    for (const [k, side] of sides.entries()) results[k].push(await side.turn());
  return results;
}

/* All publish, all receive all others. */
export async function load({ profile, clients, record }) {
  await pair([profile], async (sides) => {
    await Promise.all(sides.map(async ({ server, generator }) =>
      server.fill(await server.openStage({ record }), generator, { clients })));
    const [ours, theirs] = await turns(sides);
    const files = sides[1].server.recordings();
    if (files !== (record ? 2 * clients : 0)) throw new Error(`Janus writes ${files} recordings`);
    const us = (list) => least(list.map((r) => r.us));
    line(`${profile}_${clients}${record ? "_recorded" : ""}`, us(ours), us(theirs), "us",
      `CPU a packet in or out, one stage of ${clients}, ${Math.round(ours[0].perSecond)} packets/s`);
  });
}

/* What a client more costs, of several stages: memory that is there when media flow. */
export async function memory({ stages, clients }) {
  await pair(["gcm"], async (sides) => {
    const before = sides.map((side) => memoryKb(side.pid));
    await Promise.all(sides.map(async ({ server, generator }) => {
      for (let i = 0; i < stages; i++)
        await server.fill(await server.openStage({ record: false }), generator, { first: i * clients, clients });
    }));
    const [ours, theirs] = await turns(sides);
    const each = sides.map((side, k) => (memoryKb(side.pid) - before[k]) / (stages * clients));
    line(`memory`, each[0], each[1], "kB", `a client of ${stages} stages of ${clients}, where media flow`);
    const us = (list) => least(list.map((r) => r.us));
    line(`stages_${stages}`, us(ours), us(theirs), "us",
      `CPU a packet in or out, ${stages} stages of ${clients}, ${Math.round(ours[0].perSecond)} packets/s`);
  });
}
