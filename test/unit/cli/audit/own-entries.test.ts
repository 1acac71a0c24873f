import assert from 'node:assert/strict';
import { parseExport, type TypedOptions } from '../../../../src/cli/audit/export-options.ts';
import { assertRecorded, exportRecord } from '../../../../src/cli/audit/export-record.ts';
import { verdictLines } from '../../../../src/cli/audit/verdict-lines.ts';
import type { AuditEntry } from '../../../../src/requests/ports/audit-entry.ts';
import type { Json } from '../../../../src/shared/json.ts';
import { auditRecord } from '../../../../src/store/audit/audit-record.ts';
import { originOf, signedNote } from '../../../../src/store/record/checkpoint.ts';
import { signedEntry } from '../../../../src/store/record/entry.ts';
import { TEST_KEYS } from '../../../support/runtime/record-keys.ts';
import { TENANT } from '../../../support/samples/ids.ts';
import { entriesAlone } from '../../../support/tampering/entries-alone.ts';

const AT = Date.UTC(2026, 10, 24, 2, 10);
const BOB = 'b0b00000-0000-4000-8000-000000000002';

/** What the service says of itself, signed. */
function chainOf(...facts: readonly (readonly [string, Json])[]): readonly AuditEntry[] {
  let last: AuditEntry | null = null;
  return facts.map(([event, data]) => {
    last = signedEntry(TEST_KEYS, last, { tenantId: TENANT, at: AT, event, actor: 'service', requestId: null, data });
    return last;
  });
}

async function exported(entries: readonly AuditEntry[], typed: TypedOptions): Promise<string> {
  let text = '';
  const out = { write: (part: string) => (text += part) };
  const chosen = { ...parseExport(typed), keys: TEST_KEYS.known, clock: { now: () => AT } };
  await exportRecord(entriesAlone(entries), out, chosen);
  return text;
}

describe('what the service recorded of itself, written for auditors', () => {
  it('tells of a request that is not in the record which are, and whether a restoring gave its number up', async () => {
    const asked = (request: string, entries: readonly AuditEntry[]) =>
      assertRecorded(entriesAlone(entries), parseExport({ request }).selection);
    const drafted = ['request.drafted', { number: 3 }] as const;
    await asked('3', chainOf(drafted));
    await assert.rejects(asked('99', chainOf(drafted)), {
      code: 'input-invalid',
      message: 'There is no request #99; the record has #3.',
    });
    await assert.rejects(asked('99', []), { message: 'There is no request #99; the record has none.' });
    const restored = chainOf(drafted, ['record.restored', { behind: null, numbers: { from: 3, to: 5 } }]);
    for (const number of ['4', '5'])
      await assert.rejects(asked(number, restored), {
        message: new RegExp(`^There is no request #${number}: entry 2 says that the store was restored, which gave`),
      });
    await assert.rejects(asked('6', restored), { message: 'There is no request #6; the record has #3.' });
  });

  it('tells what a restoring gave up, when, by whom and why, and so does the verdict', async () => {
    const data = {
      behind: { count: 9, head: 'e'.repeat(64) },
      noted: { count: 12, head: 'f'.repeat(64) },
      numbers: { from: 4, to: 1000 },
      broken: { at: AT, why: 'The record ends before entry 12.' },
      by: 'root@vm-1',
      reason: '=disk lost',
    };
    const entries = chainOf(
      ['service.start', {}],
      ['service.stop', {}],
      ['service.stop', {}],
      ['record.restored', data],
    );
    const before = entries[2]?.hash ?? '';
    const words = [
      `The record goes on after entry 3 (head ${before}).`,
      `Given up: 9 entries; before, it had 12 entries (head ${'f'.repeat(64)}).`,
      'It was found broken on 2026-11-24T02:10:00.000Z: The record ends before entry 12.',
      'The numbers #5 to #1000 are given to no request. Said by root@vm-1. Reason: =disk lost.',
    ].join(' ');
    const page = await exported(entries, { format: 'html' });
    assert(page.includes(`Entry 4, 2026-11-24T02:10:00.000Z: ${words}`));
    assert((await exported(entries, { format: 'csv' })).includes(`,"${words}",`));
    const report = await auditRecord(entriesAlone(entries), { keys: TEST_KEYS.known });
    assert(verdictLines(report).includes(`Restored: entry 4, 2026-11-24T02:10:00.000Z: ${words}`));
    const older = { behind: null, numbers: { from: 3, to: 3 } };
    const told = await exported(chainOf(['record.restored', older]), { format: 'csv' });
    assert.match(
      told,
      /Nothing noted how far it had come before, so how much was given up is not known\. Reason: none/,
    );
  });

  it('counts what a restoring gave up from where the backup ended, and takes its checkpoints for given up', async () => {
    const start = [
      ['service.start', {}],
      ['service.stop', {}],
      ['service.stop', {}],
    ] as const;
    const end = { count: 3, head: chainOf(...start).at(-1)?.hash ?? '' };
    const noted = { count: 7, head: 'f'.repeat(64) };
    const data = { behind: null, noted, after: end, numbers: { from: 4, to: 4 } };
    const entries = chainOf(...start, ['service.stop', {}], ['record.restored', data]);
    const notes = (counts: readonly number[]) =>
      counts
        .map((count) => signedNote(TEST_KEYS, { origin: originOf(TENANT), count, head: 'f'.repeat(64) }))
        .join('\n');
    const audited = (counts: readonly number[]) =>
      auditRecord(entriesAlone(entries), { keys: TEST_KEYS.known, witness: notes(counts) });
    const report = await audited([4, 5, 7]);
    assert.match(report.restorings.join(), new RegExp(`goes on after entry 3 .head ${end.head}.*Given up: 4 entries`));
    assert.deepEqual(report.faults, []);
    assert.match(
      report.open.join('\n'),
      /entries of the 3 checkpoints that the record does not hold: an operator said/,
    );
    assert.doesNotMatch(report.proven.join('\n'), /noted elsewhere/);
    assert.match((await audited([3])).faults.map(({ what }) => what).join(), /another entry than a checkpoint says/);
    assert.match((await audited([8])).faults.map(({ what }) => what).join(), /a checkpoint says that it had 8/);
  });

  it('tells a change of keys, whose accounts had changed, which channel was left, and how far items are', async () => {
    const account = { oid: BOB, name: 'bob@example.com', before: null, stored: 'a'.repeat(64) };
    const entries = chainOf(
      ['record.key', { keyId: 'aa', publicKey: 'x', before: 'bb' }],
      ['accounts.seen', { accounts: [account], census: AT, looked: 7, previous: null }],
      [
        'accounts.seen',
        { accounts: [], previous: null, marks: [{ kind: 'address', value: 'a@x', carriers: 3, members: 3 }] },
      ],
      ['channel.left', { conversation: '19:soc', label: 'SOC', why: 'shared with another tenant' }],
      ['ask.answered', { kind: 'draft', task: 't' }],
      ['items.moved', { itemsStored: 'x', moved: 2, of: 5 }],
    );
    const [table, page] = [await exported(entries, { format: 'csv' }), await exported(entries, { format: 'html' })];
    for (const words of [
      'Signed with key aa from here on, before with key bb.',
      '7 accounts were looked at. New or changed: bob@example.com.',
      '3 accounts carry the address a@x.',
      'SOC: shared with another tenant.',
      'Asked for: draft.',
      '2 items of 5 went on.',
    ])
      assert(table.includes(`"${words}"`) && page.includes(words), words);
  });
});
