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
	expect(seen.of("L 1", tracks, 60_000)).toEqual({ still_at: 0, lacks: "" });
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
	expect(seen.of("L 1", tracks, 6000)).toEqual({ still_at: 0, lacks: "picture" });
	seen.take(stats(325, 40), 6500);
	expect(seen.of("L 1", tracks, 6500).lacks).toBe("");
});

test("what came from who sat there before does not count", () => {
	const seen = new Arrivals();
	for (let i = 1; i <= 4; i++)
		seen.take(stats(i * 25, i * 30), i * 500);
	expect(seen.of("L 1", tracks, 2000)).toEqual({ still_at: 0, lacks: "" });
	for (let i = 5; i <= 12; i++) { /* comes back without a camera */
		expect(seen.of("L 2", tracks, i * 500)).toEqual({ still_at: 0, lacks: "" });
		seen.take(stats(i * 25, 120), i * 500);
	}
	expect(seen.of("L 2", tracks, 7000).lacks).toBe("picture");
});

test("a live word is old past its limit, and not before anything was said", () => {
	expect(isOld(0, 1e9)).toBe(false);
	expect(isOld(1000, 1000 + liveLimit)).toBe(false);
	expect(isOld(1000, 1001 + liveLimit)).toBe(true);
});
