/* Writes a .gz sibling of every file of dist/ that shrinks, for the broker to send as it is. */
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const kinds = /\.(js|css|html|svg|json)$/;

function compress(folder) {
	for (const name of readdirSync(folder)) {
		const path = join(folder, name);
		if (statSync(path).isDirectory()) {
			compress(path);
			continue;
		}
		if (!kinds.test(name))
			continue;
		const plain = readFileSync(path);
		const packed = gzipSync(plain, { level: 9 });
		if (packed.length < plain.length)
			writeFileSync(`${path}.gz`, packed);
	}
}

compress(new URL("../dist", import.meta.url).pathname);
