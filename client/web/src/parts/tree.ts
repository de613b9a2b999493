/* The five tiers as a tree. Pure. */
import type { Result } from "../wire/types.gen";

export type Node = Result<"tree.get">["nodes"][number];

export interface Branch {
	node: Node;
	below: Branch[];
}

/* Roots are nodes whose parent is not among them: a scope begins anywhere. */
export function branchesOf(nodes: Node[]): Branch[] {
	const all = new Map(nodes.map((node) => [node.code, { node, below: [] } as Branch]));
	const roots: Branch[] = [];
	for (const branch of all.values()) {
		const parent = branch.node.parent === branch.node.code ? undefined :
			all.get(branch.node.parent ?? "");
		(parent?.below ?? roots).push(branch);
	}
	return roots;
}

/* What fits, with everything above it. */
export function prune(branches: Branch[], text: string): Branch[] {
	const wanted = text.trim().toLowerCase();
	if (!wanted)
		return branches;
	const fits = ({ code, name, name_en }: Node) =>
		[code, name, name_en ?? ""].some((one) => one.toLowerCase().includes(wanted));
	return branches.flatMap((branch) => {
		const below = prune(branch.below, text);
		return below.length || fits(branch.node) ? [{ node: branch.node, below }] : [];
	});
}
