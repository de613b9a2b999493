import { beforeEach, expect, test } from "vitest";
import { closingRules } from "../src/parts/closing";
import { withoutLines } from "../src/parts/merge";
import { minutesRules, type Minutes } from "../src/parts/minutes";
import { Synced } from "../src/parts/synced";

let doc: { value: Minutes };
let synced: Synced<Minutes>;
const text = (lines: string): Minutes => ({ text: lines, marks: [] });
const write = (lines: string) => (doc.value = { ...doc.value, text: lines });

beforeEach(() => {
	doc = { value: text("") };
	synced = new Synced(doc, minutesRules);
});

test("nothing is sent while nothing was written, and one save at a time", () => {
	expect(synced.next()).toBeNull();
	write("一");
	expect(synced.next()).toMatchObject({ version: 0, turn: 1, doc: { text: "一" } });
	write("一二");
	expect(synced.next()).toBeNull();
	synced.answered({ version: 1 });
	expect(synced.isSaved).toBe(false);
	expect(synced.next()).toMatchObject({ version: 1, turn: 2, doc: { text: "一二" } });
});

test("what was typed while a save was merged stays, and so does the other's", () => {
	write("a");
	synced.next();
	write("a\nmine");
	synced.answered({ version: 4, doc: text("theirs\na"), conflicts: [] });
	expect(doc.value.text).toBe("theirs\na\nmine");
	expect(synced.version).toBe(4);
	expect(synced.base.text).toBe("theirs\na");
});

test("what another saved comes in beside what is not saved yet", () => {
	synced.heard({ version: 1, doc: text("a") });
	write("a\nmine");
	synced.heard({ version: 2, doc: text("b\na") });
	expect(doc.value.text).toBe("b\na\nmine");
	synced.heard({ version: 1, doc: text("old") });
	expect(doc.value.text).toBe("b\na\nmine");
});

test("what is heard during a save waits for its answer", () => {
	write("mine");
	synced.next();
	synced.heard({ version: 2, doc: text("theirs\nmine") });
	expect(doc.value.text).toBe("mine");
	synced.answered({ version: 1 });
	expect(doc.value.text).toBe("theirs\nmine");
	expect(synced.version).toBe(2);
	expect(synced.isSaved).toBe(true);
});

test("a word that is being composed is not disturbed, and nothing of the other is lost by it", () => {
	synced.heard({ version: 1, doc: text("a") });
	write("a\nni");
	synced.next();
	synced.hold(true);
	synced.answered({ version: 3, doc: text("theirs\na\nni"), conflicts: [] });
	expect(doc.value.text).toBe("a\nni");
	write("a\n你");
	expect(synced.next()).toBeNull();
	synced.hold(false);
	expect(doc.value.text).toBe("theirs\na\n你");
	expect(synced.version).toBe(3);
	expect(synced.next()?.doc.text).toBe("theirs\na\n你");
});

test("a save that failed is made again from what is there then", () => {
	write("a");
	synced.next();
	synced.failed();
	write("ab");
	expect(synced.next()).toMatchObject({ version: 0, turn: 2, doc: { text: "ab" } });
});

test("what this tab had before a reload meets what others saved since", () => {
	synced.heard({ version: 5, doc: text("a\ntheirs") });
	const now = { version: synced.version, doc: synced.base };
	synced.restore(3, text("a"), text("a\nmine"));
	synced.heard(now);
	expect(doc.value.text).toBe("a\ntheirs\nmine");
	expect(synced.isSaved).toBe(false);
});

test("lines that both changed are told to whoever comes later, and one can be chosen", () => {
	synced.heard({ version: 1, doc: text("line") });
	write("line of mine");
	synced.heard({ version: 2, doc: text("line of theirs") });
	expect(synced.conflicts).toEqual([{ mine: "line of mine", theirs: "line of theirs" }]);
	expect(doc.value.text).toBe("line of theirs\nline of mine");
	expect(withoutLines(doc.value.text, "line of theirs", "line of mine")).toBe("line of mine");
});

test("marks of both stand by their time", () => {
	const mark = (at_ms: number) => ({ at_ms, text: `t${at_ms}` });
	const { doc: merged } = minutesRules.merge({ text: "", marks: [mark(5)] },
		{ text: "", marks: [mark(5), mark(30)] }, { text: "", marks: [mark(5), mark(20)] });
	expect(merged.marks.map((one) => one.at_ms)).toEqual([5, 20, 30]);
});

test("of a closing each keeps what the other left alone", () => {
	const base = { outcome: "" as const, reply: "", commitments: [] };
	const promise = { unit: 3, act: "修路", due: "" };
	const { doc: merged } = closingRules.merge(base, { ...base, commitments: [promise] },
		{ ...base, outcome: "transferred", reply: "已转办" });
	expect(merged).toEqual({ outcome: "transferred", reply: "已转办", commitments: [promise] });
});
