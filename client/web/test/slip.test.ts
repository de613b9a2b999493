import { expect, test } from "vitest";
import { slipAddress, slipOf, slipWhy } from "../src/parts/slip";

const visit = { number: "VS-1", query_code: "ABCDEFGHJK", from: 1, till: 2, state: "scheduled",
	unit_name: "青榆区信访办", room_name: "鹿鸣社区接访室", village_name: "鹿鸣社区居委会" };

test("a slip names the room to go to, also when it is printed again", () => {
	expect(slipOf(visit)).toEqual({ number: "VS-1", code: "ABCDEFGHJK", from: 1, till: 2,
		unit: "青榆区信访办", room: "鹿鸣社区接访室" });
	expect(slipOf({ ...visit, state: "live" })).toEqual(slipOf(visit));
	const { room_name, ...without } = visit;
	expect(room_name && slipOf(without)?.room).toBe("鹿鸣社区居委会");
});

test("nobody is sent to a visit that is off, and no code is shown to who has none", () => {
	expect(slipOf({ ...visit, state: "cancelled" })).toBeNull();
	expect(slipOf({ ...visit, state: "no_show" })).toBeNull();
	expect(slipOf({ ...visit, query_code: "" })).toBeNull();
});

test("why a slip is shown stays with its entry of the history", () => {
	const { path, state } = slipAddress("V", "moved");
	expect(path).toBe("/visit/V/slip");
	expect(slipWhy(structuredClone({ position: 3, ...state }))).toBe("moved");
	expect(slipWhy(null)).toBe("again");
	expect(slipWhy({ why: "x" })).toBe("again");
});
