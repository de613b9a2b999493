import { beforeEach, expect, test, vi } from "vitest";
import { Connection, mayRepeat, type Socket } from "../src/wire/connection";
import type { Failure } from "../src/wire/failure";

/* A socket in the hand of the test. */
class Hand implements Socket {
	readyState = 1;
	onopen: (() => void) | null = null;
	onclose: (() => void) | null = null;
	onmessage: ((message: { data: unknown }) => void) | null = null;
	sent: { id: number; method: string; params: unknown }[] = [];
	send(text: string) {
		this.sent.push(JSON.parse(text));
	}
	close() {
		this.readyState = 3;
	}
	say(message: object) {
		this.onmessage?.({ data: JSON.stringify({ jsonrpc: "2.0", ...message }) });
	}
	last(method: string) {
		return [...this.sent].reverse().find((one) => one.method === method);
	}
	async answer(method: string, result: unknown) {
		this.say({ id: this.last(method)?.id, result });
		for (let i = 0; i < 5; i++)
			await Promise.resolve();
	}
	event(cursor: number, name = "visit.booked") {
		this.say({ method: "event", params: { cursor, name, at: 0 } });
	}
}

let sockets: Hand[];
let now: number;
let connection: Connection;
const socket = () => sockets[sockets.length - 1] as Hand;

const me = (cursor: number) => ({ signed_in: true, demo: true, now: 0, cursor });

async function open(cursor = 5): Promise<void> {
	socket().onopen?.();
	await socket().answer("session.get", me(cursor));
}

async function comeBack(): Promise<void> {
	socket().onclose?.();
	await vi.waitFor(() => expect(connection.link).toBe("waiting"));
	now += 1000;
	connection.tick();
	socket().onopen?.();
	await socket().answer("session.get", me(99));
}

beforeEach(() => {
	sockets = [];
	now = 0;
	connection = new Connection({
		socket: () => {
			sockets.push(new Hand());
			return socket();
		},
		signedIn: async () => true,
		isOurs: (staff) => !staff || staff.id === "me",
		now: () => now,
		chance: () => 0.5,
	});
	connection.start();
});

test("a request waits until we know who we are", async () => {
	const answer = connection.ask("tree.get", {});
	expect(socket().sent).toEqual([]);
	await open();
	await socket().answer("tree.get", { nodes: [] });
	expect(await answer).toEqual({ nodes: [] });
});

test("a page does not go on as somebody else who signed in beside it", async () => {
	await open();
	const answer = connection.ask("minutes.save", { visit: "V", version: 0, text: "x", marks: [] });
	socket().onclose?.();
	await vi.waitFor(() => expect(connection.link).toBe("waiting"));
	now += 1000;
	connection.tick();
	socket().onopen?.();
	await socket().answer("session.get", { ...me(99), staff: { id: "other" } });
	expect(connection.link).toBe("signed_out");
	expect(socket().last("minutes.save")).toBeUndefined();
	connection.restart();
	await open(99);
	await socket().answer("event.since", { events: [], cursor: 5, complete: true });
	await vi.waitFor(() => expect(socket().last("minutes.save")).toBeDefined());
	await socket().answer("minutes.save", { version: 1, merged: false });
	expect(await answer).toMatchObject({ version: 1 });
});

test("a refusal carries its word and what would help", async () => {
	await open();
	const answer = connection.ask("visit.book", { matter: "M", unit: 1, from: 2 });
	socket().say({ id: socket().last("visit.book")?.id, error: { code: -32000, message: "约走了",
		data: { word: "slot_taken", instead: [{ from: 1, till: 2 }] } } });
	await expect(answer).rejects.toMatchObject({ word: "slot_taken", message: "约走了",
		instead: [{ from: 1, till: 2 }] });
});

test("after a return reads are asked again and missed events are told once, in order", async () => {
	await open(5);
	const told: number[] = [];
	connection.onEvent((event) => told.push(event.cursor));
	socket().event(6);
	const answer = connection.ask("visit.get", { visit: "V" });
	await comeBack();
	expect(socket().last("event.since")?.params).toEqual({ cursor: 6 });
	socket().event(9);
	await socket().answer("event.since", { events: [{ cursor: 7, name: "a", at: 0 },
		{ cursor: 8, name: "b", at: 0 }], cursor: 8, complete: true });
	await socket().answer("event.since", { events: [], cursor: 8, complete: true });
	expect(told).toEqual([6, 7, 8, 9]);
	await socket().answer("visit.get", { visit: "V" });
	expect(await answer).toEqual({ visit: "V" });
});

test("an event that comes before it is known who we are hides none of those missed", async () => {
	await open(100);
	const told: number[] = [];
	connection.onEvent((event) => told.push(event.cursor));
	socket().onclose?.();
	now += 60_000;
	connection.restart();
	socket().onopen?.();
	socket().event(105);
	await socket().answer("session.get", me(105));
	expect(socket().last("event.since")?.params).toEqual({ cursor: 100 });
	await socket().answer("event.since", { events: [101, 104].map((cursor) => ({ cursor, name: "a",
		at: 0 })), cursor: 104, complete: true });
	await socket().answer("event.since", { events: [], cursor: 104, complete: true });
	expect(told).toEqual([101, 104, 105]);
});

