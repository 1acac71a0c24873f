import assert from 'node:assert/strict';
import { parseExport, type TypedOptions } from '../../../../src/cli/audit/export-options.ts';
import { exportRecord } from '../../../../src/cli/audit/export-record.ts';
import type { AuditEntry } from '../../../../src/requests/ports/audit-entry.ts';
import type { Json } from '../../../../src/shared/json.ts';
import { signedEntry } from '../../../../src/store/record/entry.ts';
import { TEST_KEYS } from '../../../support/runtime/record-keys.ts';
import { TENANT } from '../../../support/samples/ids.ts';
import { entriesAlone } from '../../../support/tampering/entries-alone.ts';

const AT = Date.UTC(2026, 10, 24, 2, 10);
const MINUTES = 60_000;
const DAY = 86_400_000;

type Said = readonly [event: string, data: Json, at?: number];

function chainOf(...facts: readonly Said[]): readonly AuditEntry[] {
  let last: AuditEntry | null = null;
  return facts.map(([event, data, at = AT]) => {
    last = signedEntry(TEST_KEYS, last, { tenantId: TENANT, at, event, actor: 'service', requestId: null, data });
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

/** What a look leaves. @param lostAt since when what earlier looks had seen is not known */
function look(at: number, lostAt: number | null = null, more: { readonly [key: string]: Json } = {}): Said {
  const value = { began: AT, lostAt, hasSeen: true, holds: { audit: 'a'.repeat(64), tenant: 'b'.repeat(64) } };
  const known = [{ key: 'watched', value, source: { kind: 'read', at }, changedAt: at }];
  return ['tenant.remembered', { known, ...more }, at];
}

const item = {
  ...{ what: 'Live response was set to Off', by: 'omar@example.com', name: 'Omar Okafor', at: AT, readAt: AT },
  ...{ before: null, source: 'hunting', recordId: 'r1', feature: { name: 'automated-investigation', value: 'off' } },
  ...{ note: null, revert: null, asked: null },
};

/** What is known of a change outside Airlock. */
function outside(more: { readonly [key: string]: Json }): Json {
  const id = '9d2e52b7-f7eb-40fa-9cef-1a048cf43ded';
  const value = { id, number: 4, foundAt: AT, items: [item], more: 0, adopted: null, told: [], ...more };
  return [{ key: `outside:${id}`, value, source: { kind: 'read', at: AT } }];
}

const rowsOf = (page: string) => page.match(/<tr class="step">.*?<\/tr>/gs) ?? [];

describe('looks at the tenant, written for auditors', () => {
  it('are one row of a page for each day, with how many there were, from when to when', async () => {
    const entries = chainOf(
      ...[look(AT), look(AT + 10 * MINUTES), ['service.stop', {}, AT + 15 * MINUTES] as const],
      ...[look(AT + 20 * MINUTES), look(AT + DAY), look(AT + DAY + 10 * MINUTES)],
    );
    const page = await exported(entries, { format: 'html' });
    const rows = rowsOf(page);
    assert.equal(rows.length, 3, rows.join('\n'));
    assert.match(
      rows[0] ?? '',
      /<td>1 to 4<\/td>.*2026-11-24.*3 looks for changes outside Airlock, from 02:10:00 to 02:30:00/s,
    );
    assert.match(
      rows[2] ?? '',
      /<td>5 to 6<\/td>.*2026-11-25.*2 looks for changes outside Airlock, from 02:10:00 to 02:20:00/s,
    );
    assert(page.includes(`<code>${entries[3]?.hash}</code>`), 'the hash of the last of them');
  });

  it('stand alone where one found what earlier looks had seen gone, or something else than was left', async () => {
    const otherwise = { foundOtherwise: ['watched'] };
    const entries = chainOf(look(AT), look(AT + 1, AT + 1), look(AT + 2, AT + 1), look(AT + 3, AT + 1, otherwise));
    const rows = rowsOf(await exported(entries, { format: 'html' }));
    assert.equal(rows.length, 3);
    assert.match(rows[0] ?? '', /<td>1 to 3<\/td>.*2 looks/s);
    assert.match(rows[1] ?? '', /<td>2<\/td>.*what earlier looks had seen was gone, or something else/s);
    assert.match(
      rows[2] ?? '',
      /<td>4<\/td>.*What it found remembered as watched was something else than entries before it had told\./s,
    );
  });

  it('say in a table what they are, and nothing is raw', async () => {
    const table = await exported(chainOf(look(AT), look(AT + 1, AT + 1)), { format: 'csv' });
    assert.match(
      table,
      /"A look for changes outside Airlock\. This entry has the hash of what it left for the next one\."/,
    );
    assert.match(
      table,
      /"A look for changes outside Airlock: what earlier looks had seen was gone, or something else\. /,
    );
    assert.doesNotMatch(table, /\{/);
  });
});

describe('what the service recorded of itself, each kind of it', () => {
  const group = (key: string, value: Json) => [{ key, value, source: { kind: 'read', at: AT } }];
  const kinds: readonly (readonly [Said, RegExp])[] = [
    [['service.start', { version: '1.0.0' }], /Version 1\.0\.0\./],
    [['service.stop', { instance: 'x' }], /An instance of Airlock ended as it was asked to\./],
    [['policy.changed', { from: 'a', to: 'b', policy: {} }], /Policy b: /],
    [['record.sealed', { count: 2, head: 'c'.repeat(64), requests: [] }], /2 entries, head c+\./],
    [['record.checkpoint', { count: 1, head: 'd'.repeat(64), note: 'x' }], /1 entry, head d+\./],
    [['record.key', { keyId: 'aa', before: 'bb' }], /Signed with key aa from here on/],
    [['accounts.seen', { accounts: [], previous: null }], /Nothing had changed\./],
    [['channel.left', { conversation: '19:soc', why: 'shared' }], /19:soc: shared\./],
    [['ask.answered', { kind: 'draft' }], /Asked for: draft\./],
    [['items.moved', { moved: 1, of: 2 }], /1 item of 2 went on\./],
    [
      ['tenant.remembered', { known: group('feature:automated-investigation', 'on') }],
      /Automated investigation: On, read/,
    ],
    [
      ['tenant.remembered', { known: group('feature:automated-investigation', { odd: 1 }) }],
      /Automated investigation: something that this version cannot read/,
    ],
    [
      ['tenant.remembered', { known: group('group:7:level', { odd: 1 }) }],
      /Remediation level of group 7: something that/,
    ],
    [['tenant.remembered', { known: group('group:"a"b":level', 'full') }], /group:"a"b":level: full/],
    [
      ['tenant.remembered', { known: group('later', { some: 'thing' }) }],
      /later: something that this version cannot read/,
    ],
    [['tenant.remembered', { known: [] }], /Nothing that this version can read\./],
    [['outside.seen', { found: 'Set to Off.', known: outside({}) }], /Set to Off\..*Change 4 outside Airlock: open/],
    [
      [
        'outside.adopted',
        {
          known: outside({
            adopted: { by: { oid: 'b0b00000-0000-4000-8000-000000000002', name: 'Bob Brandt' }, at: AT },
          }),
        },
      ],
      /Change 4 outside Airlock: adopted by Bob Brandt/,
    ],
    [
      ['outside.revert', { known: outside({ items: [{ ...item, reverted: 9 }] }) }],
      /Change 4 outside Airlock: nothing of it is open/,
    ],
    [['later.event', { some: 'thing' }], /Nothing that this version can read\./],
  ];
  for (const [said, words] of kinds)
    it(`has a sentence for ${said[0]} ${JSON.stringify(said[1]).slice(0, 60)}`, async () => {
      const [page, table] = [
        await exported(chainOf(said), { format: 'html' }),
        await exported(chainOf(said), { format: 'csv' }),
      ];
      const [row = ''] = rowsOf(page).map((one) => one.replaceAll('&quot;', '"').replace(/<[^>]*>/g, ' '));
      assert.match(row, words);
      assert.match(table.replaceAll('""', '"'), words);
      assert.doesNotMatch(`${row}${table}`, /\{/);
    });
});
