/* The page is hidden or left: it may be gone in an instant, and nobody hears an answer any more. */
import { onUnmounted } from "vue";
import { hasLeft } from "../wire/session";

export function onGone(act: () => void): void {
	const gone = () => void (hasLeft() || act());
	const hidden = () => document.visibilityState === "hidden" && gone();
	document.addEventListener("visibilitychange", hidden);
	addEventListener("pagehide", gone);
	onUnmounted(() => {
		document.removeEventListener("visibilitychange", hidden);
		removeEventListener("pagehide", gone);
	});
}
