/* The broker's time, ticking, for pages that say how long it is. */
import { onUnmounted, ref, type Ref } from "vue";
import { serverNow } from "../wire/session";

export function useNow(every_ms = 1000): Ref<number> {
	const now = ref(serverNow());
	const timer = setInterval(() => (now.value = serverNow()), every_ms);
	onUnmounted(() => clearInterval(timer));
	return now;
}
