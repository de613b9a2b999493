/* What is planned at the close, kept at the broker until it happens: Esc, "not yet" and a reload lose
 * nothing, and whoever else may close sees it. */
import { askFarewell } from "../wire/once";
import { ask } from "../wire/session";
import type { Params } from "../wire/types.gen";
import { mergeLines } from "./merge";
import { useSheet, type Sheet } from "./sheet";
import type { Save, Rules } from "./synced";

export type Outcome = Params<"visit.close">["outcome"];

/* unit 0, no act and no day while it is not filled in */
export interface Planned {
	unit: number;
	act: string;
	due: string;
}

export interface Closing {
	outcome: Outcome | "";
	reply: string;
	commitments: Planned[];
}

const lines = (all: Planned[]) => all.map((one) => `${one.unit}\t${one.due}\t${one.act}`).join("\n");

const plannedOf = (text: string) => text.split("\n").filter(Boolean).map((line): Planned => {
	const [unit, due, ...act] = line.split("\t");
	return { unit: Number(unit), due: due ?? "", act: act.join("\t") };
});

export const closingRules: Rules<Closing> = {
	copy: (doc) => ({ ...doc, commitments: doc.commitments.map((one) => ({ ...one })) }),
	same: (a, b) => a.outcome === b.outcome && a.reply === b.reply &&
		lines(a.commitments) === lines(b.commitments),
	merge(base, mine, theirs) {
		const reply = mergeLines(base.reply, mine.reply, theirs.reply);
		const planned = mergeLines(lines(base.commitments), lines(mine.commitments),
			lines(theirs.commitments));
		return { doc: { outcome: mine.outcome === base.outcome ? theirs.outcome : mine.outcome,
			reply: reply.text, commitments: plannedOf(planned.text) }, conflicts: reply.conflicts };
	},
};

function wireOf(visit: string, { version, turn, doc, writer }: Save<Closing> & { writer: string }) {
	const { outcome, reply, commitments } = doc;
	return { visit, version, turn, writer, reply, commitments, ...(outcome ? { outcome } : {}) };
}

export function useClosing(visit: string, when: () => boolean): Sheet<Closing> {
	return useSheet<Closing>({
		visit,
		event: "closing.saved",
		when,
		fresh: () => ({ outcome: "", reply: "", commitments: [] }),
		rules: closingRules,
		load: async () => {
			const { version, outcome, reply, commitments } = await ask("closing.get", { visit });
			return { version, doc: { outcome: outcome ?? "", reply, commitments } };
		},
		save: async (save) => {
			const answer = await ask("closing.save", wireOf(visit, save));
			return { version: answer.version, conflicts: answer.conflicts, ...(answer.merged ?
				{ doc: { outcome: answer.outcome ?? "", reply: answer.reply ?? "",
					commitments: answer.commitments ?? [] } } : {}) };
		},
		late: (save) => askFarewell("closing.save", wireOf(visit, save)),
	});
}
