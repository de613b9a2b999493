/* The addresses of the web client's pages, read from its router: a new one cannot be forgotten. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./deployment.mjs";

const source = readFileSync(join(root, "client/web/src/pages/routes.ts"), "utf8");

/* With these ids in the place of ":visit" and ":recording". */
export function routes(ids) {
  const list = source.slice(source.indexOf("routes: ["));
  const found = [...list.matchAll(/\{ path: "([^"]+)"([^}]*(?:\}[^}]*)?)component:/g)]
    .map(([, path, meta]) => ({ path, open: meta.includes("open: true") }));
  const components = list.match(/\bcomponent:/g)?.length ?? 0;
  if (found.length !== components || components < 10)
    throw new Error(`${components} pages in routes.ts, ${found.length} understood`);
  return found.map(({ path, open }) => ({ open, address: path.replace("/:rest(.*)*", "/no/such/page")
    .replace(/:(\w+)/g, (_, name) => {
      if (!ids[name]) throw new Error(`${path}: no id for ${name}`);
      return ids[name];
    }) }));
}
