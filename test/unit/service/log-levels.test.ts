import assert from 'node:assert/strict';
import { createLog } from '../../../src/service/process.ts';
import { logAlways } from '../../../src/shared/runtime.ts';
import { Company } from '../../support/company/company.ts';

describe('the level of the log', () => {
  const lines: Record<string, unknown>[] = [];
  const into = { write: (line: string) => void lines.push(JSON.parse(line)) };
  const said = () => lines.map(({ msg }) => msg);
  beforeEach(() => {
    lines.length = 0;
  });

  for (const [level, says] of [
    ['debug', ['debug', 'info', 'warn', 'error', 'always']],
    ['info', ['info', 'warn', 'error', 'always']],
    ['warn', ['warn', 'error', 'always']],
    ['error', ['error', 'always']],
    ['silent', []],
  ] as const)
    it(`${level} logs ${says.join(', ') || 'nothing'}`, () => {
      const log = createLog(level, into);
      for (const one of ['debug', 'info', 'warn', 'error'] as const) log[one]({}, one);
      logAlways(log, { token: 'x' }, 'always');
      assert.deepEqual(said(), says);
      if (says.length > 0) assert.equal(lines.at(-1)?.token, '[redacted]');
    });

  it('leaves out no entry of the record and no checkpoint', async () => {
    const company = await Company.open({ log: createLog('error', into) });
    try {
      await company.pending();
      company.clock.pass(86_400_000);
      await company.settle();
      const entries = await company.services.store.audit(1, 500);
      const logged = lines.filter(({ msg }) => msg === 'record entry');
      assert.deepEqual(
        logged.map(({ seq, hash }) => ({ seq, hash })),
        entries.map(({ seq, hash }) => ({ seq, hash })),
      );
      assert(entries.some(({ event }) => event === 'record.checkpoint'));
      assert(said().includes('record checkpoint'));
    } finally {
      await company.close();
    }
  });

  it('leaves out no checkpoint at a stop', async () => {
    const company = await Company.open({ log: createLog('error', into) });
    await company.pending();
    await company.close();
    assert(said().includes('record checkpoint at a start or stop'));
  });
});
