/* From an OpenRPC document to the TypeScript of its messages. Pure: text comes out. */

const plainName = /^[A-Za-z_$][\w$]*$/;
const member = (name) => (plainName.test(name) ? name : JSON.stringify(name));

function literal(schema) {
	const all = schema.enum ?? (schema.const === undefined ? undefined : [schema.const]);
	return all && all.map((value) => JSON.stringify(value)).join(" | ");
}

function objectType(schema, depth) {
	const names = Object.keys(schema.properties ?? {});
	if (!names.length)
		return schema.additionalProperties ? "Record<string, unknown>" : "Record<string, never>";
	const required = new Set(schema.required ?? []);
	const tabs = "\t".repeat(depth + 1);
	const lines = names.map((name) => {
		const of = schema.properties[name];
		const help = of.description ? `${tabs}/** ${of.description.replace(/\*\//g, "* /")} */\n` : "";
		return `${help}${tabs}${member(name)}${required.has(name) ? "" : "?"}: ${typeOf(of, depth + 1)};\n`;
	});
	return `{\n${lines.join("")}${"\t".repeat(depth)}}`;
}

/** The TypeScript type of a JSON Schema, indented for `depth`. */
export function typeOf(schema, depth = 0) {
	if (!schema || schema === true)
		return "unknown";
	if (schema.$ref)
		return schema.$ref.split("/").pop();
	if (literal(schema))
		return literal(schema);
	if (schema.allOf?.length === 1) /* only to stand beside a description */
		return typeOf(schema.allOf[0], depth);
	const several = schema.anyOf ?? schema.oneOf ??
		(Array.isArray(schema.type) ? schema.type.map((type) => ({ ...schema, type })) : null);
	if (several)
		return several.map((one) => typeOf(one, depth)).join(" | ");
	switch (schema.type) {
	case "string": return "string";
	case "integer":
	case "number": return "number";
	case "boolean": return "boolean";
	case "null": return "null";
	case "array": {
		const item = typeOf(schema.items, depth);
		return /^[\w{]/.test(item) && !item.includes(" | ") ? `${item}[]` : `(${item})[]`;
	}
	case "object": return objectType(schema, depth);
	default: return schema.properties ? objectType(schema, depth) : "unknown";
	}
}

/* By-name parameters as one object. */
function paramsSchema(method) {
	const params = method.params ?? [];
	return {
		type: "object",
		properties: Object.fromEntries(params.map((one) => [one.name,
			{ ...one.schema, description: one.description ?? one.schema?.description }])),
		required: params.filter((one) => one.required).map((one) => one.name),
	};
}

function methodText(method) {
	const help = method.summary ?? method.description;
	const note = help ? `\t/** ${help.replace(/\*\//g, "* /")} */\n` : "";
	return `${note}\t${JSON.stringify(method.name)}: {\n` +
		`\t\tparams: ${typeOf(paramsSchema(method), 2)};\n` +
		`\t\tresult: ${typeOf(method.result?.schema ?? {}, 2)};\n\t};\n`;
}

function eventText(event) {
	return `\t/** ${event.summary} */\n\t${JSON.stringify(event.name)}: ${typeOf(event.data, 1)};\n`;
}

/** The whole of zh_why.gen.ts and en_why.gen.ts: the broker's sentence for each reason of a refusal. */
export function whysOf(document, lang = "zh") {
	const lines = document["x-refusals"].map(({ why, say, say_en: english }) =>
		`\t"why.${why}": ${JSON.stringify(lang === "en" ? english : say)},\n`);
	return "/* Written by `npm run types` from the broker's OpenRPC document. Do not edit. */\n\n" +
		`export const ${lang}Why = {\n${lines.join("")}};\n`;
}

/** The whole of types.gen.ts for a document. */
export function typesOf(document) {
	const named = Object.entries(document.components?.schemas ?? {}).map(([name, schema]) =>
		`export type ${name} = ${typeOf(schema)};\n\n`);
	const methods = [...document.methods].sort((a, b) => (a.name < b.name ? -1 : 1));
	return "/* Written by `npm run types` from the broker's OpenRPC document. Do not edit. */\n\n" +
		named.join("") +
		`export interface Methods {\n${methods.map(methodText).join("")}}\n\n` +
		`export interface Events {\n${(document["x-events"] ?? []).map(eventText).join("")}}\n\n` +
		"export type Method = keyof Methods;\n" +
		'export type Params<M extends Method> = Methods[M]["params"];\n' +
		'export type Result<M extends Method> = Methods[M]["result"];\n';
}

/** The whole of again.gen.ts: the messages that may be asked twice. */
export const againOf = (document) => "/* Written by `npm run types` from the broker's OpenRPC document. Do not edit. */\n\n" +
	`export const again: ReadonlySet<string> = new Set([\n${document.methods.filter((one) => one["x-again"])
		.map((one) => `\t"${one.name}",\n`).join("")}]);\n`;
