/* The interface document: valid by OpenRPC's own meta-schema, its examples fit its schemas, and a
 * client that OpenRPC's own generator made of it compiles and talks to the broker. */
import { execFileSync, spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import Ajv from "ajv";
import { check, finish, test } from "../../lib/check.mjs";
import { Deployment, root } from "../../lib/deployment.mjs";
import { Person } from "../../lib/rpc.mjs";

const require = createRequire(import.meta.url);
const deployment = await Deployment.start({}, { media: false });
const clerk = await Person.signIn(deployment, "clerk1");
const modules = join(root, "tests/node_modules");
const folder = mkdtempSync(join(tmpdir(), "xinqiao-openrpc-"));
let document;

await test("rpc.discover is valid by the meta-schema of OpenRPC", async () => {
  document = await Person.nobody(deployment).ask("rpc.discover");
  const ajv = new Ajv({ unknownFormats: "ignore" });
  ajv.addMetaSchema(require("@json-schema-tools/meta-schema").default, "https://meta.json-schema.tools");
  check(ajv.validate(require("@open-rpc/meta-schema").default, document), JSON.stringify(ajv.errors));
  check(document.methods.length > 30, document.methods.length);
});

await test("each example fits the schema of its member, each result that of the method", () => {
  const ajv = new Ajv({ unknownFormats: "ignore" });
  for (const method of document.methods) {
    const [example] = method.examples;
    const given = new Set(example.params.map((p) => p.name));
    for (const param of method.params) {
      check(given.has(param.name) || !param.required, `${method.name} ${param.name}`);
      const value = example.params.find((p) => p.name === param.name)?.value;
      if (given.has(param.name)) check(ajv.validate(param.schema, value), `${method.name} ${param.name} ${ajv.errorsText()}`);
    }
    check(ajv.validate(method.result.schema, example.result.value), `${method.name} ${ajv.errorsText()}`);
  }
});

await test("an example that is sent is refused for who asks, never for what it says", async () => {
  for (const method of document.methods.filter((m) => m["x-roles"].includes("clerk"))) {
    const [{ params }] = method.examples;
    const error = await clerk.refusal(method.name, Object.fromEntries(params.map((p) => [p.name, p.value])));
    const declared = method.errors.map((e) => e.$ref.split("/").pop());
    check(!error || declared.includes(error.word), `${method.name}: ${error?.word}`);
    check(error?.word !== "bad_input", `${method.name}: ${error?.message}`);
  }
});

/* Named like a word and none: what it says is of no closed set, each for its reason. */
const words = /^(act|codec|event|fault|grade|kind|media|outcome|picture|quality|reach|reason|recording|recording_state|result|roles?|state|step|what|why|word)$/;
const open = {
  "closing.get.commitments[].act": "what an office promises, in its own words",
  "closing.save.commitments[].act": "the same",
  "query.get.commitments[].act": "the same",
  "visit.get.commitments[].act": "the same",
  "recording.get.parts[].files[].media": "a media type of RFC 6838, as the sealed package has it",
  "target.list.targets[].why": "a sentence; the word is reach",
};

await test("every closed set that goes out is an enum", () => {
  const loose = new Set(), told = [];
  const isLoose = (of) => of.type === "string" && !of.enum && !of.pattern;
  const walk = (schema, path) => {
    for (const [name, of] of Object.entries(schema.properties ?? {})) {
      if (words.test(name)) told.push(name);
      if (words.test(name) && (isLoose(of) || (of.items && isLoose(of.items)))) loose.add(`${path}.${name}`);
      walk(of, `${path}.${name}`);
      if (of.items) walk(of.items, `${path}.${name}[]`);
      for (const one of of.allOf ?? []) walk(one, `${path}.${name}`);
    }
  };
  for (const method of document.methods) walk(method.result.schema, method.name);
  for (const event of document["x-events"]) walk(event.data, event.name);
  for (const notice of document["x-notifications"]) walk(notice.params, notice.name);
  for (const [name, schema] of Object.entries(document.components.schemas)) walk(schema, name);
  check(told.length > 40, `${told.length} words: the walk does not see them`);
  const wrong = [...loose].filter((path) => !open[path]);
  check(wrong.length === 0, wrong.join(", "));
  const unused = Object.keys(open).filter((path) => !loose.has(path));
  check(unused.length === 0, `no such member, or it has its enum now: ${unused.join(", ")}`);
});

/* Two faults of the generator's template are mended: it does not quote a method's name that has a dot,
 * and it checks by position what it sends by name. */
function generate() {
  writeFileSync(join(folder, "openrpc.json"), JSON.stringify(document));
  execFileSync(join(modules, ".bin/open-rpc-generator"), ["generate", "-d", join(folder, "openrpc.json"),
    "-o", folder, "-t", "client", "-l", "typescript", "-n", "xinqiao"], { cwd: folder, stdio: "pipe" });
  const source = readFileSync(join(folder, "client/typescript/src/index.ts"), "utf8")
    .replace(/^ {2}public (\w+\.\w+):/gm, '  public "$1":')
    .replace("validate(methodName, params)", 'validate(methodName, _.zipObject(_.map(methodObject.params, "name"), params) as any)');
  writeFileSync(join(folder, "package.json"), '{"type":"commonjs"}');
  writeFileSync(join(folder, "client.ts"), source);
  symlinkSync(modules, join(folder, "node_modules"));
}

function compile(name, text) {
  writeFileSync(join(folder, `${name}.ts`), text);
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ files: [`${name}.ts`], compilerOptions: {
    target: "es2020", module: "commonjs", lib: ["es2020", "dom"], types: [], esModuleInterop: true,
    skipLibCheck: true, strict: true, noImplicitAny: false } }));
  return spawnSync(process.execPath, [join(modules, "typescript/bin/tsc"), "-p", folder], { encoding: "utf8" });
}

/* Signed in by its cookie: the generated client takes another transport of its own library. */
const use = (day) => `import { Client, HTTPTransport, RequestManager } from "@open-rpc/client-js";
import Xinqiao from "./client";
export function make(host: string, port: number, headers: Record<string, string>) {
  const client = new Xinqiao({ transport: { type: "http", host, port, path: "rpc" } });
  client.rpc = new Client(new RequestManager([new HTTPTransport(\`http://\${host}:\${port}/rpc\`, { headers })]));
  return client;
}
export async function days(client: Xinqiao) {
  const session = await client["session.get"]();
  const list = await client["visit.list"](${day});
  return { signed_in: session.signed_in as boolean, n: list.visits!.length as number };
}
`;

await test("a client of OpenRPC's own generator compiles, and refuses a wrong type", () => {
  generate();
  const good = compile("use", use('"2026-05-12", 3'));
  check(good.status === 0, good.stdout.slice(0, 3000));
  const bad = compile("wrong", use("3"));
  check(bad.status !== 0 && /wrong\.ts/.test(bad.stdout), bad.stdout.slice(0, 1000));
});

await test("that client talks to the broker", async () => {
  const { make, days } = await import(pathToFileURL(join(folder, "use.js")));
  const answer = await days(make("localhost", deployment.ports.http, { origin: deployment.url, cookie: clerk.cookie }));
  check(answer.signed_in === true && answer.n >= 0, JSON.stringify(answer));
});

rmSync(folder, { recursive: true, force: true });
await deployment.stop();
finish();
