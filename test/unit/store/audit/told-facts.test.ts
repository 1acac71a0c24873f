import assert from 'node:assert/strict';
import { hashOfJson } from '../../../../src/requests/record/digest.ts';
import { type Fact, knownIn } from '../../../../src/requests/record/fact.ts';
import { asJson, type Json } from '../../../../src/shared/json.ts';
import { ToldFacts } from '../../../../src/store/audit/told/told-facts.ts';
import { writeBody } from '../../../../src/store/bodies/stored-body.ts';
import { aTenant, TENANT } from '../../../support/samples/ids.ts';

const AIR = 'feature:automated-investigation';
const OTHER: Fact = { key: 'x', value: 'off', source: { kind: 'read', at: 1 }, changedAt: 9 };

const fact = (key: string, value: Json = 'on'): Fact => ({
  key,
  value,
  source: { kind: 'attested', at: 5, by: 'Omar Okafor', request: 1 },
  changedAt: 9,
});
const row = (one: Fact, key = one.key) => ({ tenant: TENANT, key, changed_at: one.changedAt, body: writeBody(one) });
const known = (...facts: Fact[]) => ({ known: knownIn(facts.map((one) => ({ fact: one }))) });

/** What is wrong after these entries, each an event and what it says. */
function faultsOf(entries: readonly (readonly [string, object])[], rows: readonly ReturnType<typeof row>[]) {
  const facts = new ToldFacts();
  for (const [index, [event, data]] of entries.entries()) {
    const chained = { previous: '', hash: '', keyId: null, signature: null };
    const who = { tenantId: TENANT, at: 1, actor: 'service', requestId: null };
    facts.tell({ ...chained, ...who, seq: index + 1, event, data: asJson(data) });
  }
  return facts.faults(rows, TENANT).map(({ where, what }) => `${where}: ${what}`);
}

const SAID = ['tenant.attested', known(fact(AIR))] as const;
const EARLIER = ['tenant.attested', { known: [{ key: AIR, value: 'on', source: fact(AIR).source }] }] as const;
/** As each look tells what it leaves: `holds` absent in entries of earlier versions. */
const LOOKED = (holds?: { readonly audit: string; readonly tenant: string | null }) =>
  [
    'tenant.remembered',
    known(fact('watched', { began: 1, lostAt: null, hasSeen: true, ...(holds && { holds }) })),
  ] as const;
const WATCHED = fact('watched', { began: 1, lostAt: null, hasSeen: true });
const HELD = { audit: hashOfJson('on'), tenant: hashOfJson('off') };
const lookedRow = (holds: object) => row(fact('watched', { ...Object(WATCHED.value), holds }));
const HELD_ROWS = [lookedRow(HELD)];
const ONCE = ['outside.seen', { outside: 1, known: [] }] as const;
const SILENT = ['outside.adopted', { outside: 1 }] as const;

describe('what is remembered, beside what the entries tell of it', () => {
  const cases: readonly [string, Parameters<typeof faultsOf>, RegExp | null][] = [
    ['as told', [[SAID], [row(fact(AIR))]], null],
    ['as told last', [[SAID, ['outside.seen', known(fact(AIR, 'off'))]], [row(fact(AIR, 'off'))]], null],
    ['planted', [[], [row(fact(AIR))]], /remembered as feature:automated-investigation: no entry tells of it/],
    ['edited', [[SAID], [row(fact(AIR, 'off'))]], /it is not what entry 1 tells/],
    ['known otherwise than told', [[SAID], [row({ ...OTHER, key: AIR, value: 'on' })]], /not what entry 1 tells/],
    ['missing', [[SAID], []], /entry 1 tells of it, and it is gone/],
    ['of another time', [[SAID], [{ ...row(fact(AIR)), changed_at: 10 }]], /it cannot be read/],
    ['under another key', [[SAID], [row(fact('group:9:level'), AIR)]], /it cannot be read/],
    ['of another tenant', [[SAID], [{ ...row(fact(AIR)), tenant: aTenant('other') }]], /another tenant/],
    ['unreadable', [[SAID], [{ ...row(fact(AIR)), body: '{' }]], /it cannot be read, so it counts as not known/],
    ['changed at another time', [[SAID], [row({ ...fact(AIR), changedAt: 8 })]], /not what entry 1 tells/],
    ['of an entry that does not say when', [[EARLIER], [row({ ...fact(AIR), changedAt: 8 })]], null],
    ['of the watch', [[], [row(fact('watch:audit'))]], null],
    ['of the watch, of an earlier version', [[LOOKED()], [row(WATCHED), row(fact('watch:audit', 'off'))]], null],
    [
      'of the watch, as told',
      [[LOOKED(HELD)], [...HELD_ROWS, row(fact('watch:audit')), row(fact('watch:groups', 'off'))]],
      null,
    ],
    [
      'of the watch, edited',
      [[LOOKED(HELD)], [...HELD_ROWS, row(fact('watch:audit', 'off')), row(fact('watch:groups', 'off'))]],
      /^what is remembered as watch:audit: it is not what entry 1 tells$/,
    ],
    [
      'of the watch, gone',
      [[LOOKED(HELD)], [...HELD_ROWS, row(fact('watch:audit'))]],
      /^what is remembered as watch:groups: entry 1 tells of it, and it is gone$/,
    ],
    [
      'of the watch, planted',
      [
        [LOOKED({ ...HELD, tenant: null })],
        [lookedRow({ ...HELD, tenant: null }), row(fact('watch:audit')), row(fact('watch:groups'))],
      ],
      /^what is remembered as watch:groups: it is not what entry 1 tells$/,
    ],
    [
      'of the watch, unreadable',
      [[LOOKED(HELD)], [...HELD_ROWS, { ...row(fact('watch:audit')), body: '{' }, row(fact('watch:groups', 'off'))]],
      /^what is remembered as watch:audit: it cannot be read, so it counts as not known$/,
    ],
    ['changed outside, planted', [[], [row(fact('outside:1', { number: 1 }))]], /no entry tells of it/],
    ['changed outside, told by its number', [[ONCE], [row(fact('outside:1', { number: 1 }))]], null],
    ['a switch after an entry that did not say', [[SAID, SILENT], [row(fact(AIR, 'off'))]], null],
    ['a group after an entry that did not say', [[SILENT], [row(fact('group:9:level'))]], /no entry tells/],
    ['a switch told of since', [[SILENT, SAID], [row(fact(AIR, 'off'))]], /not what entry 2 tells/],
    ['after an entry that says that nothing became known', [[SAID, ['outside.seen', known()]], []], /gone/],
  ];
  for (const [title, args, expected] of cases) {
    it(`is ${expected === null ? 'right' : 'found out'}: ${title}`, () => {
      const found = faultsOf(...args);
      if (expected === null) assert.deepEqual(found, []);
      else assert.match(found.join('\n'), expected);
    });
  }
});
