/* One live leg of this page in a visit: one offer, one answer, and the way back when it is lost.
 * The m-lines of the offer are agreed: microphone, camera, then pairs of audio and video to
 * receive. Who sits in which pair follows from the places in visit.report. */
import type { Report, ReportLeg } from "./connection";
import { asFailure, type Failure } from "./failure";
import { countsOf, noCounts, qualityOf, type Quality } from "./quality";
import { ask, connection } from "./session";

export type LegState = "idle" | "joining" | "connected" | "returning" | "taken_over" | "refused" |
	"left";

export interface Remote {
	leg: string;
	seat: string;
	name: string;
	live: boolean;
	muted: boolean;
	quality: Quality;
	stream: MediaStream | null;
}

export interface LegView {
	state: LegState;
	quality: Quality;
	remotes: Remote[];
	own_seat: string;
	/* by whoever receives: nobody hears us */
	muted: boolean;
	/* false until the first report came */
	told: boolean;
	recording: boolean;
	durable_age_ms: number;
	not_recorded: string;
	failure: Failure | null;
}

const gatherWithin = 1000;
const patience = 3000;
/* The browser itself takes seven seconds to call a silent way disconnected. */
const silence = 4000;
const waits = [0, 1000, 2000, 3000, 5000];
const hopeless = new Set(["forbidden", "not_found", "wrong_state", "bad_input", "too_early",
	"too_late"]);

/* The receive pair in which the leg with `place` is seen by the leg with `own`. */
export const pairOf = (place: number, own: number) => (place < own ? place : place - 1);

export const freshView = (): LegView => ({ state: "idle", quality: "unknown", remotes: [],
	own_seat: "", muted: false, told: false, recording: false, durable_age_ms: 0, not_recorded: "",
	failure: null });

/* The camera in two sizes, the smaller first: a receiver on a weak link gets that one. */
const sizes: RTCRtpEncodingParameters[] = [
	{ rid: "l", scaleResolutionDownBy: 2, maxBitrate: 350_000 },
	{ rid: "h", maxBitrate: 1_500_000 },
];

