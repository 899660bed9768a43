// Runs the bundled test files in the guest with node's own runner, one process a file, and counts.
// vitest takes 13 to 22 s to start under emulation; this takes 1 to 2.
import { once } from 'node:events';
import { basename, isAbsolute } from 'node:path';
import { run } from 'node:test';
import { inspect } from 'node:util';

const [namePattern, ...files] = process.argv.slice(2);
/** Longer than any one file may take; a single test has its own, shorter limit. */
const fileTimeoutMs = 900_000;
const counts = { passed: 0, failed: 0, skipped: 0 };
/** @type {string[]} */
const failures = [];
/** Names of files, as --only takes them, with tests that failed. @type {string[]} */
const failedFiles = [];

/** @param {{ nesting: number, name: string }} data */
const indented = ({ nesting, name }) => `${'  '.repeat(nesting + 1)}${name}`;

/** @param {{ duration_ms: number }} details */
const duration = ({ duration_ms: ms }) => `(${(ms / 1000).toFixed(1)} s)`;

/** @param {unknown} error */
function describe(error) {
  const cause = error instanceof Error && error.cause ? error.cause : error;
  if (!(cause instanceof Error)) return inspect(cause);
  return cause.stack?.includes(cause.message) ? cause.stack : `${cause.message}\n${cause.stack}`;
}

/** @param {string} file @returns {Promise<void>} */
async function runFile(file) {
  const failedBefore = counts.failed;
  const events = run({
    files: [`${process.cwd()}/${file}`],
    timeout: fileTimeoutMs,
    ...(namePattern ? { testNamePatterns: [new RegExp(namePattern)] } : {}),
  });
  events.on('test:pass', (data) => {
    if (data.details.type === 'suite') return;
    const { skip } = data;
    // A test that --only leaves out counts nowhere.
    if (typeof skip === 'string' && skip.startsWith('test name does not match')) return;
    if (skip === undefined || skip === false) {
      counts.passed += 1;
      console.log(`✓${indented(data)} ${duration(data.details)}`);
    } else {
      counts.skipped += 1;
      console.log(`-${indented(data)} skipped: ${skip === true || skip === '' ? 'no reason given' : skip}`);
    }
  });
  events.on('test:fail', (data) => {
    // A suite, or a file, fails with its tests, which are counted already.
    const { failureType } = /** @type {{ failureType?: string }} */ (data.details.error);
    if (failureType === 'subtestsFailed') return;
    counts.failed += 1;
    // Node reports a file that fails beyond its tests under its path.
    const name = isAbsolute(data.name) ? `the process of ${basename(data.name)}` : data.name;
    console.log(`✗${indented({ ...data, name })} ${duration(data.details)}`);
    failures.push(`✗ ${name}\n${describe(data.details.error)}`);
    // In short at once, too: a run that is cut short never comes to its end.
    const [firstLine] = String(data.details.error.cause?.message ?? data.details.error.message).split('\n');
    console.log(`    | ${firstLine}`);
  });
  for (const stream of /** @type {const} */ (['test:stdout', 'test:stderr'])) {
    events.on(stream, (data) => {
      for (const line of data.message.trimEnd().split('\n')) console.log(`    | ${line}`);
    });
  }
  events.resume();
  await once(events, 'end');
  if (counts.failed > failedBefore) failedFiles.push(basename(file).split('.kernel')[0] ?? file);
}

// One after the other: of a failure, Node tells where test() is called, not always which file it is of.
for (const file of files) await runFile(file);
for (const failure of failures) console.log(`\n${failure}`);
if (failedFiles.length > 0) console.log(`\nonce more: --only '^(${failedFiles.join('|')})\\.kernel'`);
const { passed, failed, skipped } = counts;
console.log(`\nkernel tests: ${passed} passed, ${failed} failed, ${skipped} skipped`);
if (passed + failed === 0) console.log('kernel tests: no test ran');
process.exitCode = failed > 0 || passed + failed === 0 ? 1 : 0;
