/* The age of what a page says of this moment: past its limit a live word is grey and says since when
 * it may be otherwise. The clock is the page's own, that never jumps. */
import { computed, onUnmounted, ref, type ComputedRef } from "vue";
import { connection, serverNow, session } from "../wire/session";
import { clockSeconds } from "./time";

/* Reports come twice a second: two in a row are missing. With the beat below it shows within two
 * seconds. */
export const liveLimit = 1200;
/* A quiet connection is knocked on after 20 s (connection.ts); then an answer is late. */
export const lineLimit = 23_000;
/* What was read once and of which no event comes: a visit goes on in half a minute. */
export const onceLimit = 30_000;
const beat = 250;

/* From when a word is, of performance.now() (0: nothing was heard yet, so nothing was claimed), and
 * how long it holds. */
export interface Heard {
	at: () => number;
	limit: () => number;
}

export const isOld = (at: number, now: number, limit = liveLimit) => at > 0 && now - at > limit;

/* What the media server reports. */
export const ofReport = (view: () => { told_at: number }): Heard =>
	({ at: () => view().told_at, limit: () => liveLimit });

/* What was read and is read again at each event: as new as the last word of the broker, while what
 * was read stands. Of a line that is known to be cut nothing is waited for. */
export const ofLine = (read_at: () => number, failed: () => boolean): Heard => ({
	at: () => (read_at() && !failed() ? Math.max(read_at(), connection.knownAt) : read_at()),
	limit: () => (session.link === "open" ? lineLimit : liveLimit),
});

/* What does not change any more. */
export const forEver: Heard = { at: () => 0, limit: () => Infinity };

/* What was read at one moment. */
export const ofReading = (read_at: () => number, limit = onceLimit): Heard =>
	({ at: read_at, limit: () => limit });

export interface Age {
	/* in ms, 0 while nothing was heard */
	age: ComputedRef<number>;
	old: ComputedRef<boolean>;
	/* "09:41:07", of what is said */
	since: ComputedRef<string>;
}

/* One clock for all words of a page: a list may have thousands. */
const now = ref(performance.now());
let users = 0;
let timer = 0;

export function useAge(heard: Heard): Age {
	now.value = performance.now();
	if (!users++)
		timer = window.setInterval(() => (now.value = performance.now()), beat);
	onUnmounted(() => --users || clearInterval(timer));
	return {
		age: computed(() => (heard.at() > 0 ? Math.max(0, now.value - heard.at()) : 0)),
		old: computed(() => isOld(heard.at(), now.value, heard.limit())),
		since: computed(() => clockOf(heard.at())),
	};
}

/* An instant of performance.now() as a time of day, and back. */
export const clockOf = (at: number) => clockSeconds(serverNow() - (performance.now() - at));
export const heardAtOf = (server_ms: number) => performance.now() - (serverNow() - server_ms);
