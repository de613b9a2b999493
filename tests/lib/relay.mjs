/* The way of one client, to be cut and joined again: a UDP relay before the media server and a TCP
 * relay before the broker. A cut way swallows datagrams; its TCP connections stand still, or are
 * dropped when it is broken. Loopback. */
import { createSocket } from "node:dgram";
import { connect, createServer } from "node:net";

const bind = (socket) => new Promise((done) => socket.bind(0, "127.0.0.1", done));

export class MediaWay {
  #out = new Map(); /* by the client's port: { socket, ready } */
  isCut = false;

  static async open(serverPort) {
    const way = new MediaWay();
    way.serverPort = serverPort;
    way.socket = createSocket("udp4");
    await bind(way.socket);
    way.port = way.socket.address().port;
    way.socket.on("message", (bytes, from) => way.#up(bytes, from.port));
    return way;
  }

  #up(bytes, port) {
    if (this.isCut) return;
    const out = this.#out.get(port) ?? this.#add(port);
    out.ready.then(() => out.socket.send(bytes, this.serverPort, "127.0.0.1"));
  }

  #add(port) {
    const socket = createSocket("udp4");
    const out = { socket, ready: bind(socket) };
    socket.on("message", (bytes) => {
      if (!this.isCut) this.socket.send(bytes, port, "127.0.0.1");
    });
    this.#out.set(port, out);
    return out;
  }

  /* The page finds the relay where the answer names the server. */
  async lead(context) {
    await context.addInitScript(([from, to]) => {
      const set = RTCPeerConnection.prototype.setRemoteDescription;
      RTCPeerConnection.prototype.setRemoteDescription = function (answer) {
        return set.call(this, { type: answer.type, sdp: answer.sdp.replaceAll(` ${from} typ host`, ` ${to} typ host`) });
      };
    }, [this.serverPort, this.port]);
  }

  close() {
    this.socket.close();
    for (const { socket } of this.#out.values()) socket.close();
  }
}

export class BrokerWay {
  #pairs = new Set();
  isBroken = false;

  static async open(serverPort) {
    const way = new BrokerWay();
    way.server = createServer((client) => way.#take(client, serverPort));
    await new Promise((done) => way.server.listen(0, "127.0.0.1", done));
    way.url = `http://localhost:${way.server.address().port}`;
    return way;
  }

  #take(client, serverPort) {
    if (this.isBroken) return void client.destroy();
    const server = connect(serverPort, "127.0.0.1");
    const pair = [client, server];
    this.#pairs.add(pair);
    for (const [from, to] of [pair, [server, client]]) {
      from.on("data", (bytes) => to.write(bytes));
      from.on("error", () => {});
      from.on("close", () => {
        to.destroy();
        this.#pairs.delete(pair);
      });
    }
  }

  /* Nothing goes through, and nobody is told. */
  cut() {
    for (const pair of this.#pairs) for (const socket of pair) socket.pause();
  }

  join() {
    this.isBroken = false;
    for (const pair of this.#pairs) for (const socket of pair) socket.resume();
  }

  /* Every connection ends, new ones are refused. */
  break() {
    this.isBroken = true;
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy();
  }

  close() {
    this.break();
    this.server.close();
  }
}
