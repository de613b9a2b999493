/* From an OpenRPC document to the limits that forms keep: one table for page and broker. Pure: text
 * comes out. */

/* What a form can go by. */
function limitOf(schema) {
	const limit = {};
	if (schema.minLength !== undefined)
		limit.min = schema.minLength;
	if (schema.maxLength !== undefined)
		limit.max = schema.maxLength;
	if (schema.type === "array" && schema.maxItems !== undefined)
		limit.items = schema.maxItems;
	if (schema.pattern !== undefined && schema.maxLength === undefined)
		limit.pattern = schema.pattern;
	return limit;
}

/* Members by their path: "new_matter.name", "commitments[].act". */
function collect(schema, path, out) {
	if (!schema || typeof schema !== "object")
		return;
	const limit = limitOf(schema);
	if (path && Object.keys(limit).length)
		out[path] = limit;
	for (const [name, member] of Object.entries(schema.properties ?? {}))
		collect(member, path ? `${path}.${name}` : name, out);
	if (schema.type === "array")
		collect(schema.items, `${path}[]`, out);
	for (const one of [...schema.allOf ?? [], ...schema.anyOf ?? []])
		collect(one, path, out);
}

/* Members may come one by one or as one object named "params". */
function limitsOfMethod(method) {
	const out = {};
	for (const { name, schema } of method.params ?? [])
		collect(schema, method.params.length === 1 && name === "params" ? "" : name, out);
	return out;
}

const member = (name) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));

function lineOf([path, limit]) {
	const values = Object.entries(limit).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
	return `\t\t${member(path)}: { ${values.join(", ")} },\n`;
}

/** The whole of limits.gen.ts for a document: only what people fill in has a table. */
export function limitsOf(document, methods) {
	const tables = methods.map((name) => {
		const method = document.methods.find((one) => one.name === name);
		if (!method)
			throw new Error(`no method ${name}`);
		return `\t"${name}": {\n${Object.entries(limitsOfMethod(method)).map(lineOf).join("")}\t},\n`;
	});
	return "/* Written by `npm run types` from the broker's OpenRPC document. Do not edit. */\n\n" +
		"export interface Limit {\n\tmin?: number;\n\tmax?: number;\n\titems?: number;\n\tpattern?: string;\n}\n\n" +
		`export const limits = {\n${tables.join("")}} satisfies Record<string, Record<string, Limit>>;\n`;
}

/** The messages that a form of the web client sends. */
export const forms = ["matter.find", "matter.open", "minutes.save", "query.get", "recording.find",
	"recording.get", "visit.book", "visit.cancel", "visit.close"];
