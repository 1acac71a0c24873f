import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { verdictLines } from '../../../src/cli/audit/verdict-lines.ts';
import { sayClockPutRight } from '../../../src/cli/clock-command.ts';
import { auditPlace } from '../../../src/store/audit/audit-record.ts';
import { copyWhole } from '../../../src/store/databases/whole-file.ts';
import { originOf, signedNote } from '../../../src/store/record/checkpoint.ts';
import { Company } from '../../support/company/company.ts';
import { UNGUARDED } from '../../support/company/tamper.ts';
import { quickFolder } from '../../support/databases/quick-folder.ts';
import { TEST_KEYS, testKeyPem } from '../../support/runtime/record-keys.ts';

const HOUR = 3_600_000;

describe('airlock record-clock, of a clock that was put right', () => {
  let company: Company;
  let folder: string;
  let file: string;
  let key: string;
  /** The numbers of the entries whose time lies before that of an earlier one. */
  let back: readonly number[];
  beforeEach(async () => {
    company = await Company.open();
    folder = await quickFolder('airlock-clock-');
    [file, key] = [join(folder, 'airlock.db'), join(folder, 'own-key.pem')];
    writeFileSync(key, testKeyPem('a'), { mode: 0o600 });
    const { store, tenantId, clock } = company.services;
    const entry = { tenantId, event: 'tenant.remembered', actor: 'service', requestId: null, data: {} };
    for (const ago of [3, 9])
      await store.send({ messages: [], tasks: [], audit: [{ ...entry, at: clock.now() - ago * HOUR }] });
    copyWhole(company.file, file);
    const { entries } = await verified();
    back = [entries - 1, entries];
  });
  afterEach(async () => {
    await company.close();
    rmSync(folder, { recursive: true });
  });

  const verified = async () => auditPlace({ file }, { keys: TEST_KEYS.known, sealer: TEST_KEYS });
  const found = async () => (await verified()).faults.map(({ where }) => where);

  async function say(entry: number | undefined, reason = 'NTP was off, INC-12'): Promise<string> {
    let said = '';
    const options = { file, key, ...(entry !== undefined && { entry: String(entry) }), reason };
    const clock = { now: () => company.services.clock.now() };
    await sayClockPutRight({ write: (text: string) => (said += text) }, options, clock);
    return said;
  }

  it('is told by verify as what an operator says, and is no fault any more; another one still is', async () => {
    const [first = 0, second = 0] = back;
    assert.deepEqual(await found(), [`entry ${first}`, `entry ${second}`]);
    const [line = ''] = verdictLines(await verified());
    assert.match(line, new RegExp(`record-clock --entry ${first} `));
    assert.match(await say(first), /Said in entry \d+: the clock was put right before entry/);
    assert.deepEqual(await found(), [`entry ${second}`]);
    await say(second);
    assert.deepEqual(await found(), []);
    const lines = verdictLines(await verified()).join('\n');
    assert.match(lines, /^The record is intact/m);
    assert.match(
      lines,
      new RegExp(`^Clock: entry .*put right before entry ${first}\\. Said by .*INC-12.*its time`, 'm'),
    );
  });

  it('is said of no other entry, and of none by its number alone', async () => {
    await assert.rejects(say(1), /The time of entry 1 lies before that of no earlier entry\. Nothing was said/);
    await assert.rejects(say(undefined), /--entry takes the number/);
    const { entries } = await verified();
    assert.equal(entries, back[1]);
  });

  it('is said twice, days after the service was stopped, and verify asks for no checkpoint in between', async () => {
    const { clock } = company;
    for (const entry of back) {
      clock.pass(40 * HOUR);
      await say(entry);
    }
    clock.pass(40 * HOUR);
    assert.deepEqual(await found(), []);
  });

  it('is not said in a record that is behind the file of checkpoints, or holds another entry there', async () => {
    const { tenantId } = company.services;
    const witness = join(folder, 'checkpoints');
    process.env.AUDIT_WITNESS_FILE = witness;
    try {
      const { entries, head } = await verified();
      const notes = {
        'ends before entry': [entries + 1, 'a'.repeat(64)],
        'has another entry': [entries, 'b'.repeat(64)],
      } as const;
      for (const [what, [count, other]] of Object.entries(notes)) {
        writeFileSync(witness, signedNote(TEST_KEYS, { origin: originOf(tenantId), count, head: other }));
        await assert.rejects(say(back[0]), { code: 'record-broken', message: new RegExp(what) });
        assert.equal((await verified()).entries, entries, 'nothing was said');
      }
      writeFileSync(witness, signedNote(TEST_KEYS, { origin: originOf(tenantId), count: entries, head }));
      assert.match(await say(back[0]), /Said in entry/);
    } finally {
      delete process.env.AUDIT_WITNESS_FILE;
    }
  });

  it('is not said by whoever can only write to the database', async () => {
    const [first = 0] = back;
    const said = await say(first).then(() => verified());
    const db = new Database(file);
    const hashOf = `(select hash from audit where seq = ${back[1]})`;
    const old = `(select hash from audit where seq = ${first})`;
    db.exec(`${UNGUARDED}; update audit set data = replace(data, ${old}, ${hashOf}) where event = 'record.clock'`);
    db.close();
    const { faults } = await verified();
    assert(
      faults.some(({ where }) => where === `entry ${said.entries}`),
      'the forged word is named',
    );
    assert(
      faults.some(({ where }) => where === `entry ${back[1]}`),
      'and it counts for nothing',
    );
  });
});
