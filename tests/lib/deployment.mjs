/* A deployment of its own for one test program: real broker and media server in a temporary
 * folder, on free ports, with certificates of its own. Killed by pid at the end. */
import { execFileSync, spawn } from "node:child_process";
import { closeSync, fstatSync, mkdtempSync, openSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { fail } from "./check.mjs";

export const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
export const brokerProgram = process.env.XINQIAO_BROKER ?? join(root, "build/run/xinqiao-broker");
const kioskProgram = process.env.XINQIAO_KIOSK ?? join(root, "build/run/xinqiao-kiosk");
export const mediaProgram = process.env.XINQIAO_MEDIA ?? join(root, "build/run/xinqiao-media");

export const password = "Demo-2026-xinqiao";
export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/* By chance below the ports that the system gives to outgoing connections: none of those can take
 * it before the program binds it. Free for UDP as well, as far as TCP tells. */
export async function freePort() {
  for (;;) {
    const server = createServer();
    const port = 12000 + Math.floor(Math.random() * 20000);
    const free = await new Promise((done) => {
      server.once("error", () => done(false));
      server.listen(port, "127.0.0.1", () => done(true));
    });
    await new Promise((done) => server.close(done));
    if (free) return port;
  }
}

/* The program's own printed settings with some values changed; an unknown key is a fault here. */
export function settings(program, changes) {
  const lines = execFileSync(program, ["--print-config"], { encoding: "utf8" }).split("\n");
  const left = new Set(Object.keys(changes));
  let section = "";
  const out = lines.map((line) => {
    section = /^\[(.+)\]/.exec(line)?.[1] ?? section;
    const key = `${section}.${/^(\w+)\s*=/.exec(line)?.[1]}`;
    if (!(key in changes)) return line;
    left.delete(key);
    return `${key.split(".")[1]} = ${changes[key]}`;
  });
  if (left.size) throw new Error(`${program} has no setting ${[...left].join(", ")}`);
  return out.join("\n");
}

export async function waitFor(what, holds, limitMs = 10000) {
  const end = Date.now() + limitMs;
  for (;;) {
    const value = await holds();
    if (value) return value;
    if (Date.now() > end) throw new Error(`did not happen in ${limitMs} ms: ${what}`);
    await pause(50);
  }
}

export class Deployment {
  logFrom = {};
  others = []; /* media servers beside the first */
  kiosks = [];

  /* With media: false the broker alone. */
  static async start(changes = {}, { media = true } = {}) {
    const d = new Deployment();
    d.hasMedia = media;
    d.folder = mkdtempSync(join(tmpdir(), "xinqiao-e2e-"));
    d.ports = { https: await freePort(), http: await freePort(), program: await freePort(), media: await freePort() };
    d.url = `http://localhost:${d.ports.http}`;
    execFileSync(join(root, "config/certificates"), [join(d.folder, "tls")], { stdio: "ignore" });
    d.writeSettings(changes);
    process.on("exit", () => d.kill());
    await d.startBroker();
    if (media) await d.startMedia();
    return d;
  }

  writeSettings(changes) {
    const tls = (name) => join(this.folder, "tls", name);
    writeFileSync(join(this.folder, "broker.conf"), settings(brokerProgram, {
      "link.port": this.ports.https, "link.plain_port": this.ports.http,
      "link.program_port": this.ports.program, "link.cert": tls("broker.pem"),
      "link.key": tls("broker.key"), "link.ca": tls("ca.pem"), "link.web": join(root, "client/web/dist"),
      "visit.check_in_early": "12h", "store.file": join(this.folder, "xinqiao.db"), "store.data_key": join(this.folder, "data.key"),
      "audit.key": join(this.folder, "audit.key"), "audit.heads": join(this.folder, "audit.heads"),
      "archive.folder": join(this.folder, "archive"), "demo.demo": "yes", ...changes.broker,
    }));
    if (this.hasMedia) this.writeMediaSettings("media", this.ports.media, changes.media);
  }

  writeMediaSettings(name, port, changes = {}) {
    const tls = (file) => join(this.folder, "tls", file);
    writeFileSync(join(this.folder, `${name}.conf`), settings(mediaProgram, {
      "media.port": port, "media.data": join(this.folder, name),
      "media.key": tls(`${name}-seal.key`), "media.cert": tls(`${name}-seal.pem`),
      "broker.port": this.ports.program, "broker.ca": tls("ca.pem"),
      "broker.cert": tls(`${name}.pem`), "broker.key": tls(`${name}.key`), ...changes,
    }));
  }

  /* A further media server of this name, registered at a node. */
  async addMedia(name, changes = {}) {
    execFileSync(join(root, "config/certificates"), [join(this.folder, "tls"), `media:${name}`], { stdio: "ignore" });
    this.writeMediaSettings(name, await freePort(), { "media.name": name, ...changes });
    this.others.push(name);
    await this.startMedia(name);
  }

  spawn(program, name, args = []) {
    const log = openSync(join(this.folder, `${name}.log`), "a");
    this.logFrom[name] = fstatSync(log).size;
    const child = spawn(program, ["--config", join(this.folder, `${name}.conf`), ...args],
      { cwd: root, stdio: ["ignore", log, log] });
    closeSync(log);
    return child;
  }

  log(name) {
    return readFileSync(join(this.folder, `${name}.log`), "utf8");
  }

  /* What the running process has said, without those before it. */
  newLog(name) {
    return readFileSync(join(this.folder, `${name}.log`)).subarray(this.logFrom[name]).toString();
  }

  /* A kiosk in a room, with a test picture; what it receives goes into `<name>.mkv`. */
  launchKiosk(room, { name = "kiosk", changes = {} } = {}) {
    const tls = (file) => join(this.folder, "tls", file);
    execFileSync(join(root, "config/certificates"), [join(this.folder, "tls"), `kiosk:${room}`], { stdio: "ignore" });
    writeFileSync(join(this.folder, `${name}.conf`), settings(kioskProgram, {
      "broker.port": this.ports.program, "broker.ca": tls("ca.pem"), "broker.cert": tls(`${room}.pem`),
      "broker.key": tls(`${room}.key`), "show.width": 640, "show.height": 360, "send.width": 320, "send.height": 180, ...changes,
    }));
    this.kiosks.push(name);
    this.relaunchKiosk(name);
  }

  relaunchKiosk(name = "kiosk") {
    this[name] = this.spawn(kioskProgram, name, ["--to", join(this.folder, `${name}.mkv`)]);
  }

  /* Started and not waited for. */
  launch(name) {
    if (name === "broker") this.broker = this.spawn(brokerProgram, name, ["--demo", join(root, "config/demo")]);
    else this[name] = this.spawn(mediaProgram, name);
  }

  async startBroker() {
    this.launch("broker");
    await waitFor("the broker is healthy", async () => {
      if (this.broker.exitCode !== null) throw new Error(`the broker ended:\n${this.log("broker")}`);
      return fetch(`${this.url}/healthz`).then((r) => r.ok, () => false);
    }, 30000);
  }

  async startMedia(name = "media") {
    const before = this.log("broker").split("media.registered").length;
    this.launch(name);
    await waitFor("the media server is registered", () => {
      if (this[name].exitCode !== null) throw new Error(`the media server ended:\n${this.log(name)}`);
      return this.log("broker").split("media.registered").length > before;
    }, 15000);
  }

  /* name: "broker", "media" or that of a further media server. Resolves when the process is gone, with the time of the signal. */
  async end(name, signal = "SIGKILL") {
    const child = this[name];
    if (!child || child.exitCode !== null || child.signalCode !== null) return 0;
    const gone = new Promise((done) => child.once("exit", done));
    child.kill(signal);
    const at = Date.now();
    await gone;
    return at;
  }

  kill() {
    for (const child of ["media", ...this.others, ...this.kiosks, "broker"].map((name) => this[name]))
      if (child && child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
  }

  /* What a sanitizer said of a program, or of a finaliser that it started, fails the run; so does an
   * answer that the interface document does not name. */
  lookForReports() {
    for (const file of readdirSync(this.folder).filter((name) => name.endsWith(".log"))) {
      const log = readFileSync(join(this.folder, file), "utf8");
      const at = log.search(/(ERROR|WARNING): (Address|Leak|Thread)Sanitizer|runtime error:/);
      if (at >= 0) fail(`a sanitizer's report in ${file}`, log.slice(at, at + 3000));
      const odd = /.*wire\.undeclared_error.*/.exec(log);
      if (odd) fail(`an error that broker/wire/refusals.c does not name, in ${file}`, odd[0]);
    }
  }

  async stop({ keep = false } = {}) {
    for (const name of [...this.kiosks, "media", ...this.others]) await this.end(name, "SIGTERM");
    await this.end("broker", "SIGTERM");
    this.lookForReports();
    if (!keep) rmSync(this.folder, { recursive: true, force: true });
  }
}
