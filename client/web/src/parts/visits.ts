/* What comes next with a visit. Pure. */

interface Timed {
	state: string;
	from: number;
	till: number;
}

const open = new Set(["requested", "scheduled", "checked_in", "consented", "live"]);

export const isOpen = (visit: Timed) => open.has(visit.state);
export const isWaiting = (visit: Timed) => visit.state === "consented";

/* Whoever is here already comes first, then the clock. */
export function nextVisit<T extends Timed>(visits: T[]): T | undefined {
	const rank = (visit: T) => ["live", "consented", "checked_in"].indexOf(visit.state) >>> 0;
	return visits.filter(isOpen).sort((a, b) => rank(a) - rank(b) || a.from - b.from)[0];
}

/* Where a clerk goes on with a visit. */
export function clerkStep(visit: { visit: string; state: string }): string {
	switch (visit.state) {
	case "scheduled":
	case "checked_in": return `/visit/${visit.visit}/check-in`;
	case "consented": return `/visit/${visit.visit}/devices`;
	case "live": return `/visit/${visit.visit}/call`;
	default: return `/visit/${visit.visit}`;
	}
}
