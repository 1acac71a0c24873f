import assert from 'node:assert/strict';
import type { Change } from '../../../../src/changes/registry/change.ts';
import { learned } from '../../../../src/requests/knowing/learn.ts';
import type { Fact } from '../../../../src/requests/record/fact.ts';
import type { OutcomeCode, Request } from '../../../../src/requests/record/request.ts';
import { BUILT_AT } from '../../../support/samples/build-request.ts';
import { anOid, TENANT } from '../../../support/samples/ids.ts';

const OMAR = { oid: anOid('aaaaaaaa-0000-4000-8000-000000000009'), name: 'Omar Okafor' };
const steps = { link: '', steps: [] };
const SAID: Request['handover'] = { at: 1, steps, attested: { by: OMAR, at: 50 } };
const ON: Change = { kind: 'advanced-feature', feature: 'automated-investigation', to: 'on' };
const definition = { name: 'Rigs', description: '', level: 'full', conditions: [], access: [] } as const;
const LAB = { id: 9, name: 'Lab' };

interface Case {
  readonly change: Change | object;
  readonly handover?: Request['handover'];
  readonly code?: OutcomeCode;
  readonly known?: readonly Fact[];
}

async function learns({ change, handover = SAID, code = 'attested', known = [] }: Case) {
  const store = { facts: async () => known, accountsSeen: async () => ({ accounts: [] }) } as never;
  const request = { number: 3, tenantId: TENANT, change: change as Change, handover };
  return learned({ store, clock: { now: () => BUILT_AT } }, request, code);
}

const valuesOf = async (one: Case) => (await learns(one)).map(({ fact: { key, value } }) => [key, value]);
const order = (...value: object[]): Fact => ({
  key: 'group:order',
  value: value as never,
  source: { kind: 'attested', at: 1, by: 'Omar Okafor', request: 1 },
  changedAt: 1,
});

describe('what is known once a request is applied', () => {
  it('is attested by whoever applied it by hand, at the time of their report', async () => {
    const [change] = await learns({ change: ON });
    const source = { kind: 'attested', at: 50, by: 'Omar Okafor', request: 3, oid: OMAR.oid };
    assert.deepEqual(change, {
      fact: { key: 'feature:automated-investigation', value: 'on', source, changedAt: BUILT_AT },
      expected: null,
    });
  });

  it('is read where Airlock wrote it and read it back, and nothing where nobody wrote or says so', async () => {
    for (const code of ['written', 'found-later', 'surfaced'] as const) {
      const [change] = await learns({ change: ON, handover: null, code });
      assert.deepEqual([change?.fact.source.kind, change?.expected], ['read', undefined], 'whatever there is');
    }
    assert.deepEqual(await learns({ change: ON, handover: null, code: 'in-place' }), []);
    assert.deepEqual(
      await learns({ change: ON, handover: { ...SAID, attested: null } as never, code: 'surfaced' }),
      [],
    );
    const own = { kind: 'approval-channel', conversation: 'c', label: '', to: 'on' };
    assert.deepEqual(await learns({ change: own, handover: null, code: 'written' }), []);
  });

  it('never replaces what became known of a later time', async () => {
    const later = { kind: 'corroborated', at: 60, by: 'eve@harbourline.example', request: null } as const;
    const known = [{ key: 'feature:automated-investigation', value: 'off', source: later, changedAt: 70 }];
    assert.deepEqual(await learns({ change: ON, known }), []);
    const earlier = [
      { key: 'feature:automated-investigation', value: 'off', source: { ...later, at: 40 }, changedAt: 70 },
    ];
    assert.equal((await learns({ change: ON, known: earlier }))[0]?.expected, 70);
  });

  const places: readonly (readonly [string, Change | object, readonly Fact[], object | null])[] = [
    ['made last, alone', { kind: 'device-group.create', definition, before: null }, [], [{ name: 'Rigs' }]],
    [
      'made before another',
      { kind: 'device-group.create', definition, before: LAB },
      [],
      [{ name: 'Rigs' }, { id: 9 }],
    ],
    [
      'made before a known one',
      { kind: 'device-group.create', definition, before: LAB },
      [order({ id: 4 }, { id: 9 })],
      [{ id: 4 }, { name: 'Rigs' }, { id: 9 }],
    ],
    [
      'ranked last',
      { kind: 'device-group.rank', group: LAB, before: null },
      [order({ id: 9 }, { id: 4 })],
      [{ id: 4 }, { id: 9 }],
    ],
    [
      'ranked before one of unknown place',
      { kind: 'device-group.rank', group: LAB, before: { id: 5, name: 'x' } },
      [order({ id: 9 }, { id: 4 })],
      [{ id: 9 }, { id: 5 }],
    ],
    ['deleted', { kind: 'device-group.delete', group: LAB }, [order({ id: 9 }, { id: 4 })], [{ id: 4 }]],
    ['deleted, of unknown place', { kind: 'device-group.delete', group: LAB }, [], null],
  ];
  for (const [title, change, known, expected] of places) {
    it(`keeps the order of groups: one ${title}`, async () => {
      const values = new Map((await valuesOf({ change, known })) as [string, object][]);
      assert.deepEqual(values.get('group:order') ?? null, expected);
    });
  }

  it('forgets what is known by a name that a request took away, or gave to another group', async () => {
    const byName: Fact = { ...order(), key: 'group:"Rigs":level', value: 'full' };
    const rigs = { id: 21, name: 'Rigs' };
    const changes = [
      { kind: 'device-group.delete', group: rigs },
      { kind: 'device-group.update', group: LAB, set: { name: 'Rigs' } },
    ];
    for (const change of changes) {
      const [forgotten] = await learns({ change, known: [byName] });
      const fact = { key: 'group:"Rigs":level', value: null, source: { kind: 'not-known' }, changedAt: BUILT_AT };
      assert.deepEqual(forgotten, { fact, expected: 1 });
      const later: Fact = { ...byName, source: { kind: 'attested', at: 60, by: 'Eve', request: 4 } };
      assert.deepEqual(await learns({ change, known: [later] }), [], 'what was said later stands');
    }
  });

  it('holds only the parts of a group that were set', async () => {
    const set = { name: 'Labs', level: 'none' };
    assert.deepEqual(await valuesOf({ change: { kind: 'device-group.update', group: LAB, set } }), [
      ['group:9:level', 'none'],
    ]);
    assert.deepEqual(await valuesOf({ change: { kind: 'ungrouped-devices', set: { access: [] } } }), [
      ['group:ungrouped:access', []],
    ]);
  });
});