test("a write that may not be repeated fails clearly when its answer is lost", async () => {
	await open();
	const answer = connection.ask("visit.cancel", { visit: "V", reason: "x" }).catch(
		(failure: Failure) => failure.word);
	socket().onclose?.();
	expect(await answer).toBe("answer_unknown");
	expect(mayRepeat("visit.book")).toBe(true);
	expect(mayRepeat("visit.cancel")).toBe(false);
});

test("a verify that a lost line cut is asked again, within its own time", async () => {
	await open();
	const answer = connection.ask("recording.verify", { recording: "R", purpose: "x" }, 300_000);
	expect(socket().last("recording.verify")).toBeDefined();
	await comeBack();
	await socket().answer("event.since", { events: [], cursor: 99, complete: true });
	await socket().answer("event.since", { events: [], cursor: 99, complete: true });
	await socket().answer("recording.verify", { ok: true, bytes: 1, findings: [] });
	expect((await answer).ok).toBe(true);
});

test("a session that has ended keeps requests until somebody signs in again", async () => {
	await open();
	const answer = connection.ask("visit.cancel", { visit: "V", reason: "x" });
	socket().say({ id: socket().last("visit.cancel")?.id, error: { code: -32000,
		data: { word: "not_signed_in" } } });
	expect(connection.link).toBe("signed_out");
	connection.restart();
	socket().onopen?.();
	await socket().answer("session.get", me(5));
	await socket().answer("event.since", { events: [], cursor: 5, complete: true });
	await socket().answer("visit.cancel", { state: "cancelled" });
	expect(await answer).toEqual({ state: "cancelled" });
});

test("a silent connection is knocked at, then given up", async () => {
	await open();
	now = 21_000;
	connection.tick();
	expect(socket().sent.filter((one) => one.method === "session.get")).toHaveLength(2);
	now = 31_000;
	connection.tick();
	expect(connection.link).toBe("waiting");
});

test("a request does not wait for ever", async () => {
	const answer = connection.ask("tree.get", {}, 1000).catch((failure: Failure) => failure.word);
	now = 1001;
	connection.tick();
	expect(await answer).toBe("no_connection");
});

test("the replay goes on past events of others until the cursor stands still", async () => {
	await open(5);
	const told: number[] = [];
	connection.onEvent((event) => told.push(event.cursor));
	const linked = () => connection.link;
	await comeBack();
	await socket().answer("event.since", { events: [], cursor: 205, complete: true });
	expect(socket().last("event.since")?.params).toEqual({ cursor: 205 });
	expect(linked()).toBe("opening");
	await socket().answer("event.since", { events: [{ cursor: 301, name: "a", at: 0 }], cursor: 405,
		complete: true });
	expect(socket().last("event.since")?.params).toEqual({ cursor: 405 });
	await socket().answer("event.since", { events: [], cursor: 405, complete: true });
	expect(socket().sent.filter((one) => one.method === "event.since")).toHaveLength(3);
	expect(linked()).toBe("open");
	expect([told, connection.cursor]).toEqual([[301], 405]);
});

test("each try to come back waits longer, and a return starts anew", async () => {
	await open();
	const lose = async () => {
		socket().onclose?.();
		await vi.waitFor(() => expect(connection.link).toBe("waiting"));
	};
	const waits: number[] = [];
	for (let i = 0; i < 7; i++) {
		await lose();
		const tries = sockets.length;
		const from = now;
		while (sockets.length === tries) {
			now += 100;
			connection.tick();
		}
		waits.push(now - from);
	}
	expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000]);
	socket().onopen?.();
	await socket().answer("session.get", me(5));
	await socket().answer("event.since", { events: [], cursor: 5, complete: true });
	await lose();
	const tries = sockets.length;
	now += 500;
	connection.tick();
	expect(sockets.length).toBe(tries + 1);
});

test("until when nothing is missing ends with the line, and a line being opened proves nothing", async () => {
	await open();
	now = 5000;
	socket().event(6);
	expect(connection.knownAt).toBe(5000);
	socket().onclose?.();
	await vi.waitFor(() => expect(connection.link).toBe("waiting"));
	now = 9000;
	connection.tick();
	socket().onopen?.();
	socket().event(9); /* what came between is still to be asked for */
	expect(connection.knownAt).toBe(5000);
	await socket().answer("session.get", me(9));
	await socket().answer("event.since", { events: [], cursor: 9 });
	await socket().answer("event.since", { events: [], cursor: 9 });
	await vi.waitFor(() => expect(connection.link).toBe("open"));
	expect(connection.knownAt).toBe(9000);
});
