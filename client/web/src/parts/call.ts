/* What the call page says of recording and of the time left. Pure. */
import type { LegView, Remote } from "../wire/leg";
import type { Key } from "../words/zh";
import { clockOf } from "./age";
import { minutesUntil } from "./time";

export interface Said {
	key: Key;
	values: Record<string, string | number>;
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

/* Without a codec in common nothing of theirs can be shown here. */
export const isUnseen = (one: Pick<Remote, "picture">, view: Pick<LegView, "picture">) =>
	view.picture === "none" || one.picture === "none";

export interface Known {
	old: boolean;
	since: string;
}

/* What stands on the picture of another side; null: nothing. Of who speaks and who is muted nobody
 * knows when no report comes; since when nothing arrives this page knows by itself. */
export function noteOf(one: Remote, view: Pick<LegView, "picture" | "step">, known: Known): Said | null {
	const said = (key: Key, values: Said["values"] = {}): Said => ({ key, values });
	if (one.live && one.still_at)
		return said("call.still", { time: clockOf(one.still_at) });
	if (known.old)
		return said("call.known_until", { time: known.since });
	if (!one.live)
		return said("call.lost");
	if (isUnseen(one, view))
		return said("call.sound_alone");
	if (view.step === "sound")
		return said("call.step_sound");
	if (one.frozen_at)
		return said(one.muted ? "call.frozen_muted" : "call.frozen", { time: clockOf(one.frozen_at) });
	if (one.muted)
		return said("call.muted");
	if (one.cameraOff)
		return said("call.camera_is_off");
	if (one.lacks)
		return said(one.lacks === "picture" ? "call.lacks_picture" : "call.lacks_sound");
	return one.speaks ? said("call.speaks") : null;
}

/* What stands on a document that another shows. */
export const documentNote = (known: Known): Said | null =>
	(known.old ? { key: "call.known_until", values: { time: known.since } } : null);

/* And on ours: that everybody sees it, the report says. */
export function ownDocumentNote(shown: LegView["shown"], known: Known): Said | null {
	if (!shown?.own)
		return null;
	return documentNote(known) ?? { key: "call.document_own", values: {} };
}
