/* A network of its own for one test program: a namespace that reaches nobody, with a public address
 * and a firewall. Needs no rights but to make namespaces. */
import { execFileSync, spawnSync } from "node:child_process";

const INSIDE = "XINQIAO_INSIDE";

/* Browsers take a port below 1024 only from a public address (RFC 5737's pass for one). */
export const address = "203.0.113.7";

export const system = (line) => execFileSync("sh", ["-ec", line], { encoding: "utf8" });

/* The first call runs the program again inside and ends with it; inside it returns. `rules`: of nft,
 * one a line, for the chains `out` and `in`. */
export function enterNamespace(rules) {
  if (!process.env[INSIDE]) {
    const { status } = spawnSync("unshare", ["--user", "--map-root-user", "--net", process.execPath, process.argv[1]],
      { stdio: "inherit", env: { ...process.env, [INSIDE]: "1" } });
    process.exit(status ?? 1);
  }
  system(`ip link set lo up
    ip link add wan type veth peer name far
    ip address add ${address}/24 dev wan
    ip link set wan up
    ip link set far up
    nft add table inet wall
    nft add chain inet wall out '{ type filter hook output priority 0; }'
    nft add chain inet wall in '{ type filter hook input priority 0; }'`);
  for (const rule of rules) system(`nft add rule inet wall ${rule}`);
}

/* How many packets each counting rule has met. */
export const dropped = () => [...system("nft list table inet wall").matchAll(/packets (\d+)/g)].map((m) => Number(m[1]));

/* The path that a page's connection (window.leg) uses. */
export const path = (page) => page.evaluate(async () => {
  const stats = await window.leg.getStats();
  const transport = [...stats.values()].find((s) => s.type === "transport");
  const pair = stats.get(transport.selectedCandidatePairId);
  const [local, remote] = [stats.get(pair.localCandidateId), stats.get(pair.remoteCandidateId)];
  return { type: local.candidateType, protocol: remote.protocol, port: remote.port, relay: local.relayProtocol };
});
