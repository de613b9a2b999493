/* What the call page says of recording and of the time left. Pure. */
import type { Key } from "../words/zh";
import { minutesUntil } from "./time";

export interface Said {
	key: Key;
	values: Record<string, number>;
}

export interface Light {
	on: boolean;
	late: boolean;
	key: Key;
	/* seconds since the last durable byte, with one decimal below ten */
	age: string;
}

export interface Consent {
	video: boolean;
	audio: boolean;
}

const lateAfter = 5000;

export function ageText(ms: number): string {
	return ms < 9950 ? (ms / 1000).toFixed(1) : String(Math.round(ms / 1000));
}

export function lightOf(recording: boolean, age_ms: number, consent: Consent | undefined,
	why = ""): Light {
	const refused = consent && !consent.video && !consent.audio;
	const not: Key = refused ? "call.rec_refused" : why === "disk_full" ? "call.rec_disk" :
		why ? "call.rec_failed" : "call.rec_off";
	const key: Key = !recording ? not :
		consent && !consent.video ? "call.rec_audio" :
		consent && !consent.audio ? "call.rec_video" : "call.rec_on";
	return { on: recording, late: recording && age_ms > lateAfter, key, age: ageText(age_ms) };
}

export type Presence = "present" | "connecting" | "lost" | "absent";

/* Interrupted is only what was there: a seat that is `known` was seen in the call; of others we know
 * nothing before the first report. */
export function presenceOf(seat: { own: boolean; here: boolean; known: boolean },
	told: boolean): Presence {
	if (seat.here)
		return "present";
	if (seat.own)
		return seat.known ? "lost" : "connecting";
	return !told ? "connecting" : seat.known ? "lost" : "absent";
}

/* A warning near the end and after it; the visit is never cut. */
export function timeLeft(till: number, now: number): Said & { warn: boolean } {
	const n = minutesUntil(till, now);
	if (n < 0)
		return { key: "call.over", values: { n: -n }, warn: true };
	return n <= 5 ? { key: "call.soon_over", values: { n }, warn: true } :
		{ key: "call.left_minutes", values: { n }, warn: false };
}
