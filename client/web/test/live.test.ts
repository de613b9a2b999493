/* Every word about this moment has an age: a table of the live words, held against the templates. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { forEver, isOld, lineLimit, liveLimit, ofReading, ofReport, onceLimit } from "../src/parts/age";
import { documentNote, noteOf, ownDocumentNote } from "../src/parts/call";
import { freshView, type Remote } from "../src/wire/leg";
import { zh } from "../src/words/zh";
import { elementsOf, sources } from "./templates";

/* What holds only while it is heard anew. */
const live = new Set(["call.step_small", "call.step_sound", "call.step_small_you", "call.step_sound_you",
	"call.muted", "call.muted_you", "call.mute_other", "call.unmute_other", "call.sound_alone",
	"call.sound_alone_you", "call.sound_alone_other", "call.alone", "call.other_lost", "call.other_still",
	"call.still", "call.lacks_picture", "call.lacks_sound", "call.frozen", "call.frozen_muted",
	"call.camera_is_off", "call.speaks", "call.document", "call.document_own", "call.show_busy",
	"call.present", "call.absent", "call.connecting", "call.lost", "call.rec_on", "call.rec_saved",
	"call.rec_late", "call.rec_off", "call.rec_disk", "call.rec_failed", "call.rec_refused",
	"call.rec_audio", "call.rec_video", "call.waiting", "call.not_yet", "quality.of", "servers.of",
	"servers.ready", "servers.away", "servers.none", "servers.no_links",
	"official.waiting", "official.waiting_none", "slip.off"]);
/* The same of words of the wire. */
const groups = ["state", "quality", "recording"];

/* What this page itself does or knows, what is over, what a person may do, and what tells its time. */
const timeless = /^call\.(title|waiting_help|not_yet_help|ended(_help)?|left(_help)?|rejoin|taken_over(_help)?|take_back|refused|joining|returning|moving|stuck_\w+|known_until|no_devices|self|mute|unmute|camera_off|camera_on|show|show_(stop|what|screen|camera|help|none|failed)|document_yours|leave|close|controls|large|picture|sound_blocked|sound_play|who|left_minutes|soon_over|over|side|village)$/;

/* Where a live word stands outside of a LiveWord, and why it has an age all the same. */
const elsewhere: Record<string, string> = {
	"src/parts/ShowDocument.vue call.show_busy": "Call.vue hands down what is shown only while it is known",
	"src/parts/CallState.vue call.rec_saved": "tells its own age, and is not there past the limit",
	"src/parts/CallState.vue call.rec_late": "the same",
	"src/parts/CallState.vue left.key": "the clock of this page",
	"src/parts/CallRest.vue said[1]": "what comes next; the heading above it has the age",
	"src/pages/Query.vue state": "told with the time of the answer, as the whole page",
	"src/pages/Query.vue recording": "the same",
	"src/parts/DeviceCheck.vue quality": "this page's own measure before a call",
};

/* Keys and groups in an expression: whole ones, those that a prefix may become, and "" + expression
 * where only the page knows. */