function preferCodecs(transceiver: RTCRtpTransceiver): void {
	const codecs = RTCRtpReceiver.getCapabilities?.("video")?.codecs ?? [];
	const wanted = codecs.filter((codec) => /\/(H264|VP8|rtx)$/i.test(codec.mimeType));
	if (wanted.some((codec) => /H264|VP8/i.test(codec.mimeType)))
		transceiver.setCodecPreferences?.(wanted);
}

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
	private pairs: MediaStream[] = [];
	private leg = "";
	private epoch = 0;
	private place = 0;
	private joinedAt = 0;
	private lostSince = 0;
	private tries = 0;
	private attempt = 0; /* counts up when the connection is given up */
	private counts = noCounts;
	private heardAt = 0;
	private retryTimer = 0;
	private readonly timer: number;
	private readonly stops: (() => void)[];

	/* slots: pairs of sound and picture to receive, as the visit says */
	constructor(private readonly visit: string, private readonly slots: number,
		private readonly own: MediaStream | null, private readonly view: LegView) {
		this.timer = window.setInterval(() => void this.watch(), 1000);
		this.stops = [
			connection.onReport((report) => report.visit === visit && this.report(report)),
			connection.onEvent((event) => event.visit === visit && this.event(event.name)),
		];
	}

	/* Joins, or joins again: the same leg with a higher epoch. */
	async join(): Promise<void> {
		clearTimeout(this.retryTimer);
		this.view.state = this.leg ? "returning" : "joining";
		this.drop();
		try {
			await this.exchange();
			this.view.failure = null;
		} catch (thrown) {
			this.failed(asFailure(thrown));
		}
	}

	async leave(): Promise<void> {
		const { leg, epoch } = this;
		this.leg = "";
		this.end("left");
		if (leg)
			await ask("visit.leave", { visit: this.visit, leg, epoch }, 4000).catch(() => undefined);
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
	}

	private async exchange(): Promise<void> {
		const attempt = this.attempt;
		const iceServers = await relays(this.visit);
		if (attempt !== this.attempt)
			return;
		const peer = new RTCPeerConnection({ bundlePolicy: "max-bundle", iceServers });
		this.peer = peer;
		this.addLines(peer);
		peer.onconnectionstatechange = () => this.changed(peer);
		await peer.setLocalDescription(await peer.createOffer());
		await gathered(peer);
		const offer = peer.localDescription?.sdp ?? "";
		const answer = await ask("visit.join", { visit: this.visit, offer }, 10_000);
		if (peer !== this.peer)
			return;
		this.leg = answer.leg;
		this.epoch = answer.epoch;
		this.place = answer.place;
		this.joinedAt = Date.now();
		await peer.setRemoteDescription({ type: "answer", sdp: answer.answer });
		this.pairs = this.receivers(peer);
	}

	private addLines(peer: RTCPeerConnection): void {
		const audio = this.own?.getAudioTracks()[0];
		const video = this.own?.getVideoTracks()[0];
		peer.addTransceiver(audio ?? "audio", { direction: "sendonly" });
		preferCodecs(peer.addTransceiver(video ?? "video",
			{ direction: "sendonly", sendEncodings: sizes }));
		for (let i = 0; i < this.slots; i++) {
			peer.addTransceiver("audio", { direction: "recvonly" });
			preferCodecs(peer.addTransceiver("video", { direction: "recvonly" }));
		}
	}

	private receivers(peer: RTCPeerConnection): MediaStream[] {
		const lines = peer.getTransceivers();
		return Array.from({ length: this.slots }, (_, pair) => {
			const tracks = [lines[2 + 2 * pair], lines[3 + 2 * pair]];
			return new MediaStream(tracks.flatMap((line) => (line ? [line.receiver.track] : [])));
		});
	}

	private changed(peer: RTCPeerConnection): void {
		if (peer !== this.peer)
			return;
		const now = peer.connectionState;
		if (now === "connected") {
			this.view.state = "connected";
			this.heardAt = Date.now();
			this.lostSince = 0;
			this.tries = 0;
		} else if (now === "failed") {
			this.back();
		} else if (now === "disconnected") {
			this.lostSince ||= Date.now();
			this.view.state = "returning";
		}
	}

	/* Once a second: patience with a silent connection, and its quality. */
	private async watch(): Promise<void> {
		const peer = this.peer;
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
		const stats: unknown[] = [];
		(await peer.getStats()).forEach((stat) => stats.push(stat));
		const counts = countsOf(stats as Parameters<typeof countsOf>[0]);
		if (peer !== this.peer)
			return;
		if (counts.alive !== this.counts.alive)
			this.heardAt = Date.now();
		else if (Date.now() - this.heardAt > silence)
			return this.back();
		this.view.quality = qualityOf(this.counts, counts);
		this.counts = counts;
	}

	private event(name: string): void {
		if (name === "media.lost")
			this.back();
		else if (name === "visit.closed" || name === "visit.cancelled")
			this.end("left");
	}

	private report(report: Report): void {
		this.view.told = true;
		this.view.recording = report.recording;
		this.view.durable_age_ms = report.durable_age_ms;
		this.view.not_recorded = report.why ?? "";
		const mine = report.legs.find((leg) => leg.leg === this.leg);
		if (mine && mine.epoch > this.epoch && this.joinedAt)
			return this.taken();
		if (mine) {
			this.view.own_seat = mine.seat;
			this.view.muted = mine.muted === true;
		}
		const settled = this.joinedAt && Date.now() - this.joinedAt > patience;
		if (settled && mine?.epoch === this.epoch && mine.state === "lost")
			this.lostSince ||= Date.now();
		this.view.remotes = report.legs.filter((leg) => leg.leg !== this.leg)
			.map((leg) => this.remote(leg));
	}

	private remote(leg: ReportLeg): Remote {
		return { leg: leg.leg, seat: leg.seat, name: leg.name, live: leg.state === "live",
			muted: leg.muted === true, quality: leg.quality ?? "unknown",
			stream: this.pairs[pairOf(leg.place, this.place)] ?? null };
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
		this.view.state = "returning";
		clearTimeout(this.retryTimer);
		const wait = waits[Math.min(this.tries++, waits.length - 1)];
		this.retryTimer = window.setTimeout(() => void this.join(), wait);
	}

	private failed(failure: Failure): void {
		if (this.view.state === "left")
			return;
		this.view.failure = failure;
		if (failure.word === "stale_epoch")
			return this.taken();
		if (hopeless.has(failure.word)) {
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
		this.pairs = [];
		this.joinedAt = 0;
		this.lostSince = 0;
		this.counts = noCounts;
		this.view.quality = "unknown";
		if (!peer)
			return;
		peer.onconnectionstatechange = null;
		peer.close();
	}
}
