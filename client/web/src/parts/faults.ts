/* Faults of a form: what is wrong with a field in words, and the way there. Limits are the broker's
 * own (limits.gen.ts). */
import { nextTick } from "vue";
import type { Limit } from "../wire/limits.gen";
import { t } from "../words";

/* As the broker counts: characters, not units of UTF-16. */
export const lengthOf = (text: string) => [...text].length;

/* What is wrong with a text, naming its field; empty: nothing. */
export function faultIn(text: string, label: string, limit: Limit, required = true): string {
	const n = lengthOf(text.trim());
	if (!n)
		return required ? t("fault.empty", { field: label }) : "";
	if (limit.max !== undefined && lengthOf(text) > limit.max)
		return t("fault.long", { field: label, n: lengthOf(text), max: limit.max });
	if (limit.min !== undefined && n < limit.min)
		return t("fault.short", { field: label, min: limit.min });
	return "";
}

/* What is wrong with so many entries of a list; empty: nothing. */
export const tooMany = (n: number, label: string, limit: Limit): string =>
	(limit.items !== undefined && n > limit.items ?
		t("fault.many", { field: label, max: limit.items }) : "");

/* Whoever reads with the ear or by keyboard is taken to what is wrong, and sees it. */
export async function toFault(root: HTMLElement | undefined | null): Promise<void> {
	await nextTick();
	const at = root?.querySelector<HTMLElement>("[aria-invalid=true], [data-fault]") ??
		root?.querySelector<HTMLElement>(".note.bad");
	if (!at)
		return;
	if (at.matches(".note.bad")) /* of no field */
		at.tabIndex = -1;
	at.focus({ preventScroll: true });
	(at.closest(".field, fieldset") ?? at).scrollIntoView({ block: "center" });
}
