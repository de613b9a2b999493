/* Reading aloud for residents, with the voice of the machine. */
import { onUnmounted, ref } from "vue";
import { lang } from "../words";

export const hasVoice = () => "speechSynthesis" in window;

export function useVoice() {
	const speaking = ref(false);
	const silent = ref(!hasVoice());

	function stop(): void {
		if (hasVoice())
			speechSynthesis.cancel();
		speaking.value = false;
	}

	function say(text: string): void {
		if (!hasVoice())
			return;
		stop();
		const voice = lang() === "en" ? "en" : "zh";
		const voices = speechSynthesis.getVoices();
		silent.value = voices.length > 0 && !voices.some((one) => one.lang.startsWith(voice));
		const words = new SpeechSynthesisUtterance(text);
		words.lang = voice === "en" ? "en-GB" : "zh-CN";
		words.rate = 0.9;
		words.onend = () => (speaking.value = false);
		words.onerror = () => {
			speaking.value = false;
			silent.value = true;
		};
		speaking.value = true;
		speechSynthesis.speak(words);
	}

	onUnmounted(stop);
	return { speaking, silent, say, stop };
}
