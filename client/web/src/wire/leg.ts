/* One live leg of this page in a visit: one offer, one answer, and the way back when it is lost.
 * Who sits in which pair of lines, and who shows a document, follows from visit.report. */
import { awayState, causeOf, endAfter, waitFor, type Cause } from "./cause";
import type { Report, ReportLeg } from "./connection";
import { asFailure, type Failure } from "./failure";
import { Lines } from "./lines";
import { Arrivals, type Lacks } from "./arrivals";
import { askFarewell } from "./once";
import { aliveOf, type Quality, type Stat } from "./quality";
import { ask, connection } from "./session";

/* joining: it never was connected; returning: it was. stuck: it did not come back by itself in a fair time; it goes on trying, and people are told why
 * and what they can do. */
export type LegState = "idle" | "joining" | "connected" | "returning" | "stuck" | "taken_over" |
	"refused" | "left";

/* Of the ladder: what the line carries of the pictures of others. */
export type Step = "full" | "small" | "sound";

/* Of the pictures of the visit, which have one codec at a time: again: it changed, and the leg is
 * about to join again; none: nothing in common with this browser, sound alone. */
export type Picture = "shared" | "again" | "none";

export interface Remote {
	leg: string;
	/* the leg and its epoch: a new one begins from nothing */
	who: string;
	seat: string;
	name: string;
	live: boolean;
	muted: boolean;
	cameraOff: boolean;
	speaks: boolean;
	step: Step;
	picture: Picture;
	quality: Quality;
	/* since when neither sound nor picture comes, of performance.now(); 0: they come */
	still_at: number;
	/* since when its picture stands still though it should move; 0: it moves */
	frozen_at: number;
	/* only one of them ever came */
	lacks: Lacks;
	stream: MediaStream | null;
}

/* Who shows a document to all. */
export interface Shown {
	leg: string;
	name: string;
	/* ours */
	own: boolean;
	stream: MediaStream | null;
}

export interface LegView {
	state: LegState;
	quality: Quality;
	remotes: Remote[];
	shown: Shown | null;
	own_seat: string;
	step: Step;
	picture: Picture;
	/* why it is stuck */
	cause: Cause;
	/* by whoever receives: nobody hears us */
	muted: boolean;
	/* we were connected once */
	was_there: boolean;
	/* when the last report came, of performance.now(); 0: none yet */
	told_at: number;
	/* of our own seat, as the media server hears us */
	own_live: boolean;
	own_still_at: number;
	recording: boolean;
	durable_age_ms: number;
	not_recorded: string;
	failure: Failure | null;
}

const gatherWithin = 1000;
const patience = 3000;
/* The browser itself takes seven seconds to call a silent way disconnected. */
const silence = 4000;
const beat = 500;
const waits = [0, 1000, 2000, 3000, 5000];
const hopeless = new Set(["forbidden", "not_found", "wrong_state", "bad_input", "too_early",
	"too_late"]);
/* The media server may be busy; what it refuses so often it will not take. */
const refusalsMax = 3;

/* By the media server, from when the report came. */
const stillAt = (leg: ReportLeg) => (leg.still_ms ? performance.now() - leg.still_ms : 0);

/* The receive pair in which the leg with `place` is seen by the leg with `own`. */
export const pairOf = (place: number, own: number) => (place < own ? place : place - 1);

export const freshView = (): LegView => ({ state: "idle", quality: "unknown", remotes: [],
	shown: null, own_seat: "", step: "full", picture: "shared", cause: "media", muted: false,
	was_there: false, told_at: 0, own_live: false, own_still_at: 0, recording: false, durable_age_ms: 0,
	not_recorded: "", failure: null });

function gathered(peer: RTCPeerConnection): Promise<void> {
	return new Promise((resolve) => {
		const done = () => {
			clearTimeout(timer);
			peer.onicegatheringstatechange = null;
			resolve();
		};
		const timer = setTimeout(done, gatherWithin);
		peer.onicegatheringstatechange = () => peer.iceGatheringState === "complete" && done();
		if (peer.iceGatheringState === "complete")
			done();
	});
}

/* TURN servers for sites that reach the media server in no other way; mostly there are none. What
 * is wrong with the visit, visit.join says. */
async function relays(visit: string): Promise<RTCIceServer[]> {
	try {
		const { urls, username, credential } = await ask("ice.list", { visit }, 4000);
		return urls.length ? [{ urls, username, credential }] : [];
	} catch {
		return [];
	}
}

export class Leg {
	private peer: RTCPeerConnection | null = null;
	private lines: Lines | null = null;
	private pairs: MediaStream[] = [];
	private voices: MediaStream[] = [];
	private document: MediaStream | null = null; /* of somebody else */
	private showing: MediaStreamTrack | null = null; /* ours */
	private leg = "";
	private epoch = 0;
	private place = 0;
	private joinedAt = 0;
	private lostSince = 0;
	private tries = 0;
	private refusals = 0;
	private saying = false;
	private awaySince = Date.now();
	private attempt = 0; /* counts up when the connection is given up */
	private alive = 0;
	private arrivals = new Arrivals();
	private heardAt = 0;
	private retryTimer = 0;
	private readonly timer: number;
	private readonly stops: (() => void)[];

