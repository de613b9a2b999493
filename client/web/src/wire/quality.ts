/* The quality of a call in one word, from what the browser counted. Pure. */

export type Quality = "good" | "fair" | "poor" | "unknown";

export interface Counts {
	received: number;
	lost: number;
	rtt_ms: number;
	remote_loss: number;
	/* grows with whatever arrives; standing still means that the way is cut */
	alive: number;
}

export const noCounts: Counts = { received: 0, lost: 0, rtt_ms: 0, remote_loss: 0,
	alive: 0 };

export interface Stat {
	type: string;
	kind?: string;
	trackIdentifier?: string;
	state?: string;
	nominated?: boolean;
	currentRoundTripTime?: number;
	packetsReceived?: number;
	packetsLost?: number;
	fractionLost?: number;
	bytesReceived?: number;
	responsesReceived?: number;
}

/* One reading of getStats(). */
export function countsOf(stats: Iterable<Stat>): Counts {
	const sum = { ...noCounts };
	for (const stat of stats) {
		if (stat.type === "inbound-rtp") {
			sum.received += stat.packetsReceived ?? 0;
			sum.lost += Math.max(0, stat.packetsLost ?? 0);
		} else if (stat.type === "remote-inbound-rtp") {
			sum.remote_loss = Math.max(sum.remote_loss, stat.fractionLost ?? 0);
		} else if (stat.type === "candidate-pair" && stat.state === "succeeded" && stat.nominated) {
			sum.alive += (stat.bytesReceived ?? 0) + (stat.responsesReceived ?? 0);
			sum.rtt_ms = Math.max(sum.rtt_ms, (stat.currentRoundTripTime ?? 0) * 1000);
		}
	}
	return sum;
}

/* Between two readings. */
export function qualityOf(before: Counts, after: Counts): Quality {
	const received = after.received - before.received;
	const lost = Math.max(0, after.lost - before.lost);
	const all = received + lost;
	const loss = Math.max(all > 0 ? lost / all : 0, after.remote_loss);
	if (loss < 0.02 && after.rtt_ms < 250)
		return "good";
	return loss < 0.08 && after.rtt_ms < 600 ? "fair" : "poor";
}
