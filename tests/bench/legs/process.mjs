/* What a running process has cost: CPU of all its threads, memory. */
import { spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/* Microseconds on a CPU since its start, of the threads that are there; the kernel counts in
 * nanoseconds here, in ticks of 10 ms in /proc/PID/stat. */
export function cpuUs(pid) {
  let ns = 0;
  for (const task of readdirSync(`/proc/${pid}/task`)) {
    try {
      ns += Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, "utf8").split(" ")[0]);
    } catch {
      continue; /* it ended just now */
    }
  }
  return ns / 1000;
}

/* Resident memory that belongs to it alone, kB. */
export function memoryKb(pid) {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  return [...rollup.matchAll(/^Private_\w+:\s+(\d+) kB/gm)].reduce((sum, m) => sum + Number(m[1]), 0);
}

const children = new Set();
const folders = new Set();
process.once("exit", () => {
  children.forEach((child) => child.kill("SIGKILL"));
  folders.forEach((folder) => rmSync(folder, { recursive: true, force: true }));
});

/* A folder that is gone when we are. */
export function temporary(name) {
  const folder = mkdtempSync(join(tmpdir(), `xinqiao-${name}-`));
  folders.add(folder);
  return folder;
}

/* A child that does not outlive us; what it says goes to this file. */
export function start(program, args, log) {
  const fd = openSync(log, "a");
  const child = spawn(program, args, { stdio: ["ignore", fd, fd] });
  closeSync(fd);
  children.add(child);
  child.once("exit", () => children.delete(child));
  return child;
}

/* Ends a child and waits. */
export async function end(child, signal = "SIGTERM") {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once("exit", done));
  child.kill(signal);
  const timer = setTimeout(() => child.kill("SIGKILL"), 5000);
  await gone;
  clearTimeout(timer);
}