	/* slots: pairs of sound and picture to receive, as the visit says */
	constructor(private readonly visit: string, private readonly slots: number,
		private readonly own: MediaStream | null, private readonly view: LegView) {
		this.timer = window.setInterval(() => void this.watch(), beat);
		this.stops = [
			connection.onReport((report) => report.visit === visit && this.report(report)),
			connection.onEvent((event) => event.visit === visit && this.event(event.name)),
		];
	}

	/* Joins, or joins again: the same leg with a higher epoch. */
	async join(): Promise<void> {
		clearTimeout(this.retryTimer);
		if (this.view.state !== "stuck")
			this.view.state = this.view.was_there ? "returning" : "joining";
		this.drop();
		try {
			await this.exchange();
			this.view.failure = null;
		} catch (thrown) {
			this.failed(asFailure(thrown));
		}
	}

	/* Our document for everybody, until it is null; it stays through a return. */
	async show(track: MediaStreamTrack | null): Promise<void> {
		this.showing = track;
		await this.lines?.show(track);
	}

	async leave(): Promise<void> {
		const { leg, epoch } = this;
		this.leg = "";
		this.end("left");
		if (leg)
			await ask("visit.leave", { visit: this.visit, leg, epoch }, 4000).catch(() => undefined);
	}

	/* The page is closed or loaded anew: the others are told at once, by what outlives the page. */
	sayGoodbye(): void {
		const { leg, epoch } = this;
		this.leg = "";
		if (leg)
			askFarewell("visit.leave", { visit: this.visit, leg, epoch });
		this.end("left");
	}

	/* The page goes away without a word: the broker notices by itself. */
	end(state: LegState): void {
		this.view.state = state;
		clearTimeout(this.retryTimer);
		clearInterval(this.timer);
		for (const stop of this.stops)
			stop();
		this.drop();
		this.view.remotes = [];
		this.view.shown = null;
	}

	private async exchange(): Promise<void> {
		const attempt = this.attempt;
		const iceServers = await relays(this.visit);
		if (attempt !== this.attempt)
			return;
		const peer = new RTCPeerConnection({ bundlePolicy: "max-bundle", iceServers });
		this.peer = peer;
		const lines = new Lines(peer, this.slots, { own: this.own, document: this.showing });
		this.lines = lines;
		peer.onconnectionstatechange = () => this.changed(peer);
		await peer.setLocalDescription(await peer.createOffer());
		await gathered(peer);
		const offer = lines.mark(peer.localDescription?.sdp ?? "");
		const answer = await ask("visit.join", { visit: this.visit, offer }, 10_000);
		if (peer !== this.peer)
			return;
		this.leg = answer.leg;
		this.epoch = answer.epoch;
		this.place = answer.place;
		this.joinedAt = Date.now();
		await peer.setRemoteDescription({ type: "answer", sdp: answer.answer });
		this.pairs = lines.streams();
		this.voices = lines.voices();
		this.document = lines.document();
	}

	private changed(peer: RTCPeerConnection): void {
		if (peer !== this.peer)
			return;
		const now = peer.connectionState;
		if (now === "connected") {
			this.view.state = "connected";
			this.view.was_there = true;
			this.heardAt = Date.now();
			this.lostSince = 0;
			this.awaySince = 0;
			this.tries = 0;
			this.refusals = 0;
		} else if (now === "failed") {
			this.back();
		} else if (now === "disconnected") {
			this.lostSince ||= Date.now();
			this.away();
		}
	}

	/* "By itself" has an end. */
	private away(): void {
		this.awaySince ||= Date.now();
		this.view.state = awayState(this.view.was_there, Date.now() - this.awaySince);
		this.view.cause = causeOf(this.view.failure);
	}

	/* Twice a second: patience with a silent connection, and what arrives on it. */
	private async watch(): Promise<void> {
		const peer = this.peer;
		if (["joining", "returning"].includes(this.view.state) && this.awaySince &&
			Date.now() - this.awaySince > endAfter)
			this.away();
		if (!peer || !this.joinedAt)
			return;
		if (this.lostSince && Date.now() - this.lostSince > patience)
			return this.back();
		if (peer.connectionState !== "connected") {
			const waited = Date.now() - this.joinedAt;
			if (this.view.state !== "taken_over" && waited > 3 * patience)
				this.back();
			return;
		}
		const stats: Stat[] = [];
		(await peer.getStats()).forEach((stat) => stats.push(stat));
		if (peer !== this.peer)
			return;
		this.arrivals.take(stats, performance.now());
		this.view.remotes = this.view.remotes.map((one) => this.seen(one));
		const alive = aliveOf(stats);
		if (alive === this.alive && Date.now() - this.heardAt > silence)
			return this.back();
		if (alive !== this.alive)
			this.heardAt = Date.now();
		this.alive = alive;
	}

