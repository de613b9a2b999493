/* Keeps the caret at its words when another window's text comes into the field. */
import { nextTick, watch, type Ref } from "vue";
import { caretAfter } from "./merge";

export function useCaret(field: Ref<HTMLInputElement | HTMLTextAreaElement | undefined>,
	text: () => string): void {
	watch(text, async (after) => {
		const at = field.value;
		if (!at || at.value === after || document.activeElement !== at)
			return;
		const { value: before, selectionStart, selectionEnd, scrollTop } = at;
		await nextTick();
		at.setSelectionRange(caretAfter(before, after, selectionStart ?? 0),
			caretAfter(before, after, selectionEnd ?? 0));
		at.scrollTop = scrollTop;
	});
}
