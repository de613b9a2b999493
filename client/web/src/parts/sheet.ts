/* Keeps a document at the broker while it is written: every two seconds, when a field is left, when
 * the page is hidden; reads it again when another has saved. What could not be sent before a reload
 * waits in this tab. */
import { onUnmounted, ref, shallowReactive, watch, type Ref } from "vue";
import { asFailure, type Failure } from "../wire/failure";
import { connection, hasLeft, onLeaving, serverNow, session } from "../wire/session";
import { onGone } from "./gone";
import { newKey } from "./key";
import type { Conflict } from "./merge";
import { Synced, type Answer, type Rules, type Save, type SyncState } from "./synced";

/* Saves while somebody types, and the next try after one that failed. */
const every = 2000;
const again = 5000;

/* How long "is writing" is said after a save of another. */
export const writingFor = 6000;

export interface Source<T> {
	visit: string;
	event: "minutes.saved" | "closing.saved";
	/* until it is true nothing is asked for: not everybody may read it */
	when?: () => boolean;
	fresh: () => T;
	rules: Rules<T>;
	load: () => Promise<Answer<T> & { name?: string }>;
	save: (save: Save<T> & { writer: string }) => Promise<Answer<T>>;
	late: (save: Save<T> & { writer: string }) => void;
}

export interface Sheet<T> {
	doc: Ref<T>;
	status: { state: SyncState; failure: Failure | null; loaded: boolean; by: string; byAt: number;
		conflicts: Conflict[] };
	/* saves what is not saved; false: it could not be */
	flush: () => Promise<boolean>;
	/* that stands at the broker, as far as we know */
	version: () => number;
	hold: (on: boolean) => void;
	settle: (i: number) => void;
}

/* After these a second try without a change is of no use. */
const final = new Set(["bad_input", "too_large", "wrong_state", "forbidden", "not_found"]);

export function useSheet<T>(source: Source<T>): Sheet<T> {
	const doc = ref(source.fresh()) as Ref<T>;
	const status = shallowReactive({ state: "saved" as SyncState, failure: null as Failure | null,
		loaded: false, by: "", byAt: 0, conflicts: [] as Conflict[] });
	const writer = newKey();
	const synced = new Synced(doc, source.rules);
	const mark = `xinqiao.unsaved.${session.staff?.id}.${source.event}.${source.visit}`;
	let timer = 0;
	let gone = false;
	/* what was sent last when the page was hidden: not twice for one going */
	let sentLate: T | null = null;

	function show(): void {
		status.conflicts = [...synced.conflicts];
		if (status.state !== "over")
			status.state = synced.isSending ? "saving" : synced.isSaved ? "saved" : "unsaved";
	}

	function later(ms: number): void {
		if (!timer && !gone)
			timer = window.setTimeout(() => {
				timer = 0;
				void flush();
			}, ms);
	}

	async function send(save: Save<T>): Promise<boolean> {
		show();
		try {
			synced.answered(await source.save({ ...save, writer }));
			sentLate = null;
			status.failure = null;
			sessionStorage.removeItem(mark);
			return true;
		} catch (thrown) {
			synced.failed();
			status.failure = asFailure(thrown);
			if (status.failure.word === "wrong_state")
				status.state = "over";
			if (!final.has(status.failure.word))
				later(again);
			return false;
		} finally {
			show();
		}
	}

	let running: Promise<boolean> = Promise.resolve(true);

	/* One save at a time; what was typed meanwhile follows. */
	function flush(): Promise<boolean> {
		running = running.then(async () => {
			for (let tries = 0; tries < 3 && status.loaded; tries++) {
				const save = synced.next();
				if (!save)
					break;
				if (!await send(save))
					return false;
			}
			return synced.isSaved;
		});
		return running;
	}

	async function load(): Promise<void> {
		try {
			const answer = await source.load();
			synced.heard(answer);
			if (!status.loaded)
				begin();
		} catch (thrown) {
			const failure = asFailure(thrown);
			if (!status.loaded)
				status.failure = failure;
			if (!final.has(failure.word) && !gone)
				setTimeout(() => void load(), again);
		}
		show();
	}

	/* From here on a change is one of ours. What the tab kept began from an older version. */
	function begin(): void {
		status.loaded = true;
		status.failure = null;
		const text = sessionStorage.getItem(mark);
		sessionStorage.removeItem(mark);
		if (!synced.isSaved) /* it was written before this came */
			later(every);
		if (!text)
			return;
		const kept = JSON.parse(text) as { version: number; base: T; mine: T };
		const now = { version: synced.version, doc: source.rules.copy(synced.base) };
		synced.restore(kept.version, kept.base, kept.mine);
		synced.heard(now);
		later(0);
	}

	function keepInTab(): void {
		if (status.loaded && !synced.isSaved && !hasLeft())
			sessionStorage.setItem(mark, JSON.stringify({ version: synced.version,
				base: synced.base, mine: doc.value }));
	}

	watch(doc, () => {
		show();
		if (status.loaded && !synced.isSaved)
			later(every);
	}, { deep: true });

	onGone(() => {
		if (!status.loaded || synced.isSaved ||
			(sentLate && source.rules.same(sentLate, doc.value)))
			return;
		keepInTab();
		const save = session.link === "open" ? synced.last() : null;
		if (save) {
			sentLate = save.doc;
			source.late({ ...save, writer });
		}
		later(0);
	});

	const stops = [
		connection.onEvent((event) => {
			const data = event.data as { version: number; writer?: string; name: string };
			if (event.visit !== source.visit || event.name !== source.event || data.writer === writer)
				return;
			status.by = data.name;
			status.byAt = serverNow();
			void load();
		}),
		connection.onResync(() => status.loaded && void load()),
		onLeaving(flush),
		watch(source.when ?? (() => true), (now) => now && !status.loaded && void load(),
			{ immediate: true }),
	];
	onUnmounted(() => {
		keepInTab();
		void flush();
		gone = true;
		clearTimeout(timer);
		stops.forEach((stop) => stop());
	});

	return { doc, status, flush, version: () => synced.version, hold: (on) => {
		synced.hold(on);
		show();
	}, settle: (i) => {
		synced.conflicts.splice(i, 1);
		show();
	} };
}
