/* When to open the connection again: a pure machine. Waits grow from half a second to fifteen,
 * with some chance in them so that a village does not come back all at once. */

export type Link = "idle" | "opening" | "open" | "waiting" | "signed_out";

export interface Retry {
	link: Link;
	tries: number;
	/* the instant of the next attempt, while waiting */
	at: number;
}

/* tick: time passed; online: the network is back; refused: nobody is signed in. */
export type Sign = "start" | "opened" | "lost" | "tick" | "online" | "refused" | "stop";

const waits = [500, 1000, 2000, 4000, 8000, 15000];

export const retryIdle: Retry = { link: "idle", tries: 0, at: 0 };

export function waitAfter(tries: number, chance: number): number {
	const longest = waits[Math.min(tries, waits.length - 1)] as number;
	return Math.round(longest * (0.75 + 0.5 * chance));
}

export function retryTake(retry: Retry, sign: Sign, now: number, chance: number): Retry {
	switch (sign) {
	case "start":
		return retry.link === "open" || retry.link === "opening" ? retry :
			{ link: "opening", tries: retry.tries, at: 0 };
	case "opened":
		return { link: "open", tries: 0, at: 0 };
	case "lost":
		if (retry.link === "idle" || retry.link === "signed_out")
			return retry;
		return { link: "waiting", tries: retry.tries + 1, at: now + waitAfter(retry.tries, chance) };
	case "tick":
		return retry.link === "waiting" && now >= retry.at ? { ...retry, link: "opening" } : retry;
	case "online":
		return retry.link === "waiting" ? { ...retry, link: "opening" } : retry;
	case "refused":
		return { link: "signed_out", tries: 0, at: 0 };
	case "stop":
		return retryIdle;
	}
}
