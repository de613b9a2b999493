import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { faultIn, lengthOf } from "../src/parts/faults";
import { limits } from "../src/wire/limits.gen";
import { forms, limitsOf } from "../tools/limits.mjs";
import { elementsOf, sources } from "./templates";

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

/* What is typed there is sent to nobody, or its limit is told to nobody who is not signed in. */
const free = ["src/pages/Tree.vue", "src/pages/SignIn.vue"];

test("each field that people fill in has its limit from the broker's table", () => {
	for (const file of sources(".vue").filter((one) => !free.includes(one))) {
		const text = readFileSync(file, "utf8");
		for (const { tag, attributes } of elementsOf(text)) {
			const type = attributes.get("type") ?? "text";
			const typed = tag === "textarea" || (tag === "input" && type === "text");
			if (attributes.has("maxlength"))
				throw new Error(`${file}: maxlength cuts off what somebody wrote: say it (faults.ts)`);
			if (tag === "TextField")
				expect([file, attributes.get(":max") ?? "none"]).toEqual([file, expect.stringMatching(/limits?\b/)]);
			else if (typed && file !== "src/parts/TextField.vue")
				expect([file, attributes.has(":aria-invalid") && text.includes("limits.gen")]).toEqual([file, true]);
		}
	}
});

test("no length is compared with a number of the page's own", () => {
	for (const file of sources(".vue", ".ts").filter((one) => !one.includes(".gen.")))
		expect([file, readFileSync(file, "utf8").match(/(trim\(\)\.length|lengthOf\([^)]*\)) *[<>]=? *\d+/)?.[0]])
			.toEqual([file, undefined]);
});
