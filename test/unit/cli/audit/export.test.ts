import assert from 'node:assert/strict';
import { parseExport, type TypedOptions } from '../../../../src/cli/audit/export-options.ts';
import { exportRecord } from '../../../../src/cli/audit/export-record.ts';
import type { AuditEntry, AuditFacts } from '../../../../src/requests/ports/audit-entry.ts';
import { askedHash } from '../../../../src/requests/record/digest.ts';
import { requestId } from '../../../../src/shared/ids.ts';
import type { Json } from '../../../../src/shared/json.ts';
import { signedEntry } from '../../../../src/store/record/entry.ts';
import { TEST_KEYS } from '../../../support/runtime/record-keys.ts';
import { TENANT } from '../../../support/samples/ids.ts';
import { entriesAlone } from '../../../support/tampering/entries-alone.ts';

const AT = Date.UTC(2026, 10, 24, 2, 10);
const DAY = 86_400_000;
const ID = requestId.parse('5f1c3f6e-9d0b-4c6d-8d2e-3f6a3a1b0c12');
const ALICE = 'a11ce000-0000-4000-8000-000000000001';
const BOB = 'b0b00000-0000-4000-8000-000000000002';

const change = { kind: 'advanced-feature', feature: 'automated-investigation', to: 'on' };
const base = { objects: { feature: 'automated-investigation', state: 'off' }, preview: null, shown: null };

function person(oid: string, name: string, proof: string | null): Json {
  const marks = [{ kind: 'employee-id', value: oid.slice(0, 4) }];
  const roles = ['194ae4cb-b126-40b2-bd5b-6091b380977d'];
  const principalName = `${name.split(' ')[0]?.toLowerCase()}@example.com`;
  const since = { account: Date.UTC(2022, 2, 1, 8), role: proof === null ? null : Date.UTC(2026, 10, 20, 9, 30) };
  return { oid, name, principalName, roles, marks, since, proof };
}

type Step = Pick<AuditFacts, 'at' | 'event' | 'actor' | 'data'>;

/** A start of the service, with this policy. */
function started(policy: Json): Step {
  const data = { version: '0.2.0', policyVersion: 'aabbccddeeff', policy };
  return { at: AT - 1_000, event: 'service.start', actor: 'service', data };
}

/** What becomes of it once it is approved. */
function afterwards(event: string, from: string, to: string, facts: Record<string, Json>, actor = 'service'): Step {
  return { at: AT + DAY + 1_000, event: `request.${event}`, actor, data: { number: 3, rev: 4, from, to, ...facts } };
}

/** What Alice asked for and Bob approved a day later. */
function story(
  reason: string,
  name = 'Bob Brandt',
  before: Step[] = [],
  after: Step[] = [],
  what: { readonly [key: string]: Json } = { change, base },
): readonly AuditEntry[] {
  const asked = { ...what, reason, policyVersion: 'aabbccddeeff', digest: 'd'.repeat(64), number: 3, rev: 2 };
  const steps: readonly Step[] = [
    ...before,
    { at: AT, event: 'request.drafted', actor: ALICE, data: { change, base, name: 'Alice Ahlgren', number: 3 } },
    {
      at: AT + 1_000,
      event: 'request.submit',
      actor: ALICE,
      data: { ...asked, from: 'draft', to: 'pending', person: person(ALICE, 'Alice Ahlgren', null) },
    },
    {
      at: AT + DAY,
      event: 'request.approve',
      actor: BOB,
      data: {
        number: 3,
        rev: 3,
        from: 'pending',
        to: 'approved',
        reason: 'Agreed',
        door: 'typed',
        person: person(BOB, name, 'marks'),
      },
    },
    ...after,
  ];
  let last: AuditEntry | null = null;
  return steps.map((step) => {
    const about = step.event.startsWith('request.') ? ID : null;
    last = signedEntry(TEST_KEYS, last, { ...step, tenantId: TENANT, requestId: about });
    return last;
  });
}

