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

/* The name of a place or an office: some have an English one. */
export const named = (name: string | undefined, en: string | undefined): string =>
	(state.lang === "en" && en) || name || "";

/* A word that came over the wire, as "state.live". Every one has a text (tests/check/said.py); a
 * newer broker may have one that this page does not know, and that is never shown as it is. */
export function word(group: string, value: string | undefined,
	values: Record<string, string | number> = {}): string {
	if (!value)
		return "";
	const key = `${group}.${value}` as Key;
	return t(key in state.words ? key : "app.other_word", values);
}

/* What to say of a failure. The broker's own sentence is Chinese and knows more than we do; in
 * another language it is said by its word and its field. */
export function sayOf(failure: Failure): string {
	const { word: why, field = "", message } = failure;
	if (message && state.lang === "zh")
		return message;
	return state.words[`refuse.${why}.${field.split(/[[.]/)[0]}` as Key] ??
		state.words[`error.${why}` as Key] ?? state.words["error.other"];
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
