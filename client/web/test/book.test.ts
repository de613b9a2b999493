import { expect, test } from "vitest";
import { decidersOf, freshBook, matterOf, type BookDraft } from "../src/parts/book";
import { draftOf, formOf } from "../src/parts/bookDraft";
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

const filled: BookDraft = { ...freshBook(), step: 3, name: " 何春分 ", contact: "1", address: "村",
	subject: "路灯", request: "请修。\n谢谢", kind: "appeal", unit: 7, unit_name: "信访办", key: "k",
	slot: { from: 10, till: 20, free: true, why: "", reception: "" } };

test("a form that was kept comes back as it was", () => {
	expect(draftOf(formOf(filled), "k")).toEqual(filled);
	const known = { ...filled, matter: { matter: "M", number: "N", subject: "S", petitioner_name: "P" } };
	expect(draftOf(formOf(known), "k")).toEqual(known);
	expect(draftOf({}, "k")).toEqual({ ...freshBook(), key: "k" });
});

test("a booking takes the known matter or all of a new one", () => {
	expect(matterOf(filled)).toEqual({ new_matter: { name: "何春分", contact: "1", address: "村",
		subject: "路灯", request: "请修。\n谢谢", kind: "appeal" } });
	const matter = { matter: "M", number: "N", subject: "S", petitioner_name: "P" };
	expect(matterOf({ ...filled, matter })).toEqual({ matter: "M" });
});
