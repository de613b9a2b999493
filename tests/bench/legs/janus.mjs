/* Debian's Janus of its own for the load generator: a private configuration in a temporary folder,
 * with the video room and its WebSocket only. One event loop: a thread for each connection, as Janus
 * has it unless told otherwise (JANUS_EVENT_LOOPS=0), costs it half as much again. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort, pause, root } from "../../lib/deployment.mjs";
import { Socket } from "../../lib/socket.mjs";
import { address } from "./alone.mjs";
import { end, start, temporary } from "./process.mjs";
import { answerTo, offer, transport } from "./sdp.mjs";

const program = "/usr/bin/janus";
const loops = Number(process.env.JANUS_EVENT_LOOPS ?? 1);
const second = 500; /* added to a client's number: its connection to receive */
const room = "janus.plugin.videoroom";
const unused = {
  plugins: ["audiobridge", "duktape", "echotest", "lua", "nosip", "recordplay", "sip", "streaming", "textroom", "videocall", "voicemail"],
  transports: ["http", "mqtt", "nanomsg", "pfunix", "rabbitmq"],
};
const off = (kind) => unused[kind].map((name) => `libjanus_${name}.so`).join(",");

/* What is missing for it, as a sentence; "" when all is there. */
export function janusMissing() {
  const lost = [program, "/usr/bin/janus-pp-rec"].filter((path) => !existsSync(path));
  return lost.length ? `${lost.join(" and ")} cannot be found: install Debian's janus and janus-tools` : "";
}

function configuration(folder, port) {
  const tls = (name) => join(folder, "tls", name);
  return {
    "janus.jcfg": `general: { configs_folder = "${folder}"; debug_level = 3; session_timeout = 0; event_loops = ${loops}; server_name = "bench" }
certificates: { cert_pem = "${tls("media.pem")}"; cert_key = "${tls("media.key")}" }
media: { rtp_port_range = "33000-60000" }
nat: { ice_lite = true; ice_tcp = false; nice_debug = false; full_trickle = false; ice_enforce_list = "${address}" }
plugins: { disable = "${off("plugins")}" }
transports: { disable = "${off("transports")}" }
events: { broadcast = false }
`,
    "janus.transport.websockets.jcfg": `general: { json = "compact"; ws = true; ws_port = ${port}; ws_ip = "127.0.0.1"; wss = false }
admin: { admin_ws = false }
`,
    [`${room}.jcfg`]: "general: { }\n",
  };
}

export class Janus {
  name = "janus";
  #last = 0;
  #rooms = 0;
  #handles = [];
  #waiting = new Map();

  static async start() {
    const s = new Janus();
    s.folder = temporary("janus");
    const port = await freePort();
    execFileSync(join(root, "config/certificates"), [join(s.folder, "tls")], { stdio: "ignore" });
    for (const [name, text] of Object.entries(configuration(s.folder, port))) writeFileSync(join(s.folder, name), text);
    s.child = start(program, ["-F", s.folder, "-C", join(s.folder, "janus.jcfg")], join(s.folder, "janus.log"));
    await s.#connect(port);
    return s;
  }

  async #connect(port) {
    for (let i = 0; i < 100 && this.socket?.status !== 101; i++) {
      if (this.child.exitCode !== null) throw new Error(`Janus ended; see ${this.folder}/janus.log`);
      await pause(50);
      this.socket = await Socket.open({ ports: { http: port } }, { origin: null, protocol: "janus-protocol", path: "/" });
    }
    this.socket.onMessage = (message) => this.#hear(message);
    this.session = (await this.#ask({ janus: "create" })).data.id;
    this.alive = setInterval(() => this.socket.send(JSON.stringify({ janus: "keepalive", session_id: this.session, transaction: "0" })), 20000);
    this.control = await this.#attach();
  }

