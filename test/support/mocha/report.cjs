/**
 * A line for each test file, then every failure with its file, its difference and its stack, then the counts. Files
 * that run side by side are told one after another.
 */
const { readFileSync } = require('node:fs');
const { SourceMap } = require('node:module');
const { dirname, relative, resolve } = require('node:path');
const { reporters, Runner } = require('mocha');

const { EVENT_RUN_END, EVENT_TEST_FAIL, EVENT_TEST_PASS, EVENT_TEST_PENDING } = Runner.constants;
const { Base } = reporters;

module.exports = class Report extends Base {
  constructor(runner, options) {
    super(runner, options);
    this.file = undefined;
    this.fresh();
    runner.on(EVENT_TEST_PASS, (test) => this.count(test, 'passed'));
    runner.on(EVENT_TEST_FAIL, (test) => this.count(test, 'failed'));
    runner.on(EVENT_TEST_PENDING, (test) => this.count(test, 'skipped'));
    runner.once(EVENT_RUN_END, () => this.end());
  }

  fresh() {
    this.counts = { passed: 0, failed: 0, skipped: 0 };
    this.ms = 0;
  }

  count(test, how) {
    const file = test.file ?? test.parent?.file ?? this.file;
    if (file !== this.file) this.tell();
    this.file = file;
    this.counts[how] += 1;
    this.ms += test.duration ?? 0;
    if (how === 'failed') console.log(`  FAILED ${nameOf(test)}`);
  }

  tell() {
    const { passed, failed, skipped } = this.counts;
    const ran = passed + failed + skipped;
    const bad = [failed > 0 ? `${failed} failed` : '', skipped > 0 ? `${skipped} skipped` : ''].filter(Boolean);
    if (ran > 0)
      console.log(
        `${bad[0] ? '✖' : '✔'} ${where(this.file)}: ${[ran, ...bad].join(', ')} in ${Math.round(this.ms)} ms`,
      );
    this.fresh();
  }

  end() {
    this.tell();
    const { stats, failures } = this;
    if (failures.length > 0) {
      console.log(`\nFailures:`);
      Base.list(failures.map(withFile));
    }
    const seconds = Math.round(stats.duration / 1000);
    console.log(`\n${stats.suites} suites in ${seconds} s`);
    console.log(words({ passed: stats.passes, failed: failures.length, skipped: stats.pending }));
  }
};

function words({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

function where(file) {
  return file ? relative(process.cwd(), file) : 'no file';
}

function nameOf(test) {
  return test.titlePath().join(' > ');
}

/** What Mocha lists as a failure, under the name of its file. */
function withFile(test) {
  const listed = Object.create(test);
  listed.titlePath = () => [where(test.file ?? test.parent?.file), ...test.titlePath()];
  if (test.err?.stack) test.err.stack = placed(test.err.stack);
  return listed;
}

/** A stack that names files where it names places in the module that one-module.mjs made of them. */
function placed(stack) {
  const { TESTS_MODULE: made } = process.env;
  const inModule = /[^\s()]*tests\.cjs:(\d+):(\d+)/gu;
  if (!made || !inModule.test(stack)) return stack;
  const map = new SourceMap(JSON.parse(readFileSync(`${made}.map`, 'utf8')));
  return stack.replace(inModule, (place, line, column) => {
    const { originalSource: source, originalLine, originalColumn } = map.findEntry(line - 1, column - 1);
    return source ? `${where(resolve(dirname(made), source))}:${originalLine + 1}:${originalColumn + 1}` : place;
  });
}
