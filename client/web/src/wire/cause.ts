/* Why a leg does not come back, as far as this page can know: who reads it knows what to do next. */
import type { Failure } from "./failure";

/* network: the broker cannot be reached. media: it answered, and no way to the media server opens.
 * service: something behind the broker refuses for now. often: the seat joined too often. */
export type Cause = "network" | "media" | "service" | "often";

/* Longer than a reboot of a router's radio; then a person had better do something. */
export const endAfter = 30_000;

const network = new Set(["no_connection", "answer_unknown", "timed_out", "unreadable"]);

export function causeOf(failure: Failure | null): Cause {
	if (!failure)
		return "media";
	if (failure.word === "too_many")
		return "often";
	return network.has(failure.word) ? "network" : "service";
}

/* What is said of a leg without a connection: interrupted is only what was there before, and trying
 * by itself has an end. */
export const awayState = (wasThere: boolean, away_ms: number) =>
	(away_ms > endAfter ? "stuck" : wasThere ? "returning" : "joining");

/* When to try again: the broker may have named the moment. */
export function waitFor(failure: Failure | null, usual: number, now: number): number {
	const from = failure?.instead[0]?.from;
	return from === undefined ? usual : Math.min(Math.max(from - now, usual), 30_000);
}
