/* Who may do what, read from the broker's own description of its messages. Pure. */

export const staffRoles = ["clerk", "duty", "official", "recorder", "archivist", "supervisor",
	"sysadmin", "secadmin", "auditor"] as const;

export interface Right {
	act: string;
	/* the broker's own sentence */
	summary: string;
	roles: Set<string>;
}

interface Described {
	methods?: { name: string; summary?: string; "x-roles"?: string[] }[];
}

/* The acts that not everybody who is signed in may do, by name. */
export function rightsOf(document: unknown): Right[] {
	const methods = (document as Described | null)?.methods ?? [];
	return methods.map((one) => ({ act: one.name, summary: one.summary ?? one.name,
		roles: new Set((one["x-roles"] ?? []).filter((role) =>
			(staffRoles as readonly string[]).includes(role))) }))
		.filter((one) => one.roles.size > 0 && one.roles.size < staffRoles.length);
}
