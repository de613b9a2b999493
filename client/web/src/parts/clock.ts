/* The clock of a player: all pictures of a recording follow it, it follows none of them. While a
 * picture that should play has no data the clock stands still, so that no leg runs away. */
import { computed, onUnmounted, ref, shallowRef, type ComputedRef, type Ref } from "vue";
import { clampTime, correct, playingAt, type Lane, type Piece } from "./timeline";

export interface Player {
	at: Ref<number>;
	playing: Ref<boolean>;
	buffering: Ref<boolean>;
	rate: Ref<number>;
	active: ComputedRef<ReadonlySet<Piece>>;
	attach(piece: Piece, video: HTMLVideoElement | null): void;
	play(): void;
	pause(): void;
	seek(at: number): void;
}

const beat = 100;
const haveFuture = 3;

export function usePlayer(lanes: () => Lane[], length: () => number): Player {
	const at = ref(0);
	const playing = ref(false);
	const buffering = ref(false);
	const rate = ref(1);
	const videos = shallowRef(new Map<Piece, HTMLVideoElement>());
	let last = performance.now();

	const active = computed(() => playingAt(lanes(), at.value));

	/* One picture: wait for its data, start or stop it, and bring it in step. */
	function follow(piece: Piece, video: HTMLVideoElement): boolean {
		if (!active.value.has(piece)) {
			if (!video.paused)
				video.pause();
			return true;
		}
		const wanted = (at.value - piece.from_ms) / 1000;
		const { seek, rate: next } = correct((video.currentTime - wanted) * 1000, rate.value);
		const end = Number.isFinite(video.duration) ? video.duration : wanted + 1;
		if (seek && !video.seeking && wanted < end)
			video.currentTime = wanted;
		if (video.playbackRate !== next)
			video.playbackRate = next;
		const ready = video.readyState >= haveFuture || video.ended || wanted >= end - 0.3;
		const run = playing.value && !buffering.value;
		if (run && video.paused && !video.ended)
			void video.play().catch(() => undefined);
		else if (!run && !video.paused)
			video.pause();
		return ready || video.error !== null;
	}

	function tick(): void {
		const now = performance.now();
		const passed = now - last;
		last = now;
		if (playing.value && !buffering.value) {
			at.value = clampTime(at.value + passed * rate.value, length());
			if (at.value >= length())
				playing.value = false;
		}
		let ready = true;
		for (const [piece, video] of videos.value)
			ready = follow(piece, video) && ready;
		buffering.value = playing.value && !ready;
	}

	const timer = setInterval(tick, beat);
	onUnmounted(() => clearInterval(timer));

	return {
		at, playing, buffering, rate, active,
		attach(piece, video) {
			if (video)
				videos.value.set(piece, video);
			else
				videos.value.delete(piece);
		},
		play() {
			if (at.value >= length())
				at.value = 0;
			last = performance.now();
			playing.value = true;
		},
		pause() {
			playing.value = false;
		},
		seek(to) {
			at.value = clampTime(to, length());
		},
	};
}
