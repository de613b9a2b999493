import { expect, test } from "vitest";
import { awayState, causeOf, waitFor } from "../src/wire/cause";
import { Failure } from "../src/wire/failure";

test("each failure of a return has a cause with a next step", () => {
	expect(causeOf(null)).toBe("media");
	expect(causeOf(new Failure({ word: "no_connection" }))).toBe("network");
	expect(causeOf(new Failure({ word: "timed_out" }))).toBe("network");
	expect(causeOf(new Failure({ word: "no_media_server" }))).toBe("service");
	expect(causeOf(new Failure({ word: "too_many" }))).toBe("often");
});

test("a leg that never was connected is connecting, and that ends too", () => {
	expect(awayState(false, 5_000)).toBe("joining");
	expect(awayState(true, 5_000)).toBe("returning");
	expect([awayState(false, 30_001), awayState(true, 30_001)]).toEqual(["stuck", "stuck"]);
});

test("the broker's moment is waited for, within reason", () => {
	const often = new Failure({ word: "too_many", instead: [{ from: 12_000, till: 15_000 }] });
	expect(waitFor(null, 1000, 10_000)).toBe(1000);
	expect(waitFor(often, 1000, 10_000)).toBe(2000);
	expect(waitFor(often, 1000, 13_000)).toBe(1000);
	expect(waitFor(often, 1000, -3_600_000)).toBe(30_000);
});
