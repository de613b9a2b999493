/* The templates of the web client as trees, for tests that look at what pages say. */
import { readdirSync } from "node:fs";
import { NodeTypes, parse, type TemplateChildNode } from "@vue/compiler-dom";

export const sources = (...ends: string[]) => readdirSync("src", { recursive: true, encoding: "utf8" })
	.filter((one) => ends.some((end) => one.endsWith(end))).map((one) => `src/${one}`).sort();

export interface Element {
	tag: string;
	/* ":max" is bound, "type" is not */
	attributes: Map<string, string>;
	/* tags from the outermost on */
	within: string[];
	/* expressions between its tags */
	said: string[];
}

/* Every element of the template of a .vue file. */
export function elementsOf(text: string): Element[] {
	const out: Element[] = [];
	function walk(node: TemplateChildNode, within: string[]): void {
		if (node.type !== NodeTypes.ELEMENT)
			return;
		const attributes = new Map(node.props.map((prop): [string, string] =>
			(prop.type === NodeTypes.ATTRIBUTE ? [prop.name, prop.value?.content ?? ""] :
				[`${prop.name === "bind" ? ":" : `v-${prop.name}`}${prop.name !== "bind" ? "" : prop.arg?.loc.source ?? ""}`,
					prop.exp?.loc.source ?? ""])));
		const said = node.children.flatMap((one) =>
			(one.type === NodeTypes.INTERPOLATION ? [one.content.loc.source] : []));
		out.push({ tag: node.tag, attributes, within, said });
		for (const child of node.children)
			walk(child, [...within, node.tag]);
	}
	const body = text.slice(text.indexOf("\n<template>") + 1, text.lastIndexOf("</template>") + 11);
	for (const child of parse(body).children)
		walk(child, []);
	return out;
}
