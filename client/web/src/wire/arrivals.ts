/* What this page gets of each track of others: since when nothing comes, what never came, and a
 * picture that stands still while sound goes on. Pure. */
import type { Stat } from "./quality";

/* A voice or a picture comes many times a second. */
const stillAfter = 1200;
/* A picture may wait for its next whole one when the layer changes; read twice a second, so it is
 * told within three seconds. */
const frozenAfter = 2000;
/* A picture may begin later than the voice. */
const lacksAfter = 4000;

interface Flow {
	packets: number;
	/* when the count last grew, of performance.now(); 0: never */
	at: number;
	/* of a picture: shown, and when one last was; a packet alone moves nothing */
	frames: number;
	shown_at: number;
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

export interface Arrived {
	/* since when neither sound nor picture comes; 0: they come */
	still_at: number;
	/* since when its picture stands still; 0: it moves, or never came */
	frozen_at: number;
	lacks: Lacks;
}

export class Arrivals {
	private readonly flows = new Map<string, Flow>();

	/* One reading of getStats(). */
	take(stats: Stat[], now: number): void {
		for (const { type, trackIdentifier: id, packetsReceived: packets = 0, framesDecoded } of stats) {
			if (type !== "inbound-rtp" || !id)
				continue;
			const flow = this.flows.get(id) ??
				{ packets: 0, at: 0, frames: 0, shown_at: 0, from: now, who: "" };
			const frames = framesDecoded ?? packets;
			if (packets > flow.packets)
				flow.at = now;
			if (frames > flow.frames)
				flow.shown_at = now;
			this.flows.set(id, { ...flow, packets, frames });
		}
	}

	/* Of one other side, by its tracks: what came from who sat there before does not count. `moves`:
	 * a picture should come now; one that need not does not stand still. */
	of(who: string, tracks: Track[], now: number, moves = true): Arrived {
		for (const { id } of tracks) {
			const flow = this.flows.get(id);
			if (flow && flow.who !== who)
				this.flows.set(id, { ...flow, who, ...(flow.who ? { at: 0, shown_at: 0, from: now } : {}) });
			else if (flow?.shown_at && !moves)
				flow.shown_at = now;
		}
		const flows = tracks.map((track) => ({ kind: track.kind, ...this.flows.get(track.id) }));
		const at = Math.max(0, ...flows.map((flow) => flow.at ?? 0));
		const missing = flows.find((flow) => !flow.at)?.kind;
		const begun = Math.min(...flows.map((flow) => flow.from ?? now));
		const shown_at = flows.find((flow) => flow.kind === "video")?.shown_at ?? 0;
		return {
			still_at: at && now - at > stillAfter ? at : 0,
			frozen_at: shown_at && now - shown_at > frozenAfter ? shown_at : 0,
			lacks: at && missing && now - begun > lacksAfter ?
				(missing === "video" ? "picture" : "sound") : "",
		};
	}
}
