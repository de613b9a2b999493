/* What went wrong with a request: the broker's stable word, why with its arguments, its sentence, and
 * what would help. */
import type { Refused } from "./types.gen";

export type Argument = NonNullable<Refused["arguments"]>[number];

export interface Instead {
	from: number;
	till: number;
}

export interface LineFault {
	line: number;
	field?: string;
	/* of an older broker: not there */
	why?: string;
	say: string;
}

interface ErrorData {
	word?: string;
	say?: string;
	field?: string;
	/* another broker may know a word that we do not */
	why?: string;
	arguments?: Argument[];
	instead?: Instead[];
	faults?: LineFault[];
}

/* Words of our own, next to those of the broker. */
export type OwnWord = "no_connection" | "answer_unknown" | "timed_out" | "unreadable";

export class Failure extends Error {
	readonly word: string;
	readonly field: string | undefined;
	readonly why: string | undefined;
	readonly arguments: Argument[];
	readonly instead: Instead[];
	readonly faults: LineFault[];

	constructor(data: ErrorData) {
		super(data.say ?? "");
		this.word = data.word ?? "unreadable";
		this.field = data.field;
		this.why = data.why;
		this.arguments = data.arguments ?? [];
		this.instead = data.instead ?? [];
		this.faults = data.faults ?? [];
	}
}

/* The error member of a JSON-RPC answer. */
export function failureOf(error: { message?: string; data?: ErrorData }): Failure {
	return new Failure({ say: error.message, ...error.data });
}

export function ownFailure(word: OwnWord): Failure {
	return new Failure({ word });
}

export function asFailure(thrown: unknown): Failure {
	return thrown instanceof Failure ? thrown : ownFailure("unreadable");
}
