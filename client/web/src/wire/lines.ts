/* The m-lines of a leg's one offer, as agreed: microphone, camera, pairs of sound and picture to
 * receive, then one line to send a document on and one to receive it. Browsers have no word for
 * what a line is for, so the offer gets it on its way (RFC 4796, a=content:slides). */

/* The camera in two sizes, the smaller first: a receiver on a weak link gets that one. */
const sizes: RTCRtpEncodingParameters[] = [
	{ rid: "l", scaleResolutionDownBy: 2, maxBitrate: 350_000 },
	{ rid: "h", maxBitrate: 1_500_000 },
];

/* A document is read, not watched: few pictures, each of them sharp. */
const paper: RTCRtpEncodingParameters = { maxBitrate: 1_200_000, maxFramerate: 8 };

function preferCodecs(transceiver: RTCRtpTransceiver): void {
	const codecs = RTCRtpReceiver.getCapabilities?.("video")?.codecs ?? [];
	const wanted = codecs.filter((codec) => /\/(H264|VP8|rtx)$/i.test(codec.mimeType));
	if (wanted.some((codec) => /H264|VP8/i.test(codec.mimeType)))
		transceiver.setCodecPreferences?.(wanted);
}

/* The offer, with the lines of these names marked. */
export function markDocuments(offer: string, mids: string[]): string {
	return mids.reduce((sdp, mid) => sdp.replace(new RegExp(`^a=mid:${mid}\r?$`, "m"),
		`a=mid:${mid}\r\na=content:slides\r`), offer);
}

export interface Sent {
	own: MediaStream | null;
	document: MediaStreamTrack | null;
}

export class Lines {
	private readonly pairs: RTCRtpTransceiver[][] = [];
	private readonly shows: RTCRtpTransceiver;
	private readonly shown: RTCRtpTransceiver;

	constructor(peer: RTCPeerConnection, slots: number, sent: Sent) {
		const video = (track: MediaStreamTrack | undefined | null,
			init: RTCRtpTransceiverInit) => {
			const line = peer.addTransceiver(track ?? "video", init);
			preferCodecs(line);
			return line;
		};
		peer.addTransceiver(sent.own?.getAudioTracks()[0] ?? "audio", { direction: "sendonly" });
		video(sent.own?.getVideoTracks()[0], { direction: "sendonly", sendEncodings: sizes });
		for (let i = 0; i < slots; i++)
			this.pairs.push([peer.addTransceiver("audio", { direction: "recvonly" }),
				video(null, { direction: "recvonly" })]);
		this.shows = video(sent.document, { direction: "sendonly",
			sendEncodings: [{ ...paper, active: !!sent.document }] });
		this.shown = video(null, { direction: "recvonly" });
	}

	mark(offer: string): string {
		return markDocuments(offer, [this.shows, this.shown].map((line) => line.mid ?? ""));
	}

	streams(): MediaStream[] {
		return this.pairs.map((pair) =>
			new MediaStream(pair.map((line) => line.receiver.track)));
	}

	/* Where no picture comes: an element waits for the first of a stream that has a line for it, and
	 * plays no sound until then. */
	voices(): MediaStream[] {
		return this.pairs.map((pair) => new MediaStream(pair.slice(0, 1)
			.map((line) => line.receiver.track)));
	}

	document(): MediaStream {
		return new MediaStream([this.shown.receiver.track]);
	}

	/* null: nothing any more. While nothing is shown the line is off: browsers keep a part of the
	 * uplink for every line that is on, and the camera would lose its larger size to it. */
	async show(track: MediaStreamTrack | null): Promise<void> {
		const { sender } = this.shows;
		const parameters = sender.getParameters();
		parameters.encodings.forEach((one) => (one.active = !!track));
		await Promise.all([sender.setParameters(parameters), sender.replaceTrack(track)]);
	}
}
