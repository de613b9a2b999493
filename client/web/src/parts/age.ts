/* The age of what a page says of this moment: past its limit a live word is grey and says since when
 * it may be otherwise. The clock is the page's own, that never jumps. */
import { computed, onUnmounted, ref, type ComputedRef } from "vue";
import { serverNow } from "../wire/session";
import { clockSeconds } from "./time";

/* Reports come twice a second: two in a row are missing. With the beat below it shows within two
 * seconds. */
export const liveLimit = 1200;
const beat = 250;

/* 0: nothing was heard yet, so nothing was claimed. */
export const isOld = (at: number, now: number, limit = liveLimit) => at > 0 && now - at > limit;

export interface Age {
	/* in ms, 0 while nothing was heard */
	age: ComputedRef<number>;
	old: ComputedRef<boolean>;
	/* "09:41:07", of what is said */
	since: ComputedRef<string>;
}

/* at: of performance.now() */
export function useAge(at: () => number, limit = liveLimit): Age {
	const now = ref(performance.now());
	const timer = setInterval(() => (now.value = performance.now()), beat);
	onUnmounted(() => clearInterval(timer));
	return {
		age: computed(() => (at() > 0 ? Math.max(0, now.value - at()) : 0)),
		old: computed(() => isOld(at(), now.value, limit)),
		since: computed(() => clockOf(at())),
	};
}

/* An instant of performance.now() as a time of day. */
export const clockOf = (at: number) => clockSeconds(serverNow() - (performance.now() - at));