  #hear(message) {
    const waiting = this.#waiting.get(message.transaction);
    if (!waiting || message.janus === "ack") return;
    this.#waiting.delete(message.transaction);
    const data = message.plugindata?.data;
    if (message.janus === "error" || data?.error) waiting.no(new Error(JSON.stringify(message.error ?? data)));
    else waiting.yes(message);
  }

  #ask(message) {
    const transaction = String(++this.#last);
    return new Promise((yes, no) => {
      this.#waiting.set(transaction, { yes, no });
      this.socket.send(JSON.stringify({ ...message, transaction, ...(this.session ? { session_id: this.session } : {}) }));
    });
  }

  async #attach() {
    const handle = (await this.#ask({ janus: "attach", plugin: room })).data.id;
    this.#handles.push(handle);
    return handle;
  }

  async #message(handle, body, jsep) {
    const answer = await this.#ask({ janus: "message", handle_id: handle, body, ...(jsep ? { jsep } : {}) });
    return { ...answer.plugindata.data, sdp: answer.jsep?.sdp };
  }

  /* Recordings of a room lie in its folder. */
  async openStage({ record }) {
    const stage = { room: ++this.#rooms, folder: join(this.folder, `room-${this.#rooms}`), feeds: [] };
    mkdirSync(stage.folder);
    await this.#message(this.control, { request: "create", room: stage.room, publishers: 20, bitrate: 1500000, audiocodec: "opus",
      videocodec: "vp8", record, rec_dir: stage.folder, notify_joining: false, require_pvtid: false });
    return stage;
  }

  /* Somebody comes who publishes by one connection and receives all who publish already by another
   * one. `receives`: the number of that. */
  async join(stage, generator, n) {
    const asked = process.hrtime.bigint();
    const feeds = [...stage.feeds];
    const publishing = this.#publish(stage, generator, n);
    if (feeds.length) await this.#receive(stage, generator, n + second, feeds);
    stage.feeds.push(await publishing);
    return { asked: Number(asked / 1000n), receives: n + second };
  }

  /* Clients from `first` on, the first `publishers` of them publish: each has one connection to
   * publish and one to receive all others. */
  async fill(stage, generator, { first = 0, clients, publishers = clients }) {
    const numbers = [];
    for (let i = 0; i < publishers; i++) {
      stage.feeds.push(await this.#publish(stage, generator, first + i));
      numbers.push(first + i);
    }
    for (let i = 0; i < clients; i++) {
      const feeds = stage.feeds.filter((feed) => feed !== first + i + 1);
      await this.#receive(stage, generator, first + i + second, feeds);
      numbers.push(first + i + second);
    }
    for (const n of numbers) await generator.moment("open", n);
  }

  /* A feed can be received once its connection is open. */
  async #publish(stage, generator, n) {
    const [handle, leg] = await Promise.all([this.#attach(), generator.leg(n, true)]);
    await this.#message(handle, { request: "join", ptype: "publisher", room: stage.room, id: n + 1 });
    const { sdp } = await this.#message(handle, { request: "publish" }, { type: "offer", sdp: offer(leg, 0) });
    generator.peer(n, transport(sdp));
    await generator.moment("open", n);
    return n + 1;
  }

  /* A feed that has just opened on our side may not have on theirs: the last flight of the handshake
   * is under way, or was lost. */
  async #subscribe(handle, body, tries = 100) {
    return this.#message(handle, body).catch(async (error) => {
      if (!tries || !error.message.includes("No such feed")) throw error;
      await pause(20);
      return this.#subscribe(handle, body, tries - 1);
    });
  }

  async #receive(stage, generator, n, feeds) {
    const [handle, leg] = await Promise.all([this.#attach(), generator.leg(n, false)]);
    const { sdp } = await this.#subscribe(handle, { request: "join", ptype: "subscriber", room: stage.room,
      streams: feeds.map((feed) => ({ feed })) });
    await this.#message(handle, { request: "start" }, { type: "answer", sdp: answerTo(leg, sdp) });
    generator.peer(n, { ...transport(sdp), setup: "passive" });
  }

  /* Recordings that grow. */
  recordings() {
    return readdirSync(this.folder, { recursive: true }).filter((name) => name.endsWith(".mjr")).length;
  }

  /* Ends all connections and with them their recordings. */
  async closeStages() {
    for (const handle_id of this.#handles) await this.#ask({ janus: "detach", handle_id });
  }

  async stop(signal) {
    clearInterval(this.alive);
    await end(this.child, signal);
    this.socket.close();
  }

  remove() {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
