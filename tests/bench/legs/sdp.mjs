/* Session descriptions of the load generator's legs: lines out, the peer's transport in. */
import { address } from "./alone.mjs";

const eol = "\r\n";

function media(leg, kind, mid, direction, setup) {
  const video = kind === "video", type = video ? 96 : 111;
  const lines = [
    `m=${kind} ${leg.port} UDP/TLS/RTP/SAVPF ${type}`, `c=IN IP4 ${address}`, `a=mid:${mid}`, `a=${direction}`,
    `a=ice-ufrag:${leg.ufrag}`, `a=ice-pwd:${leg.password}`, `a=fingerprint:sha-256 ${leg.fingerprint}`,
    `a=setup:${setup}`, "a=rtcp-mux", "a=rtcp-rsize", "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid",
    `a=candidate:1 1 udp 2130706431 ${address} ${leg.port} typ host`, "a=end-of-candidates",
    ...(video ? [`a=rtpmap:${type} VP8/90000`, ...["nack", "nack pli", "ccm fir", "goog-remb"].map((f) => `a=rtcp-fb:${type} ${f}`)]
      : [`a=rtpmap:${type} opus/48000/2`]),
  ];
  if (direction === "sendonly") lines.push(`a=ssrc:${leg.ssrcs[video ? 1 : 0]} cname:legs`);
  return lines;
}

/* `lines`: kind, mid and direction of each. */
export function description(leg, lines, setup) {
  return ["v=0", `o=- 1 2 IN IP4 ${address}`, "s=-", "t=0 0", `a=group:BUNDLE ${lines.map((l) => l.mid).join(" ")}`,
    ...lines.flatMap((l) => media(leg, l.kind, l.mid, l.direction, setup)), ""].join(eol);
}

/* Camera and microphone, then pairs to receive. */
export function offer(leg, slots) {
  const kinds = ["audio", "video"];
  const lines = Array.from({ length: 2 + 2 * slots }, (_, i) => ({ kind: kinds[i % 2], mid: i,
    direction: i < 2 ? (leg.publishes ? "sendonly" : "inactive") : "recvonly" }));
  return description(leg, lines, "actpass");
}

/* The m-lines of an offer as we answer them: we only receive. */
export function answerTo(leg, sdp) {
  const mids = [...sdp.matchAll(/^a=mid:(\S+)/gm)].map((m) => m[1]);
  const kinds = [...sdp.matchAll(/^m=(\w+)/gm)].map((m) => m[1]);
  return description(leg, mids.map((mid, i) => ({ kind: kinds[i], mid, direction: "recvonly" })), "active");
}

/* Where the peer is, the secrets of its checks, and its part in the handshake. */
export function transport(sdp) {
  const take = (pattern) => {
    const found = pattern.exec(sdp);
    if (!found) throw new Error(`no ${pattern} in\n${sdp}`);
    return found.slice(1);
  };
  const [ip, port] = take(/^a=candidate:\S+ 1 udp \d+ (\d+\.\d+\.\d+\.\d+) (\d+) typ host/im);
  return { ip, port, ufrag: take(/^a=ice-ufrag:(\S+)/m)[0], password: take(/^a=ice-pwd:(\S+)/m)[0],
    fingerprint: take(/^a=fingerprint:sha-256 (\S+)/im)[0].toUpperCase(), setup: take(/^a=setup:(\w+)/m)[0] };
}
