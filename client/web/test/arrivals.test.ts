import { expect, test } from "vitest";
import { isOld, liveLimit } from "../src/parts/age";
import { Arrivals } from "../src/wire/arrivals";

const tracks = [{ id: "a", kind: "audio" }, { id: "v", kind: "video" }];
const stats = (audio: number, video: number) => [
	{ type: "inbound-rtp", trackIdentifier: "a", packetsReceived: audio },
	{ type: "inbound-rtp", trackIdentifier: "v", packetsReceived: video },
	{ type: "candidate-pair", packetsReceived: 9 }];

test("nothing is missed before something came", () => {
	const seen = new Arrivals();
	seen.take(stats(0, 0), 1000);
	expect(seen.of("L 1", tracks, 60_000)).toEqual({ still_at: 0, frozen_at: 0, lacks: "" });
});

test("what stands still is told with the time of the last packet", () => {
	const seen = new Arrivals();
	for (let i = 1; i <= 10; i++)
		seen.take(stats(i * 25, i * 30), 1000 + i * 500);
	expect(seen.of("L 1", tracks, 7000).still_at).toBe(0);
	seen.take(stats(250, 300), 7300);
	expect(seen.of("L 1", tracks, 7300).still_at).toBe(6000);
	seen.take(stats(251, 300), 7800); /* the voice is back, the picture not yet */
	expect(seen.of("L 1", tracks, 7800).still_at).toBe(0);
});

test("who has no camera is told so, and is not lost", () => {
	const seen = new Arrivals();
	for (let i = 1; i <= 12; i++)
		seen.take(stats(i * 25, 0), i * 500);
	expect(seen.of("L 1", tracks, 6000)).toEqual({ still_at: 0, frozen_at: 0, lacks: "picture" });
	seen.take(stats(325, 40), 6500);
	expect(seen.of("L 1", tracks, 6500).lacks).toBe("");
});

test("what came from who sat there before does not count", () => {
	const seen = new Arrivals();
	for (let i = 1; i <= 4; i++)
		seen.take(stats(i * 25, i * 30), i * 500);
	expect(seen.of("L 1", tracks, 2000)).toEqual({ still_at: 0, frozen_at: 0, lacks: "" });
	for (let i = 5; i <= 12; i++) { /* comes back without a camera */
		expect(seen.of("L 2", tracks, i * 500)).toEqual({ still_at: 0, frozen_at: 0, lacks: "" });
		seen.take(stats(i * 25, 120), i * 500);
	}
	expect(seen.of("L 2", tracks, 7000).lacks).toBe("picture");
});

const moving = (audio: number, packets: number, frames: number) => [
	{ type: "inbound-rtp", trackIdentifier: "a", packetsReceived: audio },
	{ type: "inbound-rtp", trackIdentifier: "v", packetsReceived: packets, framesDecoded: frames }];

test("a picture that stands still while sound goes on is told within three seconds", () => {
	const seen = new Arrivals();
	for (let i = 1; i <= 4; i++)
		seen.take(moving(i * 25, i * 60, i * 15), i * 500);
	let told = 0;
	for (let at = 2500; at <= 6000; at += 500) { /* not one packet of the picture more */
		seen.take(moving(at / 20, 240, 60), at);
		const { still_at, frozen_at, lacks } = seen.of("L 1", tracks, at);
		expect([still_at, lacks]).toEqual([0, ""]);
		expect([0, 2000]).toContain(frozen_at); /* since when */
		told ||= frozen_at && at;
	}
	expect(told).toBe(4500);
	seen.take(moving(400, 250, 61), 6500);
	expect(seen.of("L 1", tracks, 6500).frozen_at).toBe(0);
});

test("packets of which nothing can be shown move no picture", () => {
	const seen = new Arrivals();
	for (let i = 1; i <= 10; i++)
		seen.take(moving(i * 25, i * 60, Math.min(i, 4) * 15), i * 500);
	expect(seen.of("L 1", tracks, 5000)).toEqual({ still_at: 0, frozen_at: 2000, lacks: "" });
});

test("a picture that never came stands not still, nor that of who sat there before", () => {
	const seen = new Arrivals();
	for (let i = 1; i <= 12; i++)
		seen.take(moving(i * 25, 0, 0), i * 500);
	expect(seen.of("L 1", tracks, 6000).frozen_at).toBe(0);
	seen.take(moving(320, 60, 15), 6500);
	expect(seen.of("L 1", tracks, 9000).frozen_at).toBe(6500);
	expect(seen.of("L 2", tracks, 9000).frozen_at).toBe(0);
});

test("a camera that is off, or a line with sound alone, stands not still, nor in the moment after", () => {
	const seen = new Arrivals();
	seen.take(moving(25, 60, 15), 500);
	for (let at = 1000; at <= 8000; at += 500) {
		seen.take(moving(25 + at, 60, 15), at);
		expect(seen.of("L 1", tracks, at, false).frozen_at).toBe(0);
	}
	expect(seen.of("L 1", tracks, 10_000).frozen_at).toBe(0);
	expect(seen.of("L 1", tracks, 10_500).frozen_at).toBe(8000);
});

test("a live word is old past its limit, and not before anything was said", () => {
	expect(isOld(0, 1e9)).toBe(false);
	expect(isOld(1000, 1000 + liveLimit)).toBe(false);
	expect(isOld(1000, 1001 + liveLimit)).toBe(true);
});
