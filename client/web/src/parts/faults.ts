/* Faults of a form: what is wrong with a field in words, and the way there. Limits are the broker's
 * own (limits.gen.ts). */
import { nextTick } from "vue";
import type { Failure } from "../wire/failure";
import type { Limit } from "../wire/limits.gen";
import { lang, sayOf, t } from "../words";

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

/* What the broker said of a field, with the field's name as it stands on the page. */
export function refusalOf(failure: Failure, label: string): string {
	const wire = failure.field?.split(".").pop()?.replace(/\[\d+\]$/, "") ?? "";
	if (lang() === "en")
		return t("fault.refused", { field: label });
	const say = sayOf(failure);
	return wire && say.includes(`“${wire}”`) ? say.replaceAll(`“${wire}”`, `“${label}”`) : say;
}

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
