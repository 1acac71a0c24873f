/**
 * What `npm test` runs: every test, and beside them lint, types and unused one after another, since those use one
 * processor and the tests leave some of it free. What a check says follows when it has ended; a check that fails is
 * named again at the end, after the tests, and fails the run as a test does.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const TESTS = 'test:all';
const CHECKS = ['lint', 'types', 'unused'];

/** Starts a script of package.json by the npm that has started this one. */
function start(script, stdio) {
  const { npm_execpath: npm } = process.env;
  const [program, ...before] = npm ? [process.execPath, npm] : ['npm'];
  return spawn(program, [...before, 'run', '-s', script], { stdio });
}

/** @returns whether it passed */
async function passed(child) {
  const [code] = await once(child, 'close');
  return code === 0;
}

/** @returns whether it passed, once its output has been shown in one piece */
async function check(script) {
  const child = start(script, ['ignore', 'pipe', 'pipe']);
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => said.push(part));
  const good = await passed(child);
  process.stdout.write(`${good ? '✔' : '✖'} npm run ${script}\n${good ? '' : Buffer.concat(said)}`);
  return good;
}

async function failedChecks() {
  const failed = [];
  for (const script of CHECKS) if (!(await check(script))) failed.push(script);
  return failed;
}

const [good, failed] = await Promise.all([passed(start(TESTS, ['ignore', 'inherit', 'inherit'])), failedChecks()]);
for (const script of failed) console.error(`✖ npm run ${script} failed: what it says stands above.`);
process.exitCode = good && failed.length === 0 ? 0 : 1;
