/* The minutes as they are written: text and time marks in one document with one version. */
import { askFarewell } from "../wire/once";
import { ask } from "../wire/session";
import { mergeLines } from "./merge";
import { useSheet, type Sheet } from "./sheet";
import type { Rules } from "./synced";

export interface Mark {
	at_ms: number;
	text: string;
}

export interface Minutes {
	text: string;
	marks: Mark[];
}

const lines = (marks: Mark[]) => marks.map((one) => `${one.at_ms}\t${one.text}`).join("\n");

function marksOf(text: string): Mark[] {
	const marks = text.split("\n").filter(Boolean).map((line) => {
		const at = line.indexOf("\t");
		return { at_ms: Number(line.slice(0, at)), text: line.slice(at + 1) };
	});
	return marks.sort((a, b) => a.at_ms - b.at_ms);
}

export const minutesRules: Rules<Minutes> = {
	copy: (doc) => ({ text: doc.text, marks: doc.marks.map((one) => ({ ...one })) }),
	same: (a, b) => a.text === b.text && lines(a.marks) === lines(b.marks),
	merge(base, mine, theirs) {
		const text = mergeLines(base.text, mine.text, theirs.text);
		const marks = mergeLines(lines(base.marks), lines(mine.marks), lines(theirs.marks));
		return { doc: { text: text.text, marks: marksOf(marks.text) }, conflicts: text.conflicts };
	},
};

export function useMinutes(visit: string): Sheet<Minutes> {
	return useSheet<Minutes>({
		visit,
		event: "minutes.saved",
		fresh: () => ({ text: "", marks: [] }),
		rules: minutesRules,
		load: async () => {
			const { version, text, marks } = await ask("minutes.get", { visit });
			return { version, doc: { text, marks } };
		},
		save: async ({ version, turn, doc, writer }) => {
			const answer = await ask("minutes.save", { visit, version, turn, writer, ...doc });
			return { version: answer.version, conflicts: answer.conflicts, ...(answer.merged ?
				{ doc: { text: answer.text ?? "", marks: answer.marks ?? [] } } : {}) };
		},
		late: ({ version, turn, doc, writer }) =>
			askFarewell("minutes.save", { visit, version, turn, writer, ...doc }),
	});
}