function keysIn(expression: string): string[] {
	const whole = [...expression.matchAll(/["']([a-z]+\.\w+)["']/g)].map((one) => one[1] as string);
	const begun = [...expression.matchAll(/`([a-z]+\.\w*)\$\{/g)].flatMap((one) =>
		[...live].filter((key) => key.startsWith(one[1] as string)));
	const named = groups.filter((group) => new RegExp(`\\bword\\("${group}"`).test(expression));
	const unknown = [...expression.matchAll(/\bt\(([\w.[\]]+)[,)]/g)].map((one) => `${one[1]}`);
	return [...whole, ...begun, ...named, ...unknown];
}

const scriptOf = (text: string) => text.slice(0, text.indexOf("\n<template>"));

test("each word of the call is known as live or as timeless", () => {
	for (const key of Object.keys(zh).filter((one) => one.startsWith("call.")))
		expect([key, live.has(key) !== timeless.test(key)]).toEqual([key, true]);
	for (const key of live)
		expect([key, key in zh]).toEqual([key, true]);
});

test("no live word stands in a template without its age", () => {
	const bare = [];
	for (const file of sources(".vue")) {
		const text = readFileSync(file, "utf8");
		/* where the script chooses among live words, what it chose is one */
		const chooses = keysIn(scriptOf(text)).some((key) => live.has(key)) || /lightOf/.test(text);
		for (const { tag, within, said, attributes } of elementsOf(text)) {
			const inWord = [tag, ...within].includes("LiveWord");
			/* on a picture the note says since when nothing is known */
			const inTile = [tag, ...within].includes("PictureTile");
			const shown = [...inWord ? [] : said,
				...inWord || inTile ? [] : [...attributes].filter(([name]) => name.startsWith(":"))
					.map(([, value]) => value)];
			for (const key of shown.flatMap(keysIn))
				if ((live.has(key) || groups.includes(key) || (chooses && !(key in zh))) &&
					!(`${file} ${key}` in elsewhere))
					bare.push(`${file}: ${key}`);
		}
	}
	expect(bare).toEqual([]);
});

test("what a script says by itself is shown by a LiveWord, or has an age there", () => {
	for (const file of sources(".vue", ".ts").filter((one) => !one.includes("/words/"))) {
		const text = readFileSync(file, "utf8");
		const script = file.endsWith(".vue") ? scriptOf(text) : text;
		const said = [...script.matchAll(/\b(?:t|word)\([^;]*?\)/g)].flatMap((one) => keysIn(one[0]));
		const bare = said.filter((key) => (live.has(key) || groups.includes(key)) &&
			!(`${file} ${key}` in elsewhere));
		expect([file, bare]).toEqual([file, []]);
	}
	const call = readFileSync("src/pages/Call.vue", "utf8");
	expect(call).toContain("old.value ? null : stage.value.shown");
	expect(call).toContain(':shown="shown"');
});

test("each picture of another, and each document, has a note that knows its age", () => {
	const tiles = elementsOf(readFileSync("src/parts/StageView.vue", "utf8"))
		.filter((one) => one.tag === "PictureTile" && !one.attributes.has("own"));
	expect(tiles).toHaveLength(3);
	for (const { attributes } of tiles)
		expect(attributes.get(":note")).toContain("known");
});

const remote: Remote = { leg: "L", who: "L 1", seat: "village", name: "甲村", live: true, muted: false,
	cameraOff: false, speaks: false, step: "full", picture: "shared", quality: "good", still_at: 0,
	frozen_at: 0, lacks: "", stream: null };
const fresh = { old: false, since: "" };
const old = { old: true, since: "09:41:07" };

test("of another side nothing is claimed past the limit", () => {
	const view = freshView();
	const cases: [Partial<Remote>, string | undefined][] = [[{}, undefined], [{ live: false }, "call.lost"],
		[{ muted: true }, "call.muted"], [{ cameraOff: true }, "call.camera_is_off"],
		[{ speaks: true }, "call.speaks"], [{ lacks: "picture" }, "call.lacks_picture"],
		[{ picture: "none" }, "call.sound_alone"], [{ frozen_at: 5 }, "call.frozen"],
		[{ frozen_at: 5, muted: true }, "call.frozen_muted"]];
	for (const [one, key] of cases) {
		expect(noteOf({ ...remote, ...one }, view, fresh)?.key).toBe(key);
		expect(noteOf({ ...remote, ...one }, view, old)).toEqual(
			{ key: "call.known_until", values: { time: "09:41:07" } });
	}
	/* it tells its own time, by what this page gets */
	expect(noteOf({ ...remote, still_at: 5, speaks: true }, view, old)?.key).toBe("call.still");
	expect(noteOf(remote, { ...view, step: "sound" }, fresh)?.key).toBe("call.step_sound");
});

test("that everybody sees our document is said when it was reported, and as long as it is", () => {
	const shown = { leg: "L", name: "甲村", own: true, stream: null };
	expect(ownDocumentNote(null, fresh)).toBe(null);
	expect(ownDocumentNote({ ...shown, own: false }, fresh)).toBe(null);
	expect(ownDocumentNote(shown, fresh)?.key).toBe("call.document_own");
	expect(ownDocumentNote(shown, old)?.key).toBe("call.known_until");
	expect(documentNote(fresh)).toBe(null);
	expect(documentNote(old)?.key).toBe("call.known_until");
});

test("each kind of word has its limit", () => {
	const report = ofReport(() => ({ told_at: 500 }));
	expect([report.at(), report.limit()]).toEqual([500, liveLimit]);
	const reading = ofReading(() => 700);
	expect([reading.at(), reading.limit()]).toEqual([700, onceLimit]);
	expect(isOld(forEver.at(), 1e12, forEver.limit())).toBe(false);
	expect(lineLimit).toBeGreaterThan(20_000 + 1000); /* quiet, and the tick that knocks */
});
