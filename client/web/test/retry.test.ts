import { expect, test } from "vitest";
import { retryIdle, retryTake, waitAfter, type Retry } from "../src/wire/retry";

const take = (retry: Retry, sign: Parameters<typeof retryTake>[1], now = 0) =>
	retryTake(retry, sign, now, 0.5);

test("a lost connection waits, then opens again", () => {
	let retry = take(take(retryIdle, "start"), "opened");
	expect(retry.link).toBe("open");
	retry = take(retry, "lost", 1000);
	expect(retry).toEqual({ link: "waiting", tries: 1, at: 1500 });
	expect(take(retry, "tick", 1499).link).toBe("waiting");
	expect(take(retry, "tick", 1500).link).toBe("opening");
});

test("waits grow to fifteen seconds and no further", () => {
	expect([0, 1, 2, 3, 4, 5, 6, 99].map((tries) => waitAfter(tries, 0.5)))
		.toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
	expect(waitAfter(0, 0)).toBe(375);
	expect(waitAfter(0, 1)).toBe(625);
});

test("an opened connection forgets earlier tries", () => {
	let retry: Retry = { link: "opening", tries: 7, at: 0 };
	retry = take(retry, "opened");
	expect(take(retry, "lost").tries).toBe(1);
});

test("the network coming back ends the wait at once", () => {
	const waiting: Retry = { link: "waiting", tries: 5, at: 99_999 };
	expect(take(waiting, "online").link).toBe("opening");
	expect(take(retryIdle, "online").link).toBe("idle");
});

test("signed out does not try by itself", () => {
	const out = take({ link: "open", tries: 0, at: 0 }, "refused");
	expect(out.link).toBe("signed_out");
	expect(take(out, "tick", 1e9).link).toBe("signed_out");
	expect(take(out, "lost").link).toBe("signed_out");
});
