import { expect, test } from "vitest";
import { clockTime, dateTime, dayAfter, dayOf, dayStart, longDay, longSpan, longTime, minutesUntil,
	runningTime, shortDay } from "../src/parts/time";

const may12 = Date.parse("2026-05-12T01:00:00Z");

test("dates are written as people here write them", () => {
	expect(longTime(may12, "zh")).toBe("2026年5月12日 星期二 09:00");
	expect(longTime(may12, "en")).toBe("Tuesday, 12 May 2026 09:00");
	expect(longSpan(may12, may12 + 40 * 60_000, "zh")).toBe("2026年5月12日 星期二 09:00–09:40");
	expect(dateTime(may12, "zh")).toBe("2026年5月12日 09:00");
	expect(dateTime(may12, "en")).toBe("12 May 2026 09:00");
	expect(shortDay("2026-05-12", "zh")).toBe("5月12日");
	expect(longDay("2026-02-17", "zh")).toBe("2026年2月17日 星期二");
});

test("the day turns at midnight in Beijing, whatever the machine thinks", () => {
	const midnight = Date.parse("2026-05-11T16:00:00Z");
	expect(dayOf(midnight - 1)).toBe("2026-05-11");
	expect(dayOf(midnight)).toBe("2026-05-12");
	expect(clockTime(midnight - 60_000)).toBe("23:59");
	expect(clockTime(midnight)).toBe("00:00");
	expect(dayStart("2026-05-12")).toBe(midnight);
});

test("days are counted over the ends of months and years", () => {
	expect(dayAfter("2026-02-28", 1)).toBe("2026-03-01");
	expect(dayAfter("2028-02-28", 1)).toBe("2028-02-29");
	expect(dayAfter("2026-12-31", 1)).toBe("2027-01-01");
	expect(dayAfter("2026-03-01", -1)).toBe("2026-02-28");
});

test("a place on a recording has hours only where it needs them", () => {
	expect(runningTime(0)).toBe("00:00");
	expect(runningTime(59_999)).toBe("00:59");
	expect(runningTime(3_599_000)).toBe("59:59");
	expect(runningTime(3_723_000)).toBe("1:02:03");
	expect(runningTime(-5)).toBe("00:00");
});

test("minutes until count up before and down after", () => {
	expect(minutesUntil(may12 + 1, may12)).toBe(1);
	expect(minutesUntil(may12 + 720_000, may12)).toBe(12);
	expect(minutesUntil(may12, may12)).toBe(0);
	expect(minutesUntil(may12 - 180_000, may12)).toBe(-3);
});
