import { expect, test } from "vitest";
import { faultIn, lengthOf } from "../src/parts/faults";
import { limits } from "../src/wire/limits.gen";
import { forms, limitsOf } from "../tools/limits.mjs";

const schema = { type: "object", properties: {
	note: { type: "string", minLength: 2, maxLength: 9 },
	of: { type: "object", properties: { name: { type: "string", maxLength: 5 } } },
	list: { type: "array", maxItems: 3, items: { type: "object", properties: {
		act: { type: "string", maxLength: 7 } } } },
	id: { type: "string", pattern: "^x$" }, n: { type: "integer", minimum: 1 } } };

test("limits come by the path of the member, whether parameters stand alone or in one object", () => {
	const whole = limitsOf({ methods: [{ name: "a.b", params: [{ name: "params", schema }] }] }, ["a.b"]);
	const each = limitsOf({ methods: [{ name: "a.b", params: Object.entries(schema.properties)
		.map(([name, one]) => ({ name, schema: one })) }] }, ["a.b"]);
	expect(each).toBe(whole);
	for (const line of ["note: { min: 2, max: 9 }", '"of.name": { max: 5 }', "list: { items: 3 }",
		'"list[].act": { max: 7 }', 'id: { pattern: "^x$" }'])
		expect(whole).toContain(line);
	expect(whole).not.toContain("n: {");
});

test("a form whose message is gone is told", () => {
	expect(() => limitsOf({ methods: [] }, forms)).toThrow("no method");
});

test("a fault names its field and says what to do", () => {
	const limit = limits["visit.book"]["new_matter.name"];
	expect(faultIn("  ", "姓名", limit)).toBe("请填写“姓名”。");
	expect(faultIn("", "姓名", limit, false)).toBe("");
	expect(faultIn("字".repeat(limit.max), "姓名", limit)).toBe("");
	expect(faultIn("字".repeat(limit.max + 1), "姓名", limit)).toContain(`${limit.max} 字以内`);
	expect(faultIn("字", "用途", limits["recording.get"].purpose)).toContain("至少写 2 字");
	expect(lengthOf("𠮷田")).toBe(2);
});