async function exported(entries: readonly AuditEntry[], typed: TypedOptions): Promise<string> {
  let text = '';
  const out = { write: (part: string) => (text += part) };
  await exportRecord(entriesAlone(entries), out, {
    ...parseExport(typed),
    keys: TEST_KEYS.known,
    clock: { now: () => AT },
  });
  return text;
}

describe('the record, written for auditors', () => {
  it('a table has a line for each entry, with names, times and the change in words', async () => {
    const [head, drafted, submitted, approved] = (await exported(story('Pilot finished'), { format: 'csv' })).split(
      '\r\n',
    );
    assert.match(head ?? '', /^"entry","time \(UTC\)","event","step","request","person","principal name","object id"/);
    assert.match(drafted ?? '', /"request.drafted","Drafted","3","Alice Ahlgren"/);
    assert.match(submitted ?? '', /^"2","2026-11-24T02:10:01.000Z"/);
    assert.match(
      submitted ?? '',
      /"Turn on Automated investigation","Automated investigation: Off -> On","Pilot finished"/,
    );
    assert.match(
      approved ?? '',
      /"Bob Brandt","bob@example.com","b0b00000-[^"]+","Security Administrator","employee id b0b0","2022-03-01T08:00:00.000Z","2026-11-20T09:30:00.000Z","employee id","typed","pending"/,
    );
    assert.match(submitted ?? '', /"employee id a11c","2022-03-01T08:00:00.000Z","",""/);
    assert.match(head ?? '', /,"marks","account since","role since","told apart by",/);
    assert.match(head ?? '', /,"key id","signature"$/);
    assert.match(approved ?? '', /,"[0-9a-f]{16}","[A-Za-z0-9+/]{86}=="$/);
  });

  it('a submission that refers to its draft is told like one that repeats it, and archived with what it refers to', async () => {
    const repeating = story('x');
    const referring = story('x', 'Bob Brandt', [], [], { asked: askedHash(change, base) });
    const told = async (entries: readonly AuditEntry[]) =>
      (await exported(entries, { format: 'csv' })).split('\r\n')[2]?.split(',"x"')[0];
    assert.equal(await told(referring), await told(repeating));
    assert((await exported(referring, { format: 'html' })).includes('<td>Off</td><td class="new">On</td>'));
    const lines = (entries: readonly AuditEntry[]) => entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
    const span = { format: 'jsonl', from: '2026-11-24T02:10:01Z', to: '2026-11-24T02:10:02Z' };
    assert.equal(await exported(referring, span), lines(referring.slice(0, 2)));
    assert.equal(await exported(repeating, span), lines(repeating.slice(1, 2)));
  });

  const formulas: Readonly<Record<string, string>> = {
    '=1+1': `"'=1+1"`,
    '+1': `"'+1"`,
    '-2+3': `"'-2+3"`,
    '@SUM(A1)': `"'@SUM(A1)"`,
    '  =1': `"'  =1"`,
    '\t=1': `"'[U+0009]=1"`,
    '\uFF1D1+1': `"'\uFF1D1+1"`,
    'a "b", c': '"a ""b"", c"',
    'one\r\ntwo': '"one[U+000D][U+000A]two"',
    'abc\u202Efed': '"abc[U+202E]fed"',
    'see CHG-1042': '"see CHG-1042"',
  };
  for (const [reason, field] of Object.entries(formulas)) {
    it(`no cell is run, broken or turned around: ${JSON.stringify(reason)}`, async () => {
      assert((await exported(story(reason), { format: 'csv' })).includes(`,${field},`));
    });
  }

  it('a page tells who asked, why, what for, who approved and how they are two people, with each entry’s hash', async () => {
    const entries = story('Pilot finished');
    const page = await exported(entries, { format: 'html', request: '3' });
    assert.match(page, /Account since 2022-03-01 08:00:00 UTC, role since 2026-11-20 09:30:00 UTC/);
    assert.match(page, /Account since 2022-03-01 08:00:00 UTC, role: not recorded since when/);
    for (const text of [
      'Request #3: Turn on Automated investigation',
      'Alice Ahlgren (alice@example.com)',
      'Pilot finished',
      '<td>Off</td><td class="new">On</td>',
      'Bob Brandt (bob@example.com)',
      'Security Administrator',
      'their employee ids differ',
      'Agreed',
      '2026-11-25 02:10:00 UTC, entry 3',
      'What it does not prove',
      ...entries.map(({ hash }) => hash),
    ])
      assert(page.includes(text), text);
  });

  const BOB_LATER = { oid: BOB, name: 'Bob Brandt', principalName: 'bob@example.com', roles: null, marks: null };

  it('a stop after the approval is called one, whether or not there is a reason for it', async () => {
    const stop = afterwards('reject', 'approved', 'rejected', { reason: '', door: 'card', person: BOB_LATER }, BOB);
    const entries = story('x', 'Bob Brandt', [], [stop]);
    const page = await exported(entries, { format: 'html' });
    assert(page.includes('<strong>Stopped (after approval)</strong>'));
    assert(page.includes('Approved → Stopped (after approval)'));
    assert(page.includes('<td>Stopped (after approval)<br><span class="small">on the card, '));
    assert.doesNotMatch(page, /Rejected|<dt>Outcome|Came to/);
    assert.match(page, /Bob Brandt \(bob@example\.com\).*<td>none given<\/td>/s);
    assert.doesNotMatch(page, /does not say how this person was told apart/);
    const table = await exported(entries, { format: 'csv' });
    assert.match(table, /"request.reject","Stopped \(after approval\)","3","Bob Brandt","bob@example.com"/);
  });

  it('tells whose session wrote, and how it is known', async () => {
    const facts = { actsAs: 'omar@example.com', actsAsSource: 'said' };
    const entries = story('x', 'Bob Brandt', [], [afterwards('start', 'approved', 'applying', facts)]);
    const session = 'the session of omar@example.com (said to be)';
    const page = await exported(entries, { format: 'html' });
    assert(page.includes(`<dt>Written with</dt><dd>${session}</dd>`));
    assert((await exported(entries, { format: 'csv' })).includes(`,"${session}",`));
  });

  it('tells what is known from then on, and how old values were known, in the words of cards', async () => {
    const omar = { kind: 'attested', at: AT, by: 'Omar Okafor', request: 3 };
    const known = [
      { key: 'feature:automated-investigation', value: 'on', source: omar },
      {
        key: 'group:77:level',
        value: 'full',
        source: { kind: 'corroborated', at: AT, by: 'omar@example.com', request: null },
      },
      { key: 'group:"Rigs":access', value: [], source: omar },
      { key: 'group:order', value: [{ name: 'Rigs' }, { id: 9 }], source: omar },
      { key: 'later:thing', value: 1, source: omar },
      { key: 'feature:auto-resolve-alerts', value: null, source: { kind: 'not-known' } },
      { key: 'group:"Rigs":level', value: null, source: { kind: 'not-known' } },
    ];
    const seen = {
      by: 'Bob Brandt',
      found: 'Automated investigation: Off, as seen in the portal.',
      known: [],
      person: person(BOB, 'Bob Brandt', null),
    };
    const said: Step = { at: AT + DAY, event: 'tenant.attested', actor: BOB, data: seen };
    const entries = story('x', 'Bob Brandt', [said], [afterwards('record-outcome', 'applying', 'applied', { known })]);
    const page = await exported(entries, { format: 'html' });
    const table = await exported(entries, { format: 'csv' });
    for (const text of [
      'Automated investigation: On, by Omar Okafor&#39;s word, 24 Nov 2026 02:10 UTC, #3',
      'Remediation level of group 77: Full remediation, by Microsoft&#39;s audit log (omar@example.com), 24 Nov 2026',
      'Access of Rigs: everybody with portal access, by Omar',
      'Order of device groups: Rigs, group 9, by Omar',
      'later:thing: 1, by Omar',
      'Automatically resolve alerts: not known any more',
      'Remediation level of Rigs: not known any more',
    ]) {
      assert(page.includes(text), text);
      assert(table.includes(text.replaceAll('&#39;', "'")), text);
    }
    for (const text of ['Said what they see in the portal', 'Automated investigation: Off, as seen in the portal.'])
      assert(page.includes(text) && table.includes(text), text);
  });

  it('tells the policy in words, the door, the key, and causes instead of codes', async () => {
    const policy = {
      approvers: ['194ae4cb-b126-40b2-bd5b-6091b380977d'],
      requesters: [],
      quorum: 2,
      decisionWindow: DAY,
      typedDecisions: 'with-digest',
      people: { proof: 'marks', known: [], minAge: DAY },
    };
    const put = afterwards('defer', 'applying', 'approved', { code: 'tenant-signed-out' });
    const entries = story('x', 'Bob Brandt', [started(policy)], [put]);
    const page = await exported(entries, { format: 'html' });
    for (const text of [
      'May ask: nobody. May approve: holders of Security Administrator. Takes 2 approvals.',
      'two people are known to have acted',
      'must be 24 hours old',
      'only with the digest that the card shows',
      'typed, 2026-11-25',
      `signed with key <code>${TEST_KEYS.keyId}</code>`,
      'Put off, not taken by Defender',
      'The session with Defender has ended; nothing was changed.',
    ])
      assert(page.includes(text), text);
    assert.doesNotMatch(page, /tenant-signed-out|record-outcome|194ae4cb|>submit</);
    assert.doesNotMatch(await exported(entries, { format: 'csv' }), /194ae4cb|\{"/);
  });

  it('a page holds nothing that runs, loads or hides, whatever people wrote', async () => {
    const hostile = `</style></title><script>alert(1)</script><img src=x onerror=alert(1)>'"\`&amp;\u202E\u0000`;
    const page = await exported(story(hostile, hostile), { format: 'html' });
    assert.doesNotMatch(page, /<(script|img|iframe|link|object)/i);
    assert.doesNotMatch(page.replace(/Content-Security-Policy" content="[^"]*"/, ''), /https?:|url\(/);
    assert(!page.includes('\u0000') && !page.includes('\u202E'));
    assert(page.includes('&lt;script&gt;alert(1)&lt;/script&gt;'));
    assert(page.includes('[U+202E][U+0000]'));
  });

  it('one request, or a span of days, both included', async () => {
    const events = async (typed: TypedOptions) =>
      (await exported(story('x'), typed)).split('\n').flatMap((line) => (line ? [JSON.parse(line).seq] : []));
    assert.deepEqual(await events({}), [1, 2, 3]);
    assert.deepEqual(await events({ request: '4' }), []);
    assert.deepEqual(await events({ to: '2026-11-24' }), [1, 2]);
    assert.deepEqual(await events({ from: '2026-11-25' }), [3]);
    assert.deepEqual(await events({ from: '2026-11-24T02:10:01Z', to: '2026-11-24T02:10:01Z' }), [2]);
    assert.match(await exported(story('x'), { format: 'html', from: '2026-11-26' }), /No request was asked for/);
  });

  for (const typed of [
    { format: 'pdf' },
    { request: 'x' },
    { from: '24.11.2026' },
    { to: '2026-02-30' },
    { from: '2026-11-25', to: '2026-11-24' },
  ])
    it(`is refused with what to write instead: ${JSON.stringify(typed)}`, () => {
      assert.throws(() => parseExport(typed), { code: 'input-invalid' });
    });
});
