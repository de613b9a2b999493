/* A form that survives a reload of this tab, and nothing longer: gone with the tab, with signing
 * out, and when it is done. */
import { reactive, watch } from "vue";
import { session } from "../wire/session";

const mark = "xinqiao.draft.";

export function useDraft<T extends object>(name: string, fresh: () => T): { draft: T; done(): void } {
	const key = `${mark}${session.staff?.id}.${name}`;
	let kept: Partial<T> = {};
	try {
		kept = JSON.parse(sessionStorage.getItem(key) ?? "{}");
	} catch {
		sessionStorage.removeItem(key);
	}
	const draft = reactive({ ...fresh(), ...kept }) as T;
	const stop = watch(draft, () => sessionStorage.setItem(key, JSON.stringify(draft)));
	return { draft, done: () => {
		stop();
		sessionStorage.removeItem(key);
	} };
}
