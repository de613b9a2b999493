import { expect, test } from "vitest";
import { ageText, lightOf, presenceOf, timeLeft } from "../src/parts/call";
import { clerkStep, nextVisit } from "../src/parts/visits";
import { branchesOf, prune, type Node } from "../src/parts/tree";
import { aliveOf, gradeOf } from "../src/wire/quality";

const both = { video: true, audio: true };
const minute = 60_000;

test("the light says what is recorded, and that refusing is no fault", () => {
	expect(lightOf(true, 400, both)).toEqual({ on: true, late: false, key: "call.rec_on", age: "0.4" });
	expect(lightOf(true, 400, { video: false, audio: true }).key).toBe("call.rec_audio");
	expect(lightOf(true, 400, { video: true, audio: false }).key).toBe("call.rec_video");
	expect(lightOf(false, 0, { video: false, audio: false }).key).toBe("call.rec_refused");
	expect(lightOf(false, 0, both).key).toBe("call.rec_off");
	expect(lightOf(false, 0, both, "disk_full").key).toBe("call.rec_disk");
	expect(lightOf(false, 0, both, "disk_failed").key).toBe("call.rec_failed");
	expect(lightOf(true, 0, both, "disk_full").key).toBe("call.rec_on");
	expect(lightOf(true, 5001, both).late).toBe(true);
	expect(ageText(12_400)).toBe("12");
});

test("the time left warns and never ends", () => {
	expect(timeLeft(40 * minute, 0)).toMatchObject({ key: "call.left_minutes", warn: false });
	expect(timeLeft(5 * minute, 0)).toMatchObject({ key: "call.soon_over", warn: true });
	expect(timeLeft(0, 3 * minute)).toEqual({ key: "call.over", values: { n: 3 }, warn: true });
});

test("who is here already comes before the clock", () => {
	const visit = (state: string, from: number) => ({ state, from, till: from + 1 });
	const late = visit("live", 9);
	expect(nextVisit([visit("scheduled", 1), late, visit("closed", 0)])).toBe(late);
	expect(nextVisit([visit("scheduled", 5), visit("scheduled", 1)])?.from).toBe(1);
	expect(nextVisit([visit("closed", 0), visit("cancelled", 1)])).toBeUndefined();
	expect(clerkStep({ visit: "V", state: "checked_in" })).toBe("/visit/V/check-in");
	expect(clerkStep({ visit: "V", state: "live" })).toBe("/visit/V/call");
});

test("a scope is a tree wherever it begins, and a filter keeps what is above", () => {
	const node = (code: string, parent: string, name: string): Node =>
		({ code, parent, name, tier: 3, has_room: true });
	const roots = branchesOf([node("2", "1", "青榆区"), node("3", "2", "鹿鸣溪镇"), node("4", "2", "榆荫街道")]);
	expect(roots).toHaveLength(1);
	expect(roots[0]?.below).toHaveLength(2);
	expect(prune(roots, "鹿鸣")[0]?.below.map((one) => one.node.code)).toEqual(["3"]);
	expect(prune(roots, "x")).toEqual([]);
});

test("a link is one word, before the call as in it", () => {
	expect([299, 300, 799, 800].map(gradeOf)).toEqual(["good", "fair", "fair", "poor"]);
	expect(aliveOf([{ type: "inbound-rtp", packetsReceived: 7 },
		{ type: "candidate-pair", state: "failed", nominated: true, bytesReceived: 9 },
		{ type: "candidate-pair", state: "succeeded", nominated: true, bytesReceived: 40, responsesReceived: 2 }]))
		.toBe(42);
});

test("nobody is said to be interrupted who was never there", () => {
	const own = { own: true, here: false, known: false };
	const other = { own: false, here: false, known: false };
	expect(presenceOf(own, true)).toBe("connecting"); /* however long it takes */
	expect(presenceOf({ ...own, known: true }, true)).toBe("lost");
	expect(presenceOf(other, false)).toBe("connecting");
	expect(presenceOf(other, true)).toBe("absent");
	expect(presenceOf({ ...other, known: true }, true)).toBe("lost");
	expect(presenceOf({ ...own, here: true }, true)).toBe("present");
});
