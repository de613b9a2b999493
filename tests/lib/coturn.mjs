/* A real coturn of its own for one test program, with the secret that it shares with a broker. */
import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { waitFor } from "./deployment.mjs";

const secret = "north-south-0123456789";

async function freePort(ip) {
  const server = createServer();
  await new Promise((done) => server.listen(0, ip, done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

const answers = (port, ip) => new Promise((done) => {
  const socket = connect(port, ip);
  socket.on("connect", () => done(true)).on("error", () => done(false)).on("connect", () => socket.destroy());
});

export class Coturn {
  log = "";

  /* The settings of a broker that uses it are in `settings`. */
  static async start(ip, more = []) {
    const c = new Coturn();
    c.folder = mkdtempSync(join(tmpdir(), "xinqiao-turn-"));
    c.port = await freePort(ip);
    c.url = `turn:${ip}:${c.port}`;
    const file = join(c.folder, "secret"), conf = join(c.folder, "turn.conf");
    writeFileSync(file, `${secret}\n`);
    chmodSync(file, 0o600);
    writeFileSync(conf, ["use-auth-secret", `static-auth-secret=${secret}`, "realm=xinqiao", `listening-ip=${ip}`,
      `relay-ip=${ip}`, `listening-port=${c.port}`, "no-cli", "no-tls", "no-dtls", "log-file=stdout", "simple-log",
      `userdb=${join(c.folder, "db")}`, `pidfile=${join(c.folder, "pid")}`, ...more, ""].join("\n"));
    c.settings = { "turn.urls": `${c.url}, ${c.url}?transport=tcp`, "turn.secret": file, "turn.life": "10min" };
    c.child = spawn("turnserver", ["-c", conf], { cwd: c.folder, stdio: ["ignore", "pipe", "pipe"] });
    for (const out of [c.child.stdout, c.child.stderr]) out.on("data", (text) => { c.log += text; });
    process.on("exit", () => c.child.exitCode === null && c.child.kill("SIGKILL"));
    await waitFor("coturn listens", async () => {
      if (c.child.exitCode !== null) throw new Error(`coturn ended: ${c.log}`);
      return answers(c.port, ip);
    });
    return c;
  }

  async stop() {
    const gone = new Promise((done) => this.child.once("exit", done));
    this.child.kill("SIGKILL");
    await gone;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
