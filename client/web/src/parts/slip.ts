/* What stands on the slip of a visit: the same whenever it is printed. Pure but for the language. */
import { named } from "../words";

export interface Booked {
	number: string;
	from: number;
	till: number;
	state: string;
	unit_name: string;
	unit_name_en?: string;
	room_name?: string;
	room_name_en?: string;
	village_name: string;
	village_name_en?: string;
	query_code?: string;
}

export interface SlipText {
	number: string;
	code: string;
	from: number;
	till: number;
	unit: string;
	/* where the resident goes: the room, or the village when no room was taken there */
	room: string;
}

/* null: there is none for this reader, or it would send somebody to a visit that is off. */
export function slipOf(visit: Booked): SlipText | null {
	if (!visit.query_code || ["cancelled", "no_show"].includes(visit.state))
		return null;
	return { number: visit.number, code: visit.query_code, from: visit.from, till: visit.till,
		unit: named(visit.unit_name, visit.unit_name_en),
		room: named(visit.room_name, visit.room_name_en) ||
			named(visit.village_name, visit.village_name_en) };
}

/* What led to the page of the slip; it stays with its entry of the history, so a reload and the
 * "back" button say the same again. */
export type SlipWhy = "booked" | "moved" | "again";

export const slipAddress = (visit: string, why: SlipWhy) =>
	({ path: `/visit/${visit}/slip`, state: { why } });

export const slipWhy = (state: unknown): SlipWhy => {
	const { why } = (state ?? {}) as { why?: unknown };
	return why === "booked" || why === "moved" ? why : "again";
};
