/* What this page gets of each track of others: since when nothing comes, and what never came. Pure. */
import type { Stat } from "./quality";

/* A voice or a picture comes many times a second. */
const stillAfter = 1200;
/* A picture may begin later than the voice. */
const lacksAfter = 4000;

interface Flow {
	packets: number;
	/* when the count last grew, of performance.now(); 0: never */
	at: number;
	/* since when we look */
	from: number;
	/* whose it was */
	who: string;
}

export type Lacks = "" | "picture" | "sound";

interface Track {
	id: string;
	kind: string;
}

export class Arrivals {
	private readonly flows = new Map<string, Flow>();

	/* One reading of getStats(). */
	take(stats: Stat[], now: number): void {
		for (const { type, trackIdentifier: id, packetsReceived: packets = 0 } of stats) {
			if (type !== "inbound-rtp" || !id)
				continue;
			const flow = this.flows.get(id) ?? { packets: 0, at: 0, from: now, who: "" };
			if (packets > flow.packets)
				flow.at = now;
			this.flows.set(id, { ...flow, packets });
		}
	}

	/* Of one other side, by its tracks: what came from who sat there before does not count. */
	of(who: string, tracks: Track[], now: number): { still_at: number; lacks: Lacks } {
		for (const { id } of tracks) {
			const flow = this.flows.get(id);
			if (flow && flow.who !== who)
				this.flows.set(id, { ...flow, who, ...(flow.who ? { at: 0, from: now } : {}) });
		}
		const flows = tracks.map((track) => ({ kind: track.kind, ...this.flows.get(track.id) }));
		const at = Math.max(0, ...flows.map((flow) => flow.at ?? 0));
		const missing = flows.find((flow) => !flow.at)?.kind;
		const begun = Math.min(...flows.map((flow) => flow.from ?? now));
		return {
			still_at: at && now - at > stillAfter ? at : 0,
			lacks: at && missing && now - begun > lacksAfter ?
				(missing === "video" ? "picture" : "sound") : "",
		};
	}
}
