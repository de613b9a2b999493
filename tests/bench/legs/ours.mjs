/* xinqiao-media of its own for the load generator, driven as the broker would. */
import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort, root, settings } from "../../lib/deployment.mjs";
import { address } from "./alone.mjs";
import { Broker } from "./broker.mjs";
import { end, start, temporary } from "./process.mjs";
import { offer, transport } from "./sdp.mjs";

export const program = process.env.XINQIAO_MEDIA ?? join(root, "build/run/xinqiao-media");
let lastId = 0;
const newId = () => `01JZ${String(++lastId).padStart(22, "0")}`;

export class Ours {
  name = "ours";

  static async start() {
    const s = new Ours();
    s.folder = temporary("bench");
    const tls = join(s.folder, "tls"), port = await freePort();
    execFileSync(join(root, "config/certificates"), [tls], { stdio: "ignore" });
    s.config = join(s.folder, "media.conf");
    writeFileSync(s.config, settings(program, {
      "media.port": await freePort(), "media.bind": address, "media.address": address, "media.data": join(s.folder, "data"), "media.codecs": "vp8,h264",
      "media.key": join(tls, "media-seal.key"), "media.cert": join(tls, "media-seal.pem"), "media.min_free": "64M",
      "broker.port": port, "broker.ca": join(tls, "ca.pem"), "broker.cert": join(tls, "media.pem"),
      "broker.key": join(tls, "media.key"),
    }));
    s.broker = new Broker(tls, port);
    s.child = start(program, ["--config", s.config], join(s.folder, "media.log"));
    await s.broker.registered;
    return s;
  }

  async openStage({ record }) {
    const stage = { visit: newId(), recording: newId() };
    const { part } = await this.broker.ask("stage.open", { visit: stage.visit, recording: stage.recording, zero: Date.now(), slots: 11,
      video: true, audio: true, record, first_part: 1 });
    if (record !== part > 0) throw new Error(`recording is ${record} and the part ${part}`);
    return stage;
  }

  /* Somebody comes to a stage of at most so many, by one connection for all. The moment of asking
   * is on the monotonic clock. */
  async join(stage, generator, n, { most = 6, publishes = true } = {}) {
    const asked = process.hrtime.bigint();
    const leg = await generator.leg(n, publishes);
    const { answer } = await this.broker.ask("leg.open", { visit: stage.visit, leg: newId(), epoch: 1, seat: "village",
      name: `leg ${n}`, offer: offer(leg, most - 1) });
    generator.peer(n, transport(answer));
    return { asked: Number(asked / 1000n), receives: n };
  }

  /* Clients from `first` on, the first `publishers` of them publish. */
  async fill(stage, generator, { first = 0, clients, publishers = clients }) {
    for (let i = 0; i < clients; i++)
      await this.join(stage, generator, first + i, { most: clients, publishes: i < publishers });
    for (let i = 0; i < clients; i++) await generator.moment("open", first + i);
  }

  async stop(signal) {
    await end(this.child, signal);
    this.broker.close();
  }

  remove() {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
