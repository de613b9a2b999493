import { expect, test } from "vitest";
import { along, anyPlays, correct, isFilled, lanesOf, lengthOf, nextPlaying, playingAt, plays, timeAt,
	type Piece } from "../src/parts/timeline";

const file = (leg: string, offset_ms: number, duration_ms: number) => ({ leg, seat_name: leg,
	media: "video", url: `${leg}-${offset_ms}`, offset_ms, duration_ms });
const parts = [
	{ part: 1, from_ms: 0, till_ms: 18_000, files: [file("a", 0, 18_000), file("b", 1500, 16_500),
		{ ...file("c", 0, 0), media: "image/jpeg" }, { ...file("", 0, 0), media: "" }] },
	{ part: 2, from_ms: 21_000, till_ms: 40_000, files: [file("a", 21_000, 19_000)] },
];

test("a leg keeps its lane through all parts", () => {
	const lanes = lanesOf(parts);
	expect(lanes.map((lane) => [lane.leg, lane.pieces.length])).toEqual([["a", 2], ["b", 1]]);
	expect(lanes[0]?.pieces[1]).toMatchObject({ part: 2, from_ms: 21_000, till_ms: 40_000 });
});

test("what a leg showed has a lane of its own", () => {
	const shown = { ...file("a", 4000, 6000), document: true };
	const lanes = lanesOf([{ ...parts[0]!, files: [...parts[0]!.files, shown] }, parts[1]!]);
	expect(lanes.map((lane) => [lane.leg, lane.document, lane.pieces.length]))
		.toEqual([["a", false, 2], ["b", false, 1], ["a", true, 1]]);
	expect(new Set(lanes.map((lane) => lane.key)).size).toBe(3);
});

test("what came late fills a hole, and is alone there", () => {
	const late = { part: 501, from_ms: 5000, till_ms: 12_000, late: true, files: [file("b", 5000, 7000)] };
	const lanes = lanesOf([...parts, late]);
	const at = (ms: number) => [...playingAt(lanes, ms)].map((piece) => [piece.leg, piece.part]);
	expect(at(4999)).toEqual([["a", 1], ["b", 1]]);
	expect(at(5000)).toEqual([["a", 1], ["b", 501]]);
	expect(at(12_000)).toEqual([["a", 1], ["b", 1]]);
	expect(isFilled({ leg: "b", from_ms: 6000, till_ms: 11_000 }, lanes)).toBe(true);
	expect(isFilled({ leg: "b", from_ms: 6000, till_ms: 13_000 }, lanes)).toBe(false);
	expect(isFilled({ leg: "a", from_ms: 6000, till_ms: 11_000 }, lanes)).toBe(false);
	expect(isFilled({ from_ms: 6000, till_ms: 11_000 }, lanes)).toBe(false);
});

test("the line is as long as the longest of what there is", () => {
	expect(lengthOf(parts, 39_000)).toBe(40_000);
	expect(lengthOf(parts, 45_000)).toBe(45_000);
	expect(lengthOf([], 0)).toBe(1);
});

test("a piece plays from its start until before its end", () => {
	const piece = { from_ms: 1000, till_ms: 2000 } as Piece;
	expect([999, 1000, 1999, 2000].map((at) => plays(piece, at))).toEqual([false, true, true, false]);
});

test("between the parts nothing plays and the next start is known", () => {
	const lanes = lanesOf(parts);
	expect(anyPlays(lanes, 19_000)).toBe(false);
	expect(nextPlaying(lanes, 19_000)).toBe(21_000);
	expect(nextPlaying(lanes, 22_000)).toBeNull();
});

test("a point and an instant are one another's inverse, and stay on the line", () => {
	expect(timeAt(250, 1000, 40_000)).toBe(10_000);
	expect(along(10_000, 40_000)).toBe(25);
	expect(timeAt(-5, 1000, 40_000)).toBe(0);
	expect(timeAt(2000, 1000, 40_000)).toBe(40_000);
	expect(timeAt(5, 0, 40_000)).toBe(0);
});

test("a small drift is left alone, a middle one leans, a large one jumps", () => {
	expect(correct(20, 1)).toEqual({ seek: false, rate: 1 });
	expect(correct(100, 1)).toEqual({ seek: false, rate: 0.95 });
	expect(correct(-100, 1).rate).toBeCloseTo(1.05);
	expect(correct(-340, 2).rate).toBeCloseTo(2.16);
	expect(correct(500, 1)).toEqual({ seek: true, rate: 1 });
});
