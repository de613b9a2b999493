/* The language of the page: Chinese is there at once, English is loaded when it is asked for. */
import { reactive } from "vue";
import type { Argument, Failure } from "../wire/failure";
import { dateTime, type Lang } from "../parts/time";
import { zh, type Key } from "./zh";

const stored = "xinqiao.lang";
const state = reactive<{ lang: Lang; words: Record<Key, string> }>({ lang: "zh", words: zh });

export const lang = () => state.lang;

/* The language that the broker's own sentences come in: that of the page when it connected. */
let asked: Lang = "zh";
export const askIn = () => (asked = state.lang);
export const isRead = () => asked === state.lang;

/* {n} is the value itself, {n:day|days} the one or the other by it. */
export function t(key: Key, values: Record<string, string | number> = {}): string {
	return state.words[key].replace(/\{(\w+)(?::([^|{}]*)\|([^{}]*))?\}/g, (whole, name, one, many) =>
		(one === undefined ? String(values[name] ?? whole) : Number(values[name]) === 1 ? one : many));
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

function told({ text, text_en, number, at }: Argument): string {
	if (at !== undefined)
		return dateTime(at, state.lang);
	if (text !== undefined)
		return named(text, text_en);
	return state.lang === "en" ? (number ?? 0).toLocaleString("en") : String(number ?? 0);
}

/* What to say of a failure: why, if the broker said so and we know the word; else its sentence if it
 * is in the language of the page; else its error. `label` is what the field is called on the page. */
export function sayOf(failure: Failure, label?: string): string {
	const { word: error, why, message } = failure;
	const key = `why.${why}` as Key;
	if (key in state.words)
		return t(key, { field: label ?? t("fault.a_field"),
			...Object.fromEntries(failure.arguments.map((one) => [one.name, told(one)])) });
	if (message && isRead())
		return message;
	return state.words[`error.${error}` as Key] ?? state.words["error.other"];
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
