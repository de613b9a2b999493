/* A document that several windows write at once, each saving every few seconds. What another saved
 * is merged into what is being written here; what could not be saved is tried again. A machine
 * without timers and without the page: both come from outside. */
import type { Conflict } from "./merge";

export type SyncState = "saved" | "saving" | "unsaved" | "over";

export interface Answer<T> {
	version: number;
	/* what stands now; left out: what was sent */
	doc?: T;
	conflicts?: Conflict[];
}

export interface Save<T> {
	version: number;
	turn: number;
	doc: T;
}

export interface Rules<T> {
	copy(doc: T): T;
	same(a: T, b: T): boolean;
	merge(base: T, mine: T, theirs: T): { doc: T; conflicts: Conflict[] };
}

export class Synced<T> {
	version = 0;
	/* what stands at the broker, as far as we know: what is written here began from it */
	base: T;
	conflicts: Conflict[] = [];
	private sending: Save<T> | null = null;
	private held = false;
	private waiting: Answer<T>[] = [];

	/* `doc` is what the page shows and changes. `turn`: of the last save of this window. */
	constructor(readonly doc: { value: T }, private readonly rules: Rules<T>, private turn = 0) {
		this.base = rules.copy(doc.value);
	}

	get isSaved(): boolean {
		return !this.sending && this.rules.same(this.doc.value, this.base);
	}

	get isSending(): boolean {
		return this.sending !== null;
	}

	/* What was written before a reload, with what it had begun from. */
	restore(version: number, base: T, mine: T): void {
		this.version = version;
		this.base = this.rules.copy(base);
		this.doc.value = this.rules.copy(mine);
	}

	/* What is to be sent now; null: nothing, or a save is on its way, or a word is being composed. */
	next(): Save<T> | null {
		if (this.sending || this.held || this.rules.same(this.doc.value, this.base))
			return null;
		return (this.sending = this.save());
	}

	/* The same for a page that goes: it does not wait for what is on its way. */
	last(): Save<T> | null {
		return this.isSaved ? null : this.save();
	}

	private save(): Save<T> {
		return { version: this.version, turn: ++this.turn, doc: this.rules.copy(this.doc.value) };
	}

	failed(): void {
		this.sending = null;
	}

	answered(answer: Answer<T>): void {
		const sent = this.sending;
		this.sending = null;
		this.take(answer, answer.doc ?? sent?.doc ?? this.base, sent?.doc ?? this.base);
		this.conflicts.push(...answer.conflicts ?? []);
	}

	/* What another saved, as it was read. */
	heard(answer: Answer<T>): void {
		if (answer.version <= this.version || !answer.doc)
			return;
		if (this.held || this.sending)
			this.waiting.push(answer);
		else
			this.take(answer, answer.doc, this.base);
	}

	/* While a Chinese word is being composed its field must not be changed under it. */
	hold(on: boolean): void {
		this.held = on;
		this.goOn();
	}

	private goOn(): void {
		while (!this.held && !this.sending && this.waiting.length)
			this.heard(this.waiting.shift() as Answer<T>);
	}

	private take({ version }: Answer<T>, theirs: T, from: T): void {
		if (this.held && !this.rules.same(theirs, from)) {
			/* What is on the screen began from what was sent; the rest comes after the word. */
			this.waiting.push({ version, doc: theirs });
			this.base = this.rules.copy(from);
			return;
		}
		const merged = this.rules.merge(from, this.doc.value, theirs);
		this.version = version;
		this.base = this.rules.copy(theirs);
		if (!this.rules.same(merged.doc, this.doc.value))
			this.doc.value = this.rules.copy(merged.doc);
		this.conflicts.push(...merged.conflicts);
		this.goOn();
	}
}