	private event(name: string): void {
		if (name === "media.lost")
			this.back();
		else if (name === "visit.closed" || name === "visit.cancelled")
			this.end("left");
	}

	private report(report: Report): void {
		this.view.told_at = performance.now();
		this.view.recording = report.recording;
		this.view.durable_age_ms = report.durable_age_ms;
		this.view.not_recorded = report.why ?? "";
		const mine = report.legs.find((leg) => leg.leg === this.leg);
		if (mine && mine.epoch > this.epoch && this.joinedAt)
			return this.taken();
		if (mine) {
			this.view.own_seat = mine.seat;
			this.view.own_live = mine.state === "live";
			this.view.own_still_at = stillAt(mine);
			this.view.muted = mine.muted === true;
			this.view.step = mine.step ?? "full";
			this.view.quality = mine.quality ?? "unknown";
			this.view.picture = mine.picture ?? "shared";
			this.sayCamera(mine);
		}
		const settled = this.joinedAt && Date.now() - this.joinedAt > patience;
		if (settled && mine?.epoch === this.epoch && mine.state === "lost")
			this.lostSince ||= Date.now();
		this.view.remotes = report.legs.filter((leg) => leg.leg !== this.leg)
			.map((leg) => this.seen(this.remote(leg)));
		this.view.shown = this.shownOf(report.legs.find((leg) => leg.shows));
		if (mine?.epoch === this.epoch && mine.picture === "again" && this.joinedAt)
			void this.join();
	}

	/* An empty picture is no loss: the others and the recording are told that the camera is off. Until
	 * the media server's report says so, it is said again. */
	private sayCamera(mine: ReportLeg): void {
		const off = this.own?.getVideoTracks()[0]?.enabled === false;
		if (off === (mine.camera_off === true) || mine.epoch !== this.epoch || this.saying)
			return;
		const { visit, leg, epoch } = this;
		this.saying = true;
		ask("visit.camera", { visit, leg, epoch, off }, 4000).catch(() => undefined)
			.finally(() => (this.saying = false));
	}

	private shownOf(leg: ReportLeg | undefined): Shown | null {
		if (!leg)
			return null;
		const own = leg.leg === this.leg;
		return { leg: leg.leg, name: leg.name, own, stream: own ? null : this.document };
	}

	private remote(leg: ReportLeg): Remote {
		return { leg: leg.leg, who: `${leg.leg} ${leg.epoch}`, seat: leg.seat, name: leg.name, live: leg.state === "live",
			muted: leg.muted === true, cameraOff: leg.camera_off === true, speaks: leg.speaks === true,
			step: leg.step ?? "full", picture: leg.picture ?? "shared", quality: leg.quality ?? "unknown",
			still_at: stillAt(leg), frozen_at: 0, lacks: "", stream: this.streamOf(leg) };
	}

	private streamOf(leg: ReportLeg): MediaStream | null {
		const sound = leg.picture === "none" || this.view.picture === "none";
		return (sound ? this.voices : this.pairs)[pairOf(leg.place, this.place)] ?? null;
	}

	/* With what this page itself gets of it: its own way may be the one that is cut. */
	private seen(one: Remote): Remote {
		const tracks = one.stream?.getTracks() ?? [];
		const alone = one.picture === "none" || this.view.picture === "none";
		/* Who is muted is heard by nobody; on a line with sound only no picture comes. */
		const moves = one.live && !one.cameraOff && !alone && this.view.step !== "sound";
		const came = this.arrivals.of(one.who, tracks, performance.now(), moves);
		const still_at = one.still_at || (one.muted ? 0 : came.still_at);
		return { ...one, still_at, frozen_at: still_at ? 0 : came.frozen_at,
			lacks: one.muted || !moves ? "" : came.lacks };
	}

	private taken(): void {
		this.drop();
		clearTimeout(this.retryTimer);
		this.view.state = "taken_over";
	}

	private back(): void {
		if (["left", "taken_over", "refused"].includes(this.view.state))
			return;
		this.drop();
		this.away();
		clearTimeout(this.retryTimer);
		const usual = waits[Math.min(this.tries++, waits.length - 1)] ?? 0;
		const wait = waitFor(this.view.failure, usual, Date.now());
		this.retryTimer = window.setTimeout(() => void this.join(), wait);
	}

	private failed(failure: Failure): void {
		if (this.view.state === "left")
			return;
		this.view.failure = failure;
		if (failure.word === "stale_epoch")
			return this.taken();
		if (failure.word === "media_refused")
			this.refusals++;
		if (hopeless.has(failure.word) || this.refusals >= refusalsMax) {
			this.drop();
			this.view.state = "refused";
			return;
		}
		this.back();
	}

	private drop(): void {
		this.attempt++;
		const peer = this.peer;
		this.peer = null;
		this.lines = null;
		this.pairs = [];
		this.voices = [];
		this.document = null;
		this.joinedAt = 0;
		this.lostSince = 0;
		this.alive = 0;
		this.arrivals = new Arrivals();
		this.view.quality = "unknown";
		if (!peer)
			return;
		peer.onconnectionstatechange = null;
		peer.close();
	}
}
