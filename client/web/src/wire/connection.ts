/* The one connection to the broker: typed requests and events over one WebSocket. It comes back by
 * itself, asks again what may be asked twice, says so where an answer is not known, and replays
 * the events that were missed. */
import { again } from "./again.gen";
import { failureOf, ownFailure } from "./failure";
import type { Quality } from "./quality";
import { retryIdle, retryTake, type Link, type Retry, type Sign } from "./retry";
import type { Method, Params, Result } from "./types.gen";

export interface WireEvent {
	cursor: number;
	name: string;
	at: number;
	visit?: string;
	village?: string;
	unit?: number;
	data?: unknown;
}

export interface ReportLeg {
	leg: string;
	epoch: number;
	place: number;
	seat: string;
	name: string;
	state: string;
	/* nobody hears it: whoever receives has muted it */
	muted?: boolean;
	/* as whoever sits there says */
	camera_off?: boolean;
	/* neither sound nor picture came from it for so long, though it should */
	still_ms?: number;
	/* its document goes to everybody else */
	shows?: boolean;
	/* or spoke last */
	speaks?: boolean;
	/* what its line carries of the pictures of others, when that is less than all */
	step?: "small" | "sound";
	/* the codec of the visit changed and it should join again; or it has none in common */
	picture?: "again" | "none";
	/* good, fair or poor by the media server; left out until it has heard the leg for a while */
	quality?: Exclude<Quality, "unknown">;
}

export interface Report {
	visit: string;
	recording: boolean;
	durable_age_ms: number;
	/* it should be recorded and is not: the word of the error */
	why?: string;
	legs: ReportLeg[];
}

/* How far the answer to a long request is. */
export interface Progress {
	message: string;
	done: number;
	of: number;
}

export interface Socket {
	readyState: number;
	onopen: (() => void) | null;
	onclose: (() => void) | null;
	onmessage: ((message: { data: unknown }) => void) | null;
	send(text: string): void;
	close(): void;
}

/* What the connection needs of the world; tests bring their own. */
export interface World {
	socket(): Socket;
	/* Is somebody signed in? Throws when the broker cannot be reached. */
	signedIn(): Promise<boolean>;
	/* Is it still the person whose page this is? Another tab may have signed in somebody else. */
	isOurs(staff: Result<"session.get">["staff"]): boolean;
	now(): number;
	chance(): number;
}

interface Waiting {
	id: number;
	method: Method;
	params: unknown;
	sent: boolean;
	/* of the connection itself, while it comes back: never asked again */
	own: boolean;
	till: number;
	resolve(result: unknown): void;
	reject(why: unknown): void;
}

/* What does no harm when it is asked twice: so says the broker of each message. */
export const mayRepeat = (method: string) => again.has(method);

const answerWithin = 15_000;
const quietFor = 20_000;
const deadAfter = 30_000;

export class Connection {
	cursor = -1;
	private retry: Retry = retryIdle;
	private socket: Socket | null = null;
	private nextId = 1;
	private readonly waiting = new Map<number, Waiting>();
	private held: WireEvent[] | null = null;
	private heard = 0;
	private known = 0;
	private asked = false;
	private readonly eventTakers = new Set<(event: WireEvent) => void>();
	private readonly reportTakers = new Set<(report: Report) => void>();
	private readonly progressTakers = new Set<(progress: Progress) => void>();
	private readonly linkTakers = new Set<(link: Link) => void>();
	private readonly resyncTakers = new Set<() => void>();

	constructor(private readonly world: World) {}

	get link(): Link {
		return this.retry.link;
	}

	/* Until when no event is missing, of the world's clock. What comes on a line that is just being
	 * opened does not count: events may have been missed. */
	get knownAt(): number {
		return this.known;
	}

	/* A request. It waits while the connection is away, at most `within` ms in all. */
	ask<M extends Method>(method: M, params: Params<M>, within = answerWithin): Promise<Result<M>> {
		return this.put(method, params, within, false);
	}

	onEvent(take: (event: WireEvent) => void): () => void {
		this.eventTakers.add(take);
		return () => void this.eventTakers.delete(take);
	}

	onReport(take: (report: Report) => void): () => void {
		this.reportTakers.add(take);
		return () => void this.reportTakers.delete(take);
	}

	onProgress(take: (progress: Progress) => void): () => void {
		this.progressTakers.add(take);
		return () => void this.progressTakers.delete(take);
	}

	onLink(take: (link: Link) => void): () => void {
		this.linkTakers.add(take);
		return () => void this.linkTakers.delete(take);
	}

	/* Called after every return of the connection: what a page shows may be old. */
	onResync(take: () => void): () => void {
		this.resyncTakers.add(take);
		return () => void this.resyncTakers.delete(take);
	}

	start(): void {
		this.sign("start");
	}

	/* The network of this machine is back, or somebody signed in again. */
	restart(): void {
		this.dropSocket();
		this.retry = retryIdle;
		this.sign("start");
	}

	stop(): void {
		this.dropSocket();
		for (const one of this.waiting.values())
			one.reject(ownFailure("no_connection"));
		this.waiting.clear();
		this.cursor = -1;
		this.sign("stop");
	}

	/* The browser says that the network is back. */
	online(): void {
		this.sign("online");
	}

	/* Once a second. */
	tick(): void {
		const now = this.world.now();
		for (const one of [...this.waiting.values()])
			if (now > one.till && this.link !== "signed_out")
				this.giveUp(one);
		if (this.link === "open" && now - this.heard > deadAfter)
			this.lost();
		else if (this.link === "open" && now - this.heard > quietFor && !this.asked)
			this.knock();
		this.sign("tick");
	}

