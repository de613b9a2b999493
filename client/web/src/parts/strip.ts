/* Free slots as a strip of days: what each day offers, and its hours in three parts. Pure. */
import { clockTime, dayAfter, dayOf } from "./time";

export interface Slot {
	reception: string;
	from: number;
	till: number;
	receiver_name?: string;
	free: boolean;
	why: string;
}

/* Why nothing can be booked on a day: what is said must be true, and help to find another. */
export type DayWhy = "free" | "past" | "soon" | "beyond" | "taken" | "own" | "closed";

export interface DayOffer {
	day: string;
	free: number;
	slots: Slot[];
	why: DayWhy;
}

export type PartOfDay = "morning" | "afternoon" | "evening";

/* Time goes on while the page is open: what has begun cannot be booked any more. */
export const asOf = (slots: readonly Slot[], now: number): Slot[] => slots.map((slot) =>
	(slot.free && slot.from <= now ? { ...slot, free: false, why: "past" } : slot));

/* Times to choose from. What is past is no choice; the visit's own time is shown, so that nobody
 * takes it for one that another has. */
export const offered = (slots: readonly Slot[]) => slots.filter((slot) => slot.why !== "past");

export function earliest(slots: readonly Slot[]): Slot | undefined {
	return slots.filter((slot) => slot.free)
		.reduce<Slot | undefined>((first, slot) => (first && first.from <= slot.from ? first : slot),
			undefined);
}

/* A slot that is taken tells more than one that is past. */
function whyOf(offer: DayOffer, lastDay: string): DayWhy {
	const has = (why: string) => offer.slots.some((slot) => slot.why === why);

	if (!offer.slots.length)
		return offer.day > lastDay ? "beyond" : "closed";
	return (["free", "taken", "soon", "beyond"] as const).find(has) ?? (has("own") ? "own" : "past");
}

/* All days of the strip, also those with nothing free. */
export function stripOf(slots: Slot[], first: string, days: number, lastDay: string): DayOffer[] {
	const strip = Array.from({ length: days }, (_, i): DayOffer =>
		({ day: dayAfter(first, i), free: 0, slots: [], why: "closed" }));
	const byDay = new Map(strip.map((offer) => [offer.day, offer]));
	for (const slot of [...slots].sort((a, b) => a.from - b.from)) {
		const offer = byDay.get(dayOf(slot.from));
		offer?.slots.push(slot);
		if (offer && slot.free)
			offer.free++;
	}
	for (const offer of strip)
		offer.why = whyOf(offer, lastDay);
	return strip;
}

export function partOf(slot: Slot): PartOfDay {
	const hour = Number(clockTime(slot.from).slice(0, 2));
	return hour < 12 ? "morning" : hour < 18 ? "afternoon" : "evening";
}

/* Left and right along the strip, stopping at its ends. */
export function moveAlong(count: number, at: number, key: string): number {
	switch (key) {
	case "ArrowLeft": case "ArrowUp": return Math.max(0, at - 1);
	case "ArrowRight": case "ArrowDown": return Math.min(count - 1, at + 1);
	case "Home": return 0;
	case "End": return count - 1;
	default: return at;
	}
}
