/* What a person may show beside the people: the screen, a window, a further camera that looks down
 * on paper. */

export interface Source {
	/* of a camera; empty: a screen or a window, which the browser lets choose */
	device: string;
	label: string;
}

const sharp: MediaTrackConstraints = { width: { ideal: 1920, max: 1920 },
	height: { ideal: 1080, max: 1080 }, frameRate: { ideal: 5, max: 8 } };

const camerasOf = (stream: MediaStream | null) =>
	new Set(stream?.getVideoTracks().map((track) => track.getSettings().deviceId));

/* The camera that shows the people is none of them. */
export async function documentSources(own: MediaStream | null): Promise<Source[]> {
	const media = navigator.mediaDevices as MediaDevices | undefined;
	const taken = camerasOf(own);
	const cameras = (await media?.enumerateDevices() ?? []).filter((one) =>
		one.kind === "videoinput" && one.deviceId && !taken.has(one.deviceId));
	const screen = media && "getDisplayMedia" in media ? [{ device: "", label: "" }] : [];
	return [...screen, ...cameras.map((one) => ({ device: one.deviceId, label: one.label }))];
}

/* null: the person thought better of it. */
export async function openDocument(source: Source): Promise<MediaStream | null> {
	const media = navigator.mediaDevices;
	try {
		const stream = source.device ?
			await media.getUserMedia({ video: { ...sharp, deviceId: { exact: source.device } } }) :
			await media.getDisplayMedia({ video: sharp, audio: false });
		stream.getVideoTracks().forEach((track) => (track.contentHint = "detail"));
		return stream;
	} catch (thrown) {
		if ((thrown as DOMException).name === "NotAllowedError")
			return null;
		throw thrown;
	}
}

export const closeDocument = (stream: MediaStream | null) =>
	stream?.getTracks().forEach((track) => track.stop());
