/* npm run types [-- FILE]: writes src/wire/types.gen.ts, limits.gen.ts, again.gen.ts and
 * src/words/zh_why.gen.ts and en_why.gen.ts from the OpenRPC document in FILE, or from what
 * `xinqiao-broker --discover` prints (the program of ./config/run, or XINQIAO_BROKER).
 * npm run types -- --check: writes nothing and fails when the file says something else. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { forms, limitsOf } from "./limits.mjs";
import { againOf, typesOf, whysOf } from "./openrpc.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

function discover() {
	const broker = process.env.XINQIAO_BROKER ?? here("../../../build/run/xinqiao-broker");
	const settings = here("../../../config/broker.conf");
	const config = existsSync(settings) ? ["--config", settings] : [];
	return execFileSync(broker, [...config, "--discover"], { encoding: "utf8", maxBuffer: 1 << 24 });
}

const checks = process.argv.includes("--check");
const file = process.argv.slice(2).find((a) => a !== "--check");
const text = file ? readFileSync(file, "utf8") : discover();
const parsed = JSON.parse(text);
const document = parsed.result ?? parsed;
for (const [name, made] of [["wire/types.gen.ts", typesOf(document)],
	["wire/limits.gen.ts", limitsOf(document, forms)],
	["wire/again.gen.ts", againOf(document)], ["words/zh_why.gen.ts", whysOf(document)],
	["words/en_why.gen.ts", whysOf(document, "en")]]) {
	const out = here(`../src/${name}`);
	if (!checks) {
		writeFileSync(out, made);
		console.log(`wrote ${out}`);
	} else if (readFileSync(out, "utf8") !== made) {
		console.error(`${name} does not fit the broker's messages: run \`npm run types\` in client/web`);
		process.exit(1);
	}
}
