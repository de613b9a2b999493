/* The link of a leg in one word. Whose word it is: the media server's, for every seat and the same on
 * each page; this page's own only before a call, when there is no other. Pure. */

export type Quality = "good" | "fair" | "poor" | "unknown";

export interface Stat {
	type: string;
	kind?: string;
	trackIdentifier?: string;
	state?: string;
	nominated?: boolean;
	packetsReceived?: number;
	framesDecoded?: number;
	bytesReceived?: number;
	responsesReceived?: number;
}

/* Of one reading of getStats(): grows with whatever arrives; standing still the way is cut. */
export function aliveOf(stats: Iterable<Stat>): number {
	let sum = 0;
	for (const stat of stats)
		if (stat.type === "candidate-pair" && stat.state === "succeeded" && stat.nominated)
			sum += (stat.bytesReceived ?? 0) + (stat.responsesReceived ?? 0);
	return sum;
}

/* From these round trips on, as broker/core/quality.c has it for calls. */
const fairFrom = 300;
const poorFrom = 800;

export const gradeOf = (rtt_ms: number): Quality =>
	(rtt_ms < fairFrom ? "good" : rtt_ms < poorFrom ? "fair" : "poor");
