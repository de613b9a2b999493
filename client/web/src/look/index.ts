/* Light or dark: as the machine is set, until somebody chooses. */
import { ref } from "vue";
import "./tokens.css";
import "./base.css";

const stored = "xinqiao.look";
const wish = matchMedia("(prefers-color-scheme: dark)");

export const dark = ref(false);

function show(): void {
	const chosen = localStorage.getItem(stored);
	dark.value = chosen ? chosen === "dark" : wish.matches;
	document.documentElement.dataset["look"] = dark.value ? "dark" : "light";
}

export function chooseLook(toDark: boolean): void {
	localStorage.setItem(stored, toDark ? "dark" : "light");
	show();
}

export function startLook(): void {
	wish.addEventListener("change", show);
	show();
}
