import { expect, test } from "vitest";
import { decidersOf } from "../src/parts/book";
import { rightsOf } from "../src/parts/rights";

test("who may decide is each node with an office once, the nearest first", () => {
	const at = (node: string, tier: number) => ({ node, tier, node_name: `N${tier}` });
	expect(decidersOf([at("1", 2), at("2", 4), at("2", 4), at("3", 3)]).map((one) => one.node))
		.toEqual(["2", "3", "1"]);
	expect(decidersOf([])).toEqual([]);
});

test("rights leave out what everybody may and what no staff may", () => {
	const everybody = ["clerk", "duty", "official", "recorder", "archivist", "supervisor",
		"sysadmin", "secadmin", "auditor"];
	const rights = rightsOf({ methods: [{ name: "a", "x-roles": everybody },
		{ name: "b", "x-roles": ["media"] }, { name: "c", summary: "C.", "x-roles": ["clerk", "public"] }] });
	expect(rights).toEqual([{ act: "c", summary: "C.", roles: new Set(["clerk"]) }]);
});
