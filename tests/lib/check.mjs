/* The test frame of the browser tests: the name is the fact, one line a test, and the closing
 * line "N passed, N failed". Tests of one file run in order and may build on each other. */
const results = { passed: 0, failed: 0 };

export function check(holds, what) {
  if (!holds) throw new Error(`does not hold: ${what}`);
}

/* Resolves with whether it held. */
export async function test(name, run) {
  try {
    await run();
    results.passed++;
    console.log(`ok   ${name}`);
    return true;
  } catch (error) {
    results.failed++;
    console.log(`FAIL ${name}\n  ${String(error?.stack ?? error).split("\n").slice(0, 12).join("\n  ")}`);
    return false;
  }
}

/* A failure outside of the tests. */
export function fail(name, why) {
  results.failed++;
  console.log(`FAIL ${name}\n  ${why.split("\n").join("\n  ")}`);
}

export function finish() {
  console.log(`${results.passed} passed, ${results.failed} failed`);
  process.exit(results.failed ? 1 : 0);
}
