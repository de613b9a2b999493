/* Free slots as a strip of days: what each day offers, and its hours in three parts. Pure. */
import { clockTime, dayAfter, dayOf } from "./time";

export interface Slot {
	reception: string;
	from: number;
	till: number;
	receiver_name?: string;
	free: boolean;
}

export interface DayOffer {
	day: string;
	free: number;
	slots: Slot[];
}

export type PartOfDay = "morning" | "afternoon" | "evening";

/* All days of the strip, also those with nothing free. */
export function stripOf(slots: Slot[], first: string, days: number): DayOffer[] {
	const strip = Array.from({ length: days }, (_, i): DayOffer =>
		({ day: dayAfter(first, i), free: 0, slots: [] }));
	const byDay = new Map(strip.map((offer) => [offer.day, offer]));
	for (const slot of [...slots].sort((a, b) => a.from - b.from)) {
		const offer = byDay.get(dayOf(slot.from));
		offer?.slots.push(slot);
		if (offer && slot.free)
			offer.free++;
	}
	return strip;
}

export function partOf(slot: Slot): PartOfDay {
	const hour = Number(clockTime(slot.from).slice(0, 2));
	return hour < 12 ? "morning" : hour < 18 ? "afternoon" : "evening";
}

export function firstFree(strip: DayOffer[]): DayOffer | undefined {
	return strip.find((offer) => offer.free > 0);
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
