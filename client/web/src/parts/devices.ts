/* Camera and microphone of this machine, and what the last check of today said. */
export interface Own {
	stream: MediaStream | null;
	denied: boolean;
	camera: boolean;
	microphone: boolean;
}

const stored = "xinqiao.devices";
const picture: MediaTrackConstraints = { width: { ideal: 1280 }, height: { ideal: 720 },
	frameRate: { ideal: 25, max: 30 } };
const sound: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true,
	autoGainControl: true };

async function take(wanted: MediaStreamConstraints): Promise<MediaStream | "denied" | null> {
	try {
		return await navigator.mediaDevices.getUserMedia(wanted);
	} catch (thrown) {
		return (thrown as DOMException).name === "NotAllowedError" ? "denied" : null;
	}
}

/* Both, or the one that is there, or none: a visit goes on with what there is. */
export async function openDevices(): Promise<Own> {
	const none: Own = { stream: null, denied: false, camera: false, microphone: false };
	if (!navigator.mediaDevices)
		return none;
	const both = await take({ audio: sound, video: picture });
	if (both === "denied")
		return { ...none, denied: true };
	const stream = both ?? await take({ audio: sound }) ?? await take({ video: picture });
	if (!stream || stream === "denied")
		return { ...none, denied: stream === "denied" };
	return { stream, denied: false, camera: stream.getVideoTracks().length > 0,
		microphone: stream.getAudioTracks().length > 0 };
}

const offKey = (visit: string, kind: string) => `xinqiao.off.${visit}.${kind}`;

/* Who turned a microphone or a camera off finds it off when the page of this visit is loaded anew. */
export function turn(own: Own | null, visit: string, kind: "audio" | "video", on: boolean): void {
	const tracks = own?.stream?.getTracks().filter((track) => track.kind === kind) ?? [];
	for (const track of tracks)
		track.enabled = on;
	if (on)
		sessionStorage.removeItem(offKey(visit, kind));
	else
		sessionStorage.setItem(offKey(visit, kind), "1");
}

export function turnAsBefore(own: Own, visit: string): void {
	for (const track of own.stream?.getTracks() ?? [])
		track.enabled = !sessionStorage.getItem(offKey(visit, track.kind));
}

/* What is left when the track of a kind has ended. */
export function without(own: Own | null, kind: string): Own | null {
	return own && { ...own, ...(kind === "video" ? { camera: false } : { microphone: false }) };
}

export function closeDevices(own: Own | null): void {
	own?.stream?.getTracks().forEach((track) => track.stop());
}

export const rememberCheck = (day: string) => localStorage.setItem(stored, day);
export const wasChecked = (day: string) => localStorage.getItem(stored) === day;

/* The loudness of a microphone, 0 to 1, many times a second, until stopped. */
export function watchLevel(stream: MediaStream, tell: (level: number) => void): () => void {
	if (!stream.getAudioTracks().length)
		return () => undefined;
	const context = new AudioContext();
	const analyser = context.createAnalyser();
	analyser.fftSize = 1024;
	context.createMediaStreamSource(stream).connect(analyser);
	const samples = new Uint8Array(analyser.fftSize);
	const timer = setInterval(() => {
		analyser.getByteTimeDomainData(samples);
		let most = 0;
		for (const sample of samples)
			most = Math.max(most, Math.abs(sample - 128) / 128);
		tell(Math.min(1, most * 1.4));
	}, 80);
	return () => {
		clearInterval(timer);
		void context.close();
	};
}

/* Two soft tones of half a second. */
export async function playTone(): Promise<void> {
	const context = new AudioContext();
	const gain = context.createGain();
	gain.gain.value = 0.2;
	gain.connect(context.destination);
	for (const [i, hz] of [523, 659].entries()) {
		const tone = context.createOscillator();
		tone.frequency.value = hz;
		tone.connect(gain);
		tone.start(context.currentTime + i * 0.5);
		tone.stop(context.currentTime + i * 0.5 + 0.45);
	}
	await new Promise((resolve) => setTimeout(resolve, 1100));
	await context.close();
}
