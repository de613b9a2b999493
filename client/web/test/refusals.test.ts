/* What a page says of a refusal, in the language of whoever reads it. */
import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { Argument } from "../src/wire/failure";
import { failureOf } from "../src/wire/failure";
import { sayOf, speak } from "../src/words";

const at = Date.parse("2026-05-12T01:40:00Z"); /* 09:40 in Beijing */
const refused = (why: string, ...all: Argument[]) =>
	failureOf({ message: "服务器的一句话。", data: { word: "too_early", field: "x.from", why, arguments: all } });

beforeAll(() => {
	vi.stubGlobal("localStorage", { getItem: () => null, setItem: () => undefined });
	vi.stubGlobal("document", { documentElement: { lang: "" } });
});
beforeEach(() => speak("en"));

test("a number, a name and a time stand in the sentence as its language writes them", async () => {
	const cases: [ReturnType<typeof refused>, string, string][] = [
		[refused("time_not_open", { name: "days", number: 15 }),
			"This time is not open for booking yet. Choose one within 15 working days.",
			"这个时间还没有开放预约。请选择 15 个工作日以内的时间。"],
		[refused("joins_too_often", { name: "seconds", number: 1 }),
			"This seat was entered too often. Wait 1 second, then enter again. If the visit is open elsewhere too, close it there first.",
			"这个席位进入得太频繁，请等 1 秒后再进入。若别处也开着这次接访，请先关掉。"],
		[refused("no_reception", { name: "unit", text: "青榆区信访办", text_en: "District Office" }),
			"District Office does not receive at this time. Choose again from the list.",
			"青榆区信访办在这个时间没有接访安排，请从列表中重新选择。"],
		[refused("no_reception", { name: "unit", text: "青榆区信访办" }),
			"青榆区信访办 does not receive at this time. Choose again from the list.",
			"青榆区信访办在这个时间没有接访安排，请从列表中重新选择。"],
		[refused("check_in_too_early", { name: "from", text: "5月12日 09:40", at }),
			"It is too early to check in: that begins at 12 May 2026 09:40. To be heard sooner, move the visit.",
			"还没到签到时间，请在2026年5月12日 09:40以后签到；想提前接访，请改期。"],
	];
	for (const [failure, en] of cases)
		expect(sayOf(failure)).toBe(en);
	await speak("zh");
	for (const [failure, , zh] of cases)
		expect(sayOf(failure)).toBe(zh);
});

test("a number that is left out is 0, a large one is grouped in English", () => {
	expect(sayOf(refused("out_of_range", { name: "min" }, { name: "max", number: 5 }), "Lanes"))
		.toBe("“Lanes” must be between 0 and 5. Fill it in again.");
	expect(sayOf(refused("too_long", { name: "n", number: 20001 }, { name: "max", number: 20000 }), "Minutes"))
		.toBe("“Minutes” is too long (20,001 characters). Shorten it to 20,000 at most.");
});

test("a field is called what the page calls it, and never by its name on the wire", async () => {
	const failure = refused("too_long", { name: "n", number: 60 }, { name: "max", number: 50 });
	expect(sayOf(failure)).toBe("“This entry” is too long (60 characters). Shorten it to 50 at most.");
	await speak("zh");
	expect(sayOf(failure, "联系方式")).toBe("“联系方式”太长（60 字），请缩短到 50 字以内。");
	expect(sayOf(failure)).toBe("“这一项”太长（60 字），请缩短到 50 字以内。");
});

test("without a reason that is known, the error is said", async () => {
	for (const why of ["", "of_a_newer_broker"])
		expect(sayOf(refused(why))).toBe("It is too early for this. Come back when its time has come, or choose another time.");
	await speak("zh");
	expect(sayOf(refused("of_a_newer_broker"))).toBe("服务器的一句话。");
});
