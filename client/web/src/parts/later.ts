/* Pages and parts that are fetched when they are needed. One that does not come, because the line is
 * weak or the system was renewed and its files have other names, is said, with a way to go on. */
import { defineAsyncComponent, ref, type Component } from "vue";

const TRIES = 3;

/* The address to open again, or nothing. */
export const missing = ref("");

export const lacking = (): void => void (missing.value = location.pathname + location.search);

export const later = (load: () => Promise<Component>): Component => defineAsyncComponent({
	loader: load,
	onError: (_why, again, giveUp, tries) => {
		if (tries < TRIES) {
			window.setTimeout(again, tries * 1000);
			return;
		}
		lacking();
		giveUp();
	},
});
