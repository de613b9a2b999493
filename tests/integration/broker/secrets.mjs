/* A password that was sent is nowhere in the broker's memory when it has been checked. */
import { execFileSync } from "node:child_process";
import { check, finish, test } from "../../lib/check.mjs";
import { Deployment } from "../../lib/deployment.mjs";

const deployment = await Deployment.start({}, { media: false });
const half = "Vq7xK2mZ"; /* in two halves, so that this script's own words are not it */
const secret = `${half}${"pR9tL4wN"}`;

/* How often the words stand in the memory that the program may write. */
function found(words) {
  return Number(execFileSync("python3", ["-c", `
import sys
pid, words = sys.argv[1], sys.argv[2].encode()
n = 0
with open(f"/proc/{pid}/mem", "rb", 0) as memory:
    for line in open(f"/proc/{pid}/maps"):
        span, mode = line.split()[:2]
        if not mode.startswith("rw"):
            continue
        at, till = (int(one, 16) for one in span.split("-"))
        try:
            memory.seek(at)
            n += memory.read(till - at).count(words)
        except OSError:
            pass
print(n)`, String(deployment.broker.pid), words]).toString());
}

await test("a password does not stay in memory, neither of a whole nor of a piecemeal body", async () => {
  const body = JSON.stringify({ account: "clerk1", password: secret });
  for (let i = 0; i < 3; i++)
    await fetch(`${deployment.url}/session`, { method: "POST", body,
      headers: { "content-type": "application/json", origin: deployment.url } });
  check(found("clerk1") > 0, "the search itself finds what is there");
  /* The socket library's own buffer holds the last thing that came: something else. */
  await fetch(`${deployment.url}/healthz`, { headers: { "x-long": "y".repeat(900) } });
  const { status } = await fetch(`${deployment.url}/session`, { method: "POST", body: `{"account":"a","password":"${"b".repeat(150)}"}`,
    headers: { "content-type": "application/json", origin: deployment.url } });
  check(status === 401, status);
  check(found(secret) === 0, `${found(secret)} times`);
});

await deployment.stop();
finish();
