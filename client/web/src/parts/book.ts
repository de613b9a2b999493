/* What a clerk fills in to book a visit, and what is still missing. Pure. */
import type { Slot } from "./strip";
import type { Params } from "../wire/types.gen";

export type NewMatter = NonNullable<Params<"visit.book">["new_matter"]>;
export type Kind = NewMatter["kind"];
export const kinds: Kind[] = ["appeal", "suggestion", "report"];

export interface Matter {
	matter: string;
	number: string;
	subject: string;
	/* left out: another office handles it */
	petitioner_name?: string;
}

export interface BookDraft {
	step: number;
	matter: Matter | null;
	name: string;
	contact: string;
	address: string;
	subject: string;
	request: string;
	kind: Kind | "";
	/* the node that decides; empty: the one above the village */
	competent: string;
	competent_name: string;
	competent_name_en: string | undefined;
	unit: number;
	unit_name: string;
	unit_name_en: string | undefined;
	slot: Slot | null;
	/* of the form: asked twice it is one booking */
	key: string;
}

export const freshBook = (): BookDraft => ({ step: 1, matter: null, name: "", contact: "",
	address: "", subject: "", request: "", kind: "", competent: "", competent_name: "",
	competent_name_en: undefined, unit: 0, unit_name: "", unit_name_en: undefined, slot: null, key: "" });

export type BookField = "name" | "contact" | "address" | "subject" | "request" | "kind";
export const textFields: Exclude<BookField, "kind">[] =
	["name", "contact", "address", "subject", "request"];

export interface Place {
	node: string;
	node_name: string;
	node_name_en?: string;
	tier: number;
}

/* The nodes that may decide a matter: those with an office up the tree, the nearest first. */
export function decidersOf(targets: readonly Place[]): Place[] {
	const nodes = new Map<string, Place>(targets.map((one) => [one.node, one]));
	return [...nodes.values()].sort((a, b) => b.tier - a.tier);
}

/* What is booked: the known matter, or what the form says of a new one. */
export function matterOf(draft: BookDraft): { matter: string } | { new_matter: NewMatter } {
	if (draft.matter)
		return { matter: draft.matter.matter };
	const { name, contact, address, subject, request, competent } = draft;
	return { new_matter: { name: name.trim(), contact: contact.trim(), address: address.trim(),
		subject: subject.trim(), request: request.trim(), kind: draft.kind as Kind,
		...(competent ? { competent } : {}) } };
}
