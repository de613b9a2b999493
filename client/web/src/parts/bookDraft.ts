/* The booking form, kept at the broker while it is filled in: sealed, for its clerk alone, gone when
 * it is booked or discarded. Only a page that came back by itself, by a reload, shows it at once;
 * whoever opens the form anew is asked first: another resident may be looking. */
import { onUnmounted, reactive, ref, shallowReactive, watch, type Ref } from "vue";
import { asFailure, type Failure } from "../wire/failure";
import { askFarewell } from "../wire/once";
import { ask, onLeaving, session } from "../wire/session";
import type { Params, Result } from "../wire/types.gen";
import { freshBook, type BookDraft, type Kind } from "./book";
import { onGone } from "./gone";
import { newKey } from "./key";

type Form = Params<"booking.save">["form"];

/* asking: a form is there, and whose turn it is must be said; other: another window's is kept */
export type BookState = "loading" | "asking" | "writing" | "other";

/* What the page that was just left was filling in; with the form where it was not saved yet. */
interface Mark {
	key: string;
	version: number;
	form?: Form;
}
const mark = "xinqiao.book";
const every = 2000;
const again = 5000;

export function formOf(draft: BookDraft): Form {
	const { step, name, contact, address, subject, request, kind, competent, competent_name,
		competent_name_en, unit, unit_name, unit_name_en, matter, slot } = draft;
	return { step, name, contact, address, subject, request, competent, competent_name, unit,
		unit_name, ...(competent_name_en ? { competent_name_en } : {}),
		...(unit_name_en ? { unit_name_en } : {}), ...(kind ? { kind } : {}), ...(matter ? { matter: matter.matter, matter_number: matter.number,
			matter_subject: matter.subject, matter_name: matter.petitioner_name } : {}),
		...(slot ? { from: slot.from, till: slot.till } : {}) };
}

export function draftOf(form: Form, key: string): BookDraft {
	const draft = { ...freshBook(), key };
	const { matter, matter_number, matter_subject, matter_name, from, till, kind, ...rest } = form;
	Object.assign(draft, rest, { kind: (kind ?? "") as Kind | "" });
	if (matter)
		draft.matter = { matter, number: matter_number ?? "", subject: matter_subject ?? "",
			petitioner_name: matter_name ?? "" };
	if (from && till)
		draft.slot = { from, till, free: true, why: "", reception: "" };
	return draft;
}

/* Is this page its own next life, and not one that somebody opened anew? */
function cameBack(): boolean {
	const [entry] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
	return !!entry && entry.type !== "navigate" && new URL(entry.name).pathname === location.pathname;
}

function takeMark(): Mark | null {
	const text = sessionStorage.getItem(mark);
	sessionStorage.removeItem(mark);
	return text && cameBack() ? JSON.parse(text) as Mark : null;
}

export interface BookKept {
	draft: BookDraft;
	status: { state: BookState; saved: boolean; at: number; failure: Failure | null };
	discarded: Ref<boolean>;
	load(): Promise<void>;
	goOn(): void;
	discard(): Promise<void>;
	keepThis(): Promise<void>;
	takeOther(): Promise<void>;
	flush(): Promise<void>;
	done(): void;
}

export function useBookDraft(): BookKept {
	const draft = reactive({ ...freshBook(), key: newKey() }) as BookDraft;
	const status = shallowReactive({ state: "loading" as BookState, saved: true, at: 0,
		failure: null as Failure | null });
	const discarded = ref(false);
	const writer = newKey();
	let kept: Result<"booking.get"> | null = null;
	let version = 0;
	let turn = 0;
	let clean = "";
	let timer = 0;
	let over = false;
	const isClean = () => JSON.stringify(draft) === clean;

	function begin(fresh: BookDraft): void {
		Object.assign(draft, fresh);
		clean = JSON.stringify(draft);
		status.saved = true;
		status.state = "writing";
	}

	function goOn(): void {
		if (!kept?.key || !kept.form)
			return;
		version = kept.version;
		begin(draftOf(kept.form, kept.key));
	}

	/* What the page that was left could not save any more; false: the broker has it, or newer. */
	function restore(own: Mark): boolean {
		if (!kept || !own.form || own.version !== kept.version)
			return false;
		begin(draftOf(own.form, own.key));
		clean = "";
		status.saved = false;
		if (kept.key && kept.key !== own.key)
			status.state = "other";
		later(0);
		return true;
	}

	async function load(): Promise<void> {
		try {
			kept = await ask("booking.get", {});
			status.failure = null;
			version = kept.version;
			status.at = kept.at ?? 0;
			const own = takeMark();
			if (own && restore(own))
				return;
			if (!kept.key)
				begin({ ...freshBook(), key: newKey() });
			else if (kept.key === own?.key)
				goOn();
			else
				status.state = "asking";
		} catch (thrown) {
			status.failure = asFailure(thrown);
		}
	}

	function request(): Params<"booking.save"> {
		return { key: draft.key, version, writer, turn: ++turn, form: formOf(draft) };
	}

	function later(ms: number): void {
		if (!timer && !over)
			timer = window.setTimeout(() => {
				timer = 0;
				void flush();
			}, ms);
	}

	async function send(): Promise<void> {
		const sent = JSON.stringify(draft);
		try {
			const answer = await ask("booking.save", request());
			status.failure = null;
			version = answer.version;
			if (!answer.saved) {
				status.state = over ? status.state : "other";
				return;
			}
			clean = sent;
		} catch (thrown) {
			status.failure = asFailure(thrown);
			if (status.failure.word !== "bad_input")
				later(again);
		} finally {
			status.saved = isClean();
		}
	}

	let running = Promise.resolve();

	function flush(): Promise<void> {
		running = running.then(() => (over || status.state !== "writing" || isClean() ? undefined :
			send()));
		return running;
	}

	watch(draft, () => {
		if (status.state !== "writing")
			return;
		discarded.value = false;
		status.saved = isClean();
		if (!status.saved)
			later(every);
	}, { deep: true });

	let sentLate = "";

	onGone(() => {
		if (over || !["writing", "other"].includes(status.state))
			return;
		const saved = isClean();
		sessionStorage.setItem(mark, JSON.stringify({ key: draft.key, version,
			...(saved ? {} : { form: formOf(draft) }) }));
		if (saved || status.state === "other" || sentLate === JSON.stringify(draft))
			return;
		sentLate = JSON.stringify(draft);
		if (session.link === "open")
			askFarewell("booking.save", request());
		later(0);
	});
	const stopLeaving = onLeaving(() => flush().then(() => status.saved));
	onUnmounted(() => {
		void flush();
		stopLeaving();
		clearTimeout(timer);
		sessionStorage.removeItem(mark);
	});
	void load();

	return { draft, status, discarded, load, goOn, flush,
		async discard() {
			await running;
			const key = status.state === "asking" ? kept?.key ?? "" : draft.key;
			await ask("booking.discard", { key });
			sessionStorage.removeItem(mark);
			begin({ ...freshBook(), key: newKey() });
			status.state = "loading";
			await load();
			discarded.value = true;
		},
		/* This form gives way to the other window's, which the same person has just been filling in. */
		async takeOther() {
			kept = await ask("booking.get", {});
			version = kept.version;
			if (kept.key)
				goOn();
			else
				begin({ ...freshBook(), key: newKey() });
		},
		/* The other window's form gives way to this one. */
		async keepThis() {
			draft.key = newKey();
			status.state = "writing";
			clean = "";
			await flush();
		},
		done() {
			over = true;
			clearTimeout(timer);
			sessionStorage.removeItem(mark);
		} };
}
