import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { caretAfter, linesOf, mergeLines, unionOf } from "../src/parts/merge";

/* The same cases as the broker's. */
const { cases } = JSON.parse(readFileSync(new URL("../../../tests/unit/cases/merge.json",
	import.meta.url), "utf8")) as { cases: { fact: string; base: string; mine: string;
	theirs: string; text: string; conflicts: number }[] };

test.each(cases)("$fact", ({ base, mine, theirs, text, conflicts }) => {
	const merged = mergeLines(base, mine, theirs);
	expect(merged.text).toBe(text);
	expect(merged.conflicts.length).toBe(conflicts);
});

/* A generator that always gives the same numbers. */
function chances(seed: number): (n: number) => number {
	let state = seed;
	return (n) => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return state % n;
	};
}

test("what either wrote is in the result, and whoever did nothing changes nothing", () => {
	const chance = chances(7);
	for (let round = 0; round < 500; round++) {
		const base = Array.from({ length: chance(10) }, () => `b${chance(5)}`);
		const edit = (name: string) => base.flatMap((line, i) => [
			...(chance(4) ? [] : [`${name}${i}`]), ...(chance(4) ? [line] : [])]);
		const mine = edit("m"), theirs = edit("t");
		const merge = (m: string[], t: string[]) => mergeLines(base.join("\n"), m.join("\n"), t.join("\n"));
		const lines = new Set(linesOf(merge(mine, theirs).text));
		for (const line of [...mine, ...theirs])
			expect(line.startsWith("b") || lines.has(line)).toBe(true);
		expect(merge(mine, base)).toEqual({ text: mine.join("\n"), conflicts: [] });
		expect(merge(base, theirs)).toEqual({ text: theirs.join("\n"), conflicts: [] });
		expect(merge(mine, mine)).toEqual({ text: mine.join("\n"), conflicts: [] });
	}
});

test("a union has every line of both once", () => {
	expect(unionOf(["a", "x", "b"], ["a", "b", "y"])).toEqual(["a", "x", "b", "y"]);
	expect(unionOf([], ["a"])).toEqual(["a"]);
});

test("the caret stays at its words when another writes above or below", () => {
	expect(caretAfter("ab", "x\nab", 1)).toBe(3);
	expect(caretAfter("ab", "x\nab", 2)).toBe(4);
	expect(caretAfter("ab", "ab\nx", 1)).toBe(1);
	expect(caretAfter("ab\ncd", "ab\nx\ncd", 5)).toBe(7);
	expect(caretAfter("ab\ncd", "ab\nx\ncd", 1)).toBe(1);
	expect(caretAfter("abcdef", "ab", 5)).toBe(2);
	expect(caretAfter("", "new", 0)).toBe(0);
});
