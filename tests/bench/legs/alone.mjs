/* A network of the bench's own: the script starts itself again in a network namespace that has the
 * loopback and one address more (Janus offers no address of the loopback). Nothing leaves it. */
import { spawnSync } from "node:child_process";

export const address = "10.99.0.1";

const inside = `ip link set lo up && ip link add alone type veth peer name far && ip link set far up && ip addr add ${address}/24 dev alone && ip link set alone up && exec "$@"`;

/* Returns in the namespace; outside it runs the script there and ends with its status. False: it
 * cannot be made here. */
export function enter() {
  if (process.env.XINQIAO_ALONE) return true;
  const wrap = ["--user", "--map-root-user", "--net", "sh", "-c", inside, "sh"];
  if (spawnSync("unshare", [...wrap, "true"], { stdio: "ignore" }).status !== 0) return false;
  const run = spawnSync("unshare", [...wrap, process.execPath, ...process.argv.slice(1)],
    { stdio: "inherit", env: { ...process.env, XINQIAO_ALONE: "1" } });
  process.exit(run.status ?? 1);
}
