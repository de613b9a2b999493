/* npm run types [-- FILE]: writes src/wire/types.gen.ts from the OpenRPC document in FILE, or from
 * what `xinqiao-broker --discover` prints (the program of ./config/run, or XINQIAO_BROKER). */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { typesOf } from "./openrpc.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

function discover() {
	const broker = process.env.XINQIAO_BROKER ?? here("../../../build/run/xinqiao-broker");
	const settings = here("../../../config/broker.conf");
	const config = existsSync(settings) ? ["--config", settings] : [];
	return execFileSync(broker, [...config, "--discover"], { encoding: "utf8", maxBuffer: 1 << 24 });
}

const file = process.argv[2];
const text = file ? readFileSync(file, "utf8") : discover();
const parsed = JSON.parse(text);
const out = here("../src/wire/types.gen.ts");
writeFileSync(out, typesOf(parsed.result ?? parsed));
console.log(`wrote ${out}`);
