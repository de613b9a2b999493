/* The language of the page: Chinese is there at once, English is loaded when it is asked for. */
import { reactive } from "vue";
import { type Failure } from "../wire/failure";
import type { Lang } from "../parts/time";
import { zh, type Key } from "./zh";

const stored = "xinqiao.lang";
const state = reactive<{ lang: Lang; words: Record<Key, string> }>({ lang: "zh", words: zh });

export const lang = () => state.lang;

export function t(key: Key, values: Record<string, string | number> = {}): string {
	return state.words[key].replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/* A word that came over the wire: "state.live", or the word itself when there is no text for it. */
export function word(group: string, value: string | undefined): string {
	if (!value)
		return "";
	return state.words[`${group}.${value}` as Key] ?? value;
}

/* What to say of a failure. The broker's own sentence is Chinese and knows more than we do. */
export function sayOf(failure: Failure): string {
	if (failure.message && state.lang === "zh")
		return failure.message;
	return state.words[`error.${failure.word}` as Key] ??
		(failure.message || state.words["error.other"]);
}

export async function speak(next: Lang): Promise<void> {
	state.words = next === "en" ? (await import("./en")).en : zh;
	state.lang = next;
	document.documentElement.lang = next === "en" ? "en" : "zh-CN";
	localStorage.setItem(stored, next);
}

export async function startWords(): Promise<void> {
	if (localStorage.getItem(stored) === "en")
		await speak("en");
}
