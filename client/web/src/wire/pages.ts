/* Lists that the broker answers page by page. */
import { ask } from "./session";
import type { Method, Params, Result } from "./types.gen";

type Paged = { [M in Method]: Result<M> extends { next?: string } ? M : never }[Method];
type ListOf<M extends Paged> = Extract<{ [K in keyof Result<M>]: Result<M>[K] extends unknown[] ? K :
	never }[keyof Result<M>], string>;

/* Pages without a line that are passed over before the reader is asked whether to go on. */
const emptyMost = 40;

/* The pages of a list from `after` on, as one answer, until it has `most` lines; the rest of it is as in
 * the last page, so `next` says whether lines follow. */
export async function askAll<M extends Paged>(method: M, list: ListOf<M>, params: Params<M>,
	most: number, after = ""): Promise<Result<M>> {
	const lines: unknown[] = [];
	let empty = 0;
	for (let next = after;;) {
		const page = await ask(method, (next ? { ...params, after: next } : params) as Params<M>);
		const more = page[list] as unknown[];
		lines.push(...more);
		empty = more.length ? 0 : empty + 1;
		next = (page as { next?: string }).next ?? "";
		if (!next || lines.length >= most || empty === emptyMost)
			return { ...page, [list]: lines };
	}
}
