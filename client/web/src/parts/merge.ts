/* Three-way merge of texts by their lines, as the broker does it (broker/core/merge.c): what two
 * people made of the same text becomes one in which nothing that either wrote is lost. Where both
 * changed the same lines, both stand, the other's first, and the place is told. Pure. */

export interface Conflict {
	mine: string;
	theirs: string;
}

export interface Merged {
	text: string;
	conflicts: Conflict[];
}

/* Lines [from, till) of the base were replaced by [toFrom, toTill) of a side. */
interface Hunk {
	from: number;
	till: number;
	toFrom: number;
	toTill: number;
}

interface Side {
	lines: string[];
	hunks: Hunk[];
	next: number;
}

/* More cells are not compared: all counts as changed. */
const cellsMost = 1 << 18;

/* The empty text has no line. */
export const linesOf = (text: string) => (text ? text.split("\n") : []);

const same = (a: string[], b: string[]) => a.length === b.length && a.every((line, i) => line === b[i]);

function addHunk(all: Hunk[], hunk: Hunk): void {
	const last = all[all.length - 1];
	if (last && last.till === hunk.from && last.toTill === hunk.toFrom) {
		last.till = hunk.till;
		last.toTill = hunk.toTill;
	} else {
		all.push(hunk);
	}
}

/* Lengths of the common subsequences of what follows, row by row. */
function measure(a: string[], b: string[]): Uint16Array {
	const width = b.length + 1;
	const cells = new Uint16Array((a.length + 1) * width);
	for (let i = a.length - 1; i >= 0; i--)
		for (let j = b.length - 1; j >= 0; j--) {
			const at = i * width + j;
			cells[at] = a[i] === b[j] ? cells[at + width + 1]! + 1 :
				Math.max(cells[at + width]!, cells[at + 1]!);
		}
	return cells;
}

function hunksOf(a: string[], b: string[], skip: number): Hunk[] {
	const width = b.length + 1;
	const all: Hunk[] = [];
	if ((a.length + 1) * width > cellsMost)
		return [{ from: skip, till: skip + a.length, toFrom: skip, toTill: skip + b.length }];
	const cells = measure(a, b);
	for (let i = 0, j = 0; i < a.length || j < b.length;) {
		if (i < a.length && j < b.length && a[i] === b[j]) {
			i++;
			j++;
			continue;
		}
		const left = i < a.length &&
			(j === b.length || cells[(i + 1) * width + j]! >= cells[i * width + j + 1]!);
		addHunk(all, { from: skip + i, till: skip + i + Number(left), toFrom: skip + j,
			toTill: skip + j + Number(!left) });
		if (left)
			i++;
		else
			j++;
	}
	return all;
}

function compare(base: string[], lines: string[]): Side {
	const most = Math.min(base.length, lines.length);
	let head = 0, tail = 0;
	while (head < most && base[head] === lines[head])
		head++;
	while (tail < most - head && base[base.length - 1 - tail] === lines[lines.length - 1 - tail])
		tail++;
	return { lines, next: 0, hunks: hunksOf(base.slice(head, base.length - tail),
		lines.slice(head, lines.length - tail), head) };
}

/* Takes all hunks of the side that touch the stretch, which grows with them. An insertion at the
 * edge of a change stands beside it. */
function absorb(side: Side, stretch: { from: number; till: number }): boolean {
	let any = false;
	for (let hunk = side.hunks[side.next]; hunk && hunk.from < stretch.till &&
		stretch.from < hunk.till; hunk = side.hunks[++side.next]) {
		stretch.from = Math.min(stretch.from, hunk.from);
		stretch.till = Math.max(stretch.till, hunk.till);
		any = true;
	}
	return any;
}

/* What a side made of the stretch, of which its hunks are [first, next). */
function madeOf(side: Side, first: number, { from, till }: { from: number; till: number }): string[] {
	const head = side.hunks[first]!, tail = side.hunks[side.next - 1]!;
	return side.lines.slice(head.toFrom - (head.from - from), tail.toTill + (till - tail.till));
}

/* Every line of either, those of both once. */
export function unionOf(mine: string[], theirs: string[]): string[] {
	const out: string[] = [];
	let at = 0;
	for (const hunk of compare(theirs, mine).hunks) {
		out.push(...theirs.slice(at, hunk.till), ...mine.slice(hunk.toFrom, hunk.toTill));
		at = hunk.till;
	}
	return [...out, ...theirs.slice(at)];
}

function mineFirst(mine: Hunk | undefined, theirs: Hunk | undefined): boolean {
	if (!mine || !theirs)
		return !!mine;
	if (mine.from !== theirs.from)
		return mine.from < theirs.from;
	return mine.from === mine.till && theirs.from !== theirs.till;
}

/* The next change with all that it touches on the other side: its lines, and where it ends. */
function change(mine: Side, theirs: Side, conflicts: Conflict[]): { lines: string[]; till: number } {
	const ours = mineFirst(mine.hunks[mine.next], theirs.hunks[theirs.next]);
	const [one, other] = ours ? [mine, theirs] : [theirs, mine];
	const first = { mine: mine.next, theirs: theirs.next };
	const hunk = one.hunks[one.next++]!, beside = other.hunks[other.next];
	const stretch = { from: hunk.from, till: hunk.till };
	if (beside && hunk.from === hunk.till && beside.from === hunk.from && beside.till === hunk.till)
		other.next++; /* both insert here */
	else
		while (absorb(other, stretch) && absorb(one, stretch));
	if (first.mine === mine.next)
		return { lines: madeOf(theirs, first.theirs, stretch), till: stretch.till };
	const ofMine = madeOf(mine, first.mine, stretch);
	if (first.theirs === theirs.next)
		return { lines: ofMine, till: stretch.till };
	const ofTheirs = madeOf(theirs, first.theirs, stretch);
	if (stretch.from < stretch.till && !same(ofMine, ofTheirs))
		conflicts.push({ mine: ofMine.join("\n"), theirs: ofTheirs.join("\n") });
	return { lines: unionOf(ofMine, ofTheirs), till: stretch.till };
}

export function mergeLines(base: string, mine: string, theirs: string): Merged {
	const from = linesOf(base), out: string[] = [], conflicts: Conflict[] = [];
	const m = compare(from, linesOf(mine)), t = compare(from, linesOf(theirs));
	let at = 0;
	while (m.next < m.hunks.length || t.next < t.hunks.length) {
		const a = m.hunks[m.next], b = t.hunks[t.next];
		out.push(...from.slice(at, (mineFirst(a, b) ? a : b)!.from));
		const { lines, till } = change(m, t, conflicts);
		out.push(...lines);
		at = till;
	}
	return { text: [...out, ...from.slice(at)].join("\n"), conflicts };
}

/* The text without the lines of a block that are in no other: one of two that both stand. */
export function withoutLines(text: string, block: string, other: string): string {
	const kept = linesOf(text), stay = new Set(linesOf(other));
	for (const line of linesOf(block)) {
		const at = stay.has(line) ? -1 : kept.indexOf(line);
		if (at >= 0)
			kept.splice(at, 1);
	}
	return kept.join("\n");
}

/* Where the caret stands after the text around it was changed by another. */
export function caretAfter(before: string, after: string, at: number): number {
	let head = 0, tail = 0;
	const most = Math.min(before.length, after.length);
	while (head < most && before[head] === after[head])
		head++;
	while (tail < most - head && before[before.length - 1 - tail] === after[after.length - 1 - tail])
		tail++;
	if (at <= head)
		return at;
	if (at >= before.length - tail)
		return at + after.length - before.length;
	return Math.min(at, after.length);
}
