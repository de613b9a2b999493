import { expect, test } from "vitest";
import { typeOf, typesOf, whysOf } from "../tools/openrpc.mjs";

test("plain schemas become plain types", () => {
	expect(typeOf({ type: "string" })).toBe("string");
	expect(typeOf({ type: "integer" })).toBe("number");
	expect(typeOf({ enum: ["a", "b"] })).toBe('"a" | "b"');
	expect(typeOf({ type: "array", items: { enum: ["a", "b"] } })).toBe('("a" | "b")[]');
	expect(typeOf({ type: "array", items: { type: "string" } })).toBe("string[]");
	expect(typeOf({ type: ["string", "null"] })).toBe("string | null");
	expect(typeOf({ allOf: [{ type: "boolean" }], description: "why" })).toBe("boolean");
	expect(typeOf({})).toBe("unknown");
	expect(typeOf({ type: "object" })).toBe("Record<string, never>");
	expect(typeOf({ $ref: "#/components/schemas/Seat" })).toBe("Seat");
});

test("members that may be absent are marked", () => {
	expect(typeOf({ type: "object", required: ["a"], properties: { a: { type: "boolean" },
		"b-c": { type: "string", description: "why" } } }))
		.toBe('{\n\ta: boolean;\n\t/** why */\n\t"b-c"?: string;\n}');
});

test("methods come sorted, with by-name parameters", () => {
	const text = typesOf({ methods: [
		{ name: "visit.get", params: [{ name: "visit", required: true, schema: { type: "string" } }],
			result: { schema: { type: "object", properties: {} } } },
		{ name: "audit.verify", params: [], result: {} },
	] });
	expect(text.indexOf("audit.verify")).toBeLessThan(text.indexOf("visit.get"));
	expect(text).toContain("visit: string;");
	expect(text).toContain("result: unknown;");
	expect(text).toContain("export type Method = keyof Methods;");
});

test("events come with the type of their data", () => {
	const text = typesOf({ methods: [], "x-events": [{ name: "visit.closed", summary: "It ended.",
		data: { type: "object", required: ["state"], properties: { state: { enum: ["closed"] } } } }] });
	expect(text).toContain('/** It ended. */\n\t"visit.closed": {\n\t\tstate: "closed";\n\t};');
});

test("reasons of refusals come as the broker's sentences", () => {
	const text = whysOf({ methods: [], "x-refusals": [{ why: "too_long", say: "“{field}”太长（{n} 字）" }] });
	expect(text).toContain('export const zhWhy = {\n\t"why.too_long": "“{field}”太长（{n} 字）",\n};');
});