	private sign(sign: Sign): void {
		const before = this.retry.link;
		this.retry = retryTake(this.retry, sign, this.world.now(), this.world.chance());
		if (this.retry.link === before)
			return;
		for (const take of this.linkTakers)
			take(this.retry.link);
		if (this.retry.link === "opening")
			this.open();
	}

	private open(): void {
		const socket = this.world.socket();
		this.socket = socket;
		this.heard = this.world.now();
		socket.onopen = () => void this.resume(socket);
		socket.onclose = () => {
			if (socket === this.socket)
				void this.closed();
		};
		socket.onmessage = (message) => {
			if (socket === this.socket)
				this.take(String(message.data));
		};
	}

	/* Before anything else: who are we, and which events did we miss? */
	private async resume(socket: Socket): Promise<void> {
		this.held = []; /* what comes from now on is told after what was missed */
		try {
			const session = await this.askNow("session.get", {});
			if (!session.signed_in || !this.world.isOurs(session.staff))
				return this.refused();
			const returned = this.cursor >= 0;
			if (returned)
				await this.replay();
			else
				this.cursor = session.cursor;
			this.release();
			if (socket !== this.socket)
				return;
			this.sign("opened");
			this.known = this.world.now();
			for (const one of this.waiting.values())
				if (!one.sent && !one.own)
					this.send(one);
			if (returned)
				for (const take of this.resyncTakers)
					take();
		} catch {
			if (socket === this.socket)
				this.lost();
		}
	}

	private async replay(): Promise<void> {
		for (let more = true; more;) {
			const missed = await this.askNow("event.since", { cursor: this.cursor });
			const before = this.cursor;
			for (const event of missed.events)
				this.tell(event);
			this.cursor = Math.max(this.cursor, missed.cursor);
			more = this.cursor > before;
		}
	}

	private release(): void {
		const held = this.held ?? [];
		this.held = null;
		for (const event of held)
			this.tell(event);
	}

	private askNow<M extends Method>(method: M, params: Params<M>): Promise<Result<M>> {
		return this.put(method, params, 8_000, true);
	}

	private put<M extends Method>(method: M, params: Params<M>, within: number,
		own: boolean): Promise<Result<M>> {
		return new Promise((resolve, reject) => {
			const id = this.nextId++;
			const one: Waiting = { id, method, params, sent: false, own,
				till: this.world.now() + within,
				resolve: resolve as (result: unknown) => void, reject };
			this.waiting.set(id, one);
			if (own || this.link === "open")
				this.send(one);
		});
	}

	private send(one: Waiting): void {
		if (this.socket?.readyState !== 1)
			return;
		one.sent = true;
		this.socket.send(JSON.stringify({ jsonrpc: "2.0", id: one.id, method: one.method,
			params: one.params }));
	}

	private take(text: string): void {
		this.heard = this.world.now();
		if (this.link === "open")
			this.known = this.heard;
		const message = JSON.parse(text);
		if (message.method === "event")
			return this.held ? void this.held.push(message.params) : this.tell(message.params);
		if (message.method === "visit.report") {
			for (const take of this.reportTakers)
				take(message.params);
			return;
		}
		if (message.method === "study.progress") {
			for (const take of this.progressTakers)
				take(message.params);
			return;
		}
		const one = this.waiting.get(message.id);
		if (!one)
			return;
		if (message.error?.data?.word === "not_signed_in") {
			one.sent = false;
			return this.refused();
		}
		this.waiting.delete(message.id);
		if (message.error)
			one.reject(failureOf(message.error));
		else
			one.resolve(message.result);
	}

	private tell(event: WireEvent): void {
		if (event.cursor <= this.cursor)
			return;
		this.cursor = event.cursor;
		for (const take of this.eventTakers)
			take(event);
	}

	private async closed(): Promise<void> {
		const opened = this.link === "open";
		if (!opened) {
			const signedIn = await this.world.signedIn().catch(() => true);
			if (!signedIn)
				return this.refused();
		}
		this.lost();
	}

	private lost(): void {
		this.dropSocket();
		this.held = null;
		for (const one of [...this.waiting.values()]) {
			if (one.sent && !mayRepeat(one.method)) {
				this.waiting.delete(one.id);
				one.reject(ownFailure("answer_unknown"));
			}
			one.sent = false;
		}
		this.dropOwn();
		this.sign("lost");
	}

	/* What a return that failed had asked is asked anew by the next one. */
	private dropOwn(): void {
		for (const one of [...this.waiting.values()])
			if (one.own) {
				this.waiting.delete(one.id);
				one.reject(ownFailure("no_connection"));
			}
	}

	/* What waits is kept: it is sent when the same person has signed in again. */
	private refused(): void {
		this.dropSocket();
		this.held = null;
		this.dropOwn();
		for (const one of this.waiting.values()) {
			one.sent = false;
			one.till = this.world.now() + 3_600_000;
		}
		this.sign("refused");
	}

	private dropSocket(): void {
		const socket = this.socket;
		this.socket = null;
		this.asked = false;
		if (!socket)
			return;
		socket.onopen = socket.onclose = socket.onmessage = null;
		socket.close();
	}

	private giveUp(one: Waiting): void {
		this.waiting.delete(one.id);
		if (one.sent && !mayRepeat(one.method))
			one.reject(ownFailure("answer_unknown"));
		else
			one.reject(ownFailure(one.sent ? "timed_out" : "no_connection"));
	}

	private knock(): void {
		this.asked = true;
		const done = () => (this.asked = false);
		this.ask("session.get", {}, 10_000).then(done, done);
	}
}
