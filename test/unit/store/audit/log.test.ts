import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readLog } from '../../../../src/cli/audit/read-log.ts';
import type { AuditEntry } from '../../../../src/requests/ports/audit-entry.ts';
import type { Json } from '../../../../src/shared/json.ts';
import { auditRecord } from '../../../../src/store/audit/audit-record.ts';
import { originOf, signedNote } from '../../../../src/store/record/checkpoint.ts';
import { signedEntry } from '../../../../src/store/record/entry.ts';
import { recordKeys } from '../../../../src/store/record/record-keys.ts';
import { quickFolder } from '../../../support/databases/quick-folder.ts';
import { TEST_KEYS, testKeyPem } from '../../../support/runtime/record-keys.ts';
import { TENANT } from '../../../support/samples/ids.ts';
import { entriesAlone } from '../../../support/tampering/entries-alone.ts';

const AT = Date.UTC(2026, 10, 24);

function chainOf(count: number, last: AuditEntry | null = null, data: Json = {}): readonly AuditEntry[] {
  let before = last;
  return Array.from({ length: count }, () => {
    const facts = { tenantId: TENANT, at: AT, event: 'service.stop', actor: 'service', requestId: null, data };
    before = signedEntry(TEST_KEYS, before, facts);
    return before;
  });
}

function lineOf({ seq, hash }: AuditEntry, time = AT): string {
  return JSON.stringify({ level: 30, time, service: 'airlock', seq, hash, msg: 'record entry' });
}

function noteLine(keys: typeof TEST_KEYS, { seq: count, hash: head }: AuditEntry, time = AT): string {
  const checkpoint = signedNote(keys, { origin: originOf(TENANT), count, head });
  return JSON.stringify({ level: 30, time, count, head, checkpoint, msg: 'record checkpoint' });
}

