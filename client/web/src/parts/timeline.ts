/* The time line of a recording: all files of all legs share the visit's zero. Pure. */

export interface Piece {
	leg: string;
	seat_name: string;
	media: string;
	url: string;
	part: number;
	/* came after the fact: a terminal kept it while its link was down */
	late: boolean;
	from_ms: number;
	till_ms: number;
}

export interface Lane {
	key: string;
	leg: string;
	seat_name: string;
	/* what the leg showed, not its people */
	document: boolean;
	pieces: Piece[];
}

interface Part {
	part: number;
	from_ms: number;
	till_ms: number;
	late?: boolean;
	files: { leg: string; seat_name: string; media: string; document?: boolean; url: string;
		offset_ms: number; duration_ms: number }[];
}

/* Posters, journals and gap maps are files too, but nothing to play. */
const playable = /^(video|audio)\b/;

/* One lane a leg and one for its documents, in the order in which they appear. */
export function lanesOf(parts: Part[]): Lane[] {
	const lanes = new Map<string, Lane>();
	for (const part of parts)
		for (const file of part.files.filter((one) => playable.test(one.media))) {
			const document = file.document === true;
			const key = document ? `${file.leg} document` : file.leg;
			const lane = lanes.get(key) ??
				{ key, leg: file.leg, seat_name: file.seat_name, document, pieces: [] };
			lanes.set(key, lane);
			lane.pieces.push({ leg: file.leg, seat_name: file.seat_name, media: file.media,
				url: file.url, part: part.part,
				late: part.late === true, from_ms: file.offset_ms,
				till_ms: file.offset_ms + file.duration_ms });
		}
	return [...lanes.values()];
}

export function lengthOf(parts: Part[], duration_ms: number): number {
	return Math.max(duration_ms, ...parts.map((part) => part.till_ms),
		...lanesOf(parts).flatMap((lane) => lane.pieces.map((piece) => piece.till_ms)), 1);
}

export const plays = (piece: Piece, at: number) => at >= piece.from_ms && at < piece.till_ms;

/* What to show at an instant: where something came late it fills the hole, alone. */
export function playingAt(lanes: Lane[], at: number): Set<Piece> {
	return new Set(lanes.flatMap((lane) => {
		const now = lane.pieces.filter((piece) => plays(piece, at));
		return now.some((piece) => piece.late) ? now.filter((piece) => piece.late).slice(0, 1) : now;
	}));
}

/* Was the hole filled later? */
export const isFilled = (gap: { leg?: string; from_ms: number; till_ms: number }, lanes: Lane[]) =>
	lanes.some((lane) => lane.leg === gap.leg && lane.pieces.some((piece) =>
		piece.late && piece.from_ms <= gap.from_ms && piece.till_ms >= gap.till_ms));

/* What people did, apart from what happened. */
export const isWanted = (gap: { why: string }) =>
	["muted", "camera_off", "not_consented"].includes(gap.why);

export const clampTime = (at: number, length: number) => Math.min(Math.max(0, at), length);

/* Per cent along the line. */
export const along = (at: number, length: number) => (100 * clampTime(at, length)) / length;

/* The instant under the pointer. */
export function timeAt(x: number, width: number, length: number): number {
	return width > 0 ? clampTime((x / width) * length, length) : 0;
}

/* Where something plays next, when nothing does at `at`; null: nothing more. */
export function nextPlaying(lanes: Lane[], at: number): number | null {
	const starts = lanes.flatMap((lane) => lane.pieces.map((piece) => piece.from_ms))
		.filter((from) => from > at);
	return starts.length ? Math.min(...starts) : null;
}

export const anyPlays = (lanes: Lane[], at: number) =>
	lanes.some((lane) => lane.pieces.some((piece) => plays(piece, at)));

export interface Correction {
	seek: boolean;
	rate: number;
}

/* How a picture gets back in step: a drift in ms (positive: it is ahead) becomes a slightly other
 * rate; above a third of a second it jumps. */
export function correct(drift_ms: number, rate: number): Correction {
	const size = Math.abs(drift_ms);
	if (size > 350)
		return { seek: true, rate };
	if (size < 25)
		return { seek: false, rate };
	const lean = Math.min(0.08, size / 2000);
	return { seek: false, rate: rate * (drift_ms > 0 ? 1 - lean : 1 + lean) };
}
