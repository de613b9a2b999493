/* What a page shows: read once, again after an event that concerns it, and after a return of the
 * connection. */
import { onUnmounted, ref, shallowRef, type Ref, type ShallowRef } from "vue";
import { asFailure, type Failure } from "../wire/failure";
import type { WireEvent } from "../wire/connection";
import { connection } from "../wire/session";
import { ofLine, type Heard } from "./age";

export interface Live<T> {
	data: ShallowRef<T | null>;
	failure: ShallowRef<Failure | null>;
	reload: () => Promise<void>;
	/* of what `data` says of this moment */
	heard: Heard;
	/* when it was read, of performance.now() */
	readAt: () => number;
}

const settle = 150;

export function useLive<T>(load: () => Promise<T>,
	concerns: (event: WireEvent) => boolean = () => true): Live<T> {
	const data = shallowRef<T | null>(null);
	const failure = shallowRef<Failure | null>(null);
	const read_at = ref(0);
	let turn = 0;
	let timer = 0;

	async function reload(): Promise<void> {
		const mine = ++turn;
		try {
			const fresh = await load();
			if (mine !== turn)
				return;
			data.value = fresh;
			read_at.value = performance.now();
			failure.value = null;
		} catch (thrown) {
			if (mine === turn)
				failure.value = asFailure(thrown);
		}
	}

	function soon(): void {
		clearTimeout(timer);
		timer = window.setTimeout(() => void reload(), settle);
	}

	/* What is being typed comes each two seconds and is read by those who show it (sheet.ts). */
	const stops = [connection.onEvent((event) =>
		!event.name.endsWith(".saved") && concerns(event) && soon()),
		connection.onResync(soon)];
	onUnmounted(() => {
		clearTimeout(timer);
		turn++;
		stops.forEach((stop) => stop());
	});
	void reload();
	const readAt = () => read_at.value;
	return { data, failure, reload, readAt, heard: ofLine(readAt, () => failure.value !== null) };
}

/* One act at a time: whether it runs, and how it failed. */
export function useAct(): {
	busy: Ref<boolean>;
	failure: ShallowRef<Failure | null>;
	run: (act: () => Promise<unknown>) => Promise<boolean>;
} {
	const busy = ref(false);
	const failure = shallowRef<Failure | null>(null);

	async function run(act: () => Promise<unknown>): Promise<boolean> {
		if (busy.value)
			return false;
		busy.value = true;
		failure.value = null;
		try {
			await act();
			return true;
		} catch (thrown) {
			failure.value = asFailure(thrown);
			return false;
		} finally {
			busy.value = false;
		}
	}

	return { busy, failure, run };
}