describe('a record beside the log of the service that wrote it', () => {
  let folder: string;
  before(async () => {
    folder = await quickFolder('airlock-log-');
  });
  after(() => rm(folder, { recursive: true }));

  async function judged(entries: readonly AuditEntry[], ...lines: readonly string[]) {
    const file = join(folder, 'airlock.log');
    await writeFile(file, lines.join('\n'));
    const { faults, proven, open } = await auditRecord(entriesAlone(entries), {
      keys: TEST_KEYS.known,
      log: await readLog(file),
    });
    return {
      faults: faults.map(({ where, what }) => `${where}: ${what}`),
      proven: proven.join('\n'),
      open: open.join('\n'),
    };
  }

  const six = chainOf(6);
  const [one, two, , four, five, six_] = six as [
    AuditEntry,
    AuditEntry,
    AuditEntry,
    AuditEntry,
    AuditEntry,
    AuditEntry,
  ];

  it('holds all that the log tells of, however its lines are wrapped', async () => {
    const { faults, proven, open } = await judged(
      six,
      '{"level":30,"msg":"listening"}',
      `2026-11-24T00:00:00Z pod-7 stdout F ${lineOf(two)}`,
      JSON.stringify({ log: `${lineOf(four)}\n`, stream: 'stdout' }),
      lineOf(four),
      noteLine(TEST_KEYS, five),
      'record entry cut of',
    );
    assert.deepEqual(faults, []);
    assert.match(proven, /the record holds each of the 3 entries of which the log tells, from entry 2 to entry 5\./);
    assert.match(open, /nothing was cut off after entry 5, the last in the log/);
    assert.match(open, /it lacks 1 entry between its first and its last/);
    assert.match(open, /what 1 line of the log say/);
  });

  it('lacks the entries that were cut off it, or holds others in their place', async () => {
    const lines = six.map((entry) => lineOf(entry));
    assert.deepEqual((await judged(six.slice(0, 3), ...lines)).faults, [
      'the log: it tells of the entries 4 to 6, which the record does not hold',
    ]);
    assert.deepEqual((await judged(six.slice(0, 3), noteLine(TEST_KEYS, six_))).faults, [
      'the log: it tells of entry 6, which the record does not hold',
    ]);
    const anew = [...six.slice(0, 5), ...chainOf(1, five, { other: true })];
    assert.deepEqual((await judged(anew, ...lines)).faults, [
      `the log: it tells of another entry 6 than the record holds (hash ${six_.hash})`,
    ]);
  });

  it('is not told by a checkpoint that nobody known signed', async () => {
    const { faults } = await judged(six, lineOf(one), noteLine(recordKeys(testKeyPem('b')), six_));
    assert.deepEqual(faults, ['the log: 1 of its checkpoints are signed with no key that is named']);
  });

  it('does not lack what an operator gave up later, but what was cut after that', async () => {
    const facts = { tenantId: TENANT, at: AT + 9, event: 'record.restored', actor: 'service', requestId: null };
    const said = { behind: { count: 6, head: six_.hash }, numbers: { from: 0, to: 0 } };
    const restored = signedEntry(TEST_KEYS, two, { ...facts, data: said });
    const lines = six.map((entry) => lineOf(entry));
    const { faults, proven } = await judged([one, two, restored], ...lines);
    assert.deepEqual(faults, []);
    assert.match(proven, /of 4 lines of the log that the record does not hold, an operator said later/);
    const later = chainOf(1, restored);
    assert.deepEqual((await judged([one, two, restored], ...lines, ...later.map((e) => lineOf(e, AT + 10)))).faults, [
      'the log: it tells of entry 4, which the record does not hold',
    ]);
  });

  it('may lack what nothing noted when an operator said that it was restored: then that is not known', async () => {
    const facts = { tenantId: TENANT, at: AT + 9, event: 'record.restored', actor: 'service', requestId: null };
    const lines = six.map((entry) => lineOf(entry));
    const saying = (behind: Json) =>
      signedEntry(TEST_KEYS, two, { ...facts, data: { behind, numbers: { from: 0, to: 0 } } });
    const { faults, proven, open } = await judged([one, two, saying(null)], ...lines);
    assert.deepEqual(faults, []);
    assert.doesNotMatch(proven, /said later/);
    assert.match(
      open,
      /that 4 lines of the log that the record does not hold tell of what was given up: .*nothing noted/,
    );
    const shorter = await judged([one, two, saying({ count: 4, head: four.hash })], ...lines);
    assert.match(shorter.proven, /of 2 lines of the log/);
    assert.match(shorter.open, /that 2 lines of the log/);
  });

  it('lacks what an operator gave up before its line was written, or on a way that goes on past it', async () => {
    const facts = { tenantId: TENANT, at: AT + 9, event: 'record.restored', actor: 'service', requestId: null };
    const data = { behind: { count: 9, head: 'f'.repeat(64) }, numbers: { from: 0, to: 0 } };
    const anew = [...six.slice(0, 5), ...chainOf(1, five, { other: true })];
    const put = signedEntry(TEST_KEYS, anew.at(-1) ?? null, { ...facts, data });
    const lines = six.map((entry) => lineOf(entry));
    assert.deepEqual((await judged([...anew, put], ...lines)).faults, [
      `the log: it tells of another entry 6 than the record holds (hash ${six_.hash})`,
    ]);
  });

  it('holds one of two ways that the log tells of, where an operator put it back in place of the other', async () => {
    const facts = { tenantId: TENANT, event: 'record.restored', actor: 'service', requestId: null };
    const said = { behind: null, numbers: { from: 0, to: 0 } };
    const restored = signedEntry(TEST_KEYS, two, { ...facts, at: AT + 9, data: said });
    const way = chainOf(2, restored);
    const lines = [...six.map((entry) => lineOf(entry)), ...way.map((entry) => lineOf(entry, AT + 10))];
    const end = way.at(-1) ?? assert.fail();
    const noted = { count: end.seq, head: end.hash };
    const back = signedEntry(TEST_KEYS, six_, { ...facts, at: AT + 20, data: { ...said, noted } });
    const { faults, proven } = await judged([...six, back], ...lines);
    assert.deepEqual(faults, []);
    assert.match(proven, /of 2 lines of the log that the record does not hold, an operator said later/);
    assert.deepEqual((await judged(six, ...lines)).faults.length, 2, 'nobody said so');
  });

  it('is not judged by a log without a line about it, or by none', async () => {
    await assert.rejects(judged(six, '{"msg":"listening"}'), { code: 'input-invalid', message: /tells of a record/ });
    await assert.rejects(readLog(join(folder, 'none')), { code: 'input-invalid', message: /cannot be read/ });
  });
});
