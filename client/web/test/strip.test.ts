import { expect, test } from "vitest";
import { asOf, earliest, moveAlong, offered, partOf, stripOf, type Slot } from "../src/parts/strip";

const slot = (local: string, why = "free"): Slot => {
	const from = Date.parse(`${local}+08:00`);
	return { reception: "R", from, till: from + 2_400_000, free: why === "free", why };
};
const last = "2026-05-30";

test("the strip has every day, also those with nothing", () => {
	const strip = stripOf([slot("2026-05-13T09:00:00"), slot("2026-05-13T08:00:00", "taken")],
		"2026-05-12", 3, last);
	expect(strip.map((one) => [one.day, one.free, one.slots.length])).toEqual(
		[["2026-05-12", 0, 0], ["2026-05-13", 1, 2], ["2026-05-14", 0, 0]]);
	expect(strip[1]?.slots[0]?.free).toBe(false);
});

test("a day without anything free says why", () => {
	const day = (d: string, ...whys: string[]) => whys.map((why, i) => slot(`2026-05-${d}T0${8 + i}:00:00`, why));
	const strip = stripOf([...day("12", "past", "past"), ...day("13", "past", "taken"), ...day("14", "soon"),
		...day("16", "taken", "free"), ...day("18", "beyond")], "2026-05-12", 8, "2026-05-16");
	expect(strip.map((one) => one.why)).toEqual(
		["past", "taken", "soon", "closed", "free", "beyond", "beyond", "beyond"]);
	expect(stripOf(day("12", "past", "own"), "2026-05-12", 1, last)[0]?.why).toBe("own");
});

test("the earliest free time is one of those that have not begun", () => {
	const slots = [slot("2026-05-13T10:00:00"), slot("2026-05-12T08:00:00", "taken"),
		slot("2026-05-12T09:00:00"), slot("2026-05-12T10:00:00")];
	expect(earliest(slots)).toBe(slots[2]);
	expect(earliest(asOf(slots, slots[2]!.from))?.from).toBe(slots[3]!.from);
	expect(earliest([slots[1]!])).toBeUndefined();
});

test("past times are not offered, the visit's own time is", () => {
	const slots = [slot("2026-05-12T08:00:00", "past"), slot("2026-05-12T09:00:00"),
		slot("2026-05-12T10:00:00", "own"), slot("2026-05-12T11:00:00", "taken")];
	expect(offered(slots).map((one) => one.why)).toEqual(["free", "own", "taken"]);
	expect(offered(asOf(slots, slots[1]!.from)).map((one) => one.why)).toEqual(["own", "taken"]);
});

test("slots outside of the strip are left out", () => {
	expect(stripOf([slot("2026-05-20T09:00:00")], "2026-05-12", 2, last).every((one) => !one.slots.length))
		.toBe(true);
});

test("a slot at midnight belongs to the day that begins", () => {
	const strip = stripOf([slot("2026-05-13T00:00:00")], "2026-05-12", 2, last);
	expect(strip[1]?.free).toBe(1);
});

test("noon begins the afternoon and six the evening", () => {
	expect(["00:00", "11:59", "12:00", "17:59", "18:00", "23:20"].map((time) =>
		partOf(slot(`2026-05-12T${time}:00`)))).toEqual(["morning", "morning", "afternoon",
		"afternoon", "evening", "evening"]);
});

test("arrow keys stop at the ends", () => {
	expect(moveAlong(14, 0, "ArrowLeft")).toBe(0);
	expect(moveAlong(14, 0, "ArrowRight")).toBe(1);
	expect(moveAlong(14, 13, "ArrowRight")).toBe(13);
	expect(moveAlong(14, 5, "Home")).toBe(0);
	expect(moveAlong(14, 5, "End")).toBe(13);
	expect(moveAlong(14, 5, "x")).toBe(5);
});
