import assert from 'node:assert/strict';
import type { Target } from '../../../../src/changes/supported/indicators/indicator-entry.ts';
import { indicatorsChange } from '../../../../src/changes/supported/indicators/indicators-change.ts';
import type { IndicatorRecord } from '../../../../src/changes/tenant-snapshot.ts';
import { aGroup } from '../../../support/samples/device-samples.ts';
import { groupSnapshot } from '../../../support/samples/group-snapshot.ts';

const DAY = 86_400_000;
const groups = [aGroup({ id: 1, name: 'HR laptops' }), aGroup({ id: 2, name: 'Servers' })];
const block: Target = { action: 'Block', groups: [], lasts: null, until: null };
const there: IndicatorRecord = {
  id: '7',
  value: 'evil.example',
  type: 'DomainName',
  action: 'Block',
  title: 'Old',
  description: 'By hand',
  expiresAt: null,
  severity: 'High',
  groups: [],
  createdBy: 'sam',
  generateAlert: true,
  recommendedActions: null,
};

function riskOf(to: Target, old: Partial<IndicatorRecord>, tense: 'asked' | 'applied' = 'asked') {
  const now = groupSnapshot(groups, [], {
    indicators: { found: [{ ...there, ...old }], lacks: null },
    indicatorTotal: 1,
  });
  const change = indicatorsChange.parse({
    kind: 'indicators',
    entries: [{ type: 'DomainName', value: 'evil.example', to }],
  });
  return indicatorsChange.risk(change, indicatorsChange.base(change, now), tense);
}

const WEAKER: readonly [string, Target, Partial<IndicatorRecord>, RegExp][] = [
  ['warns of what was blocked', { ...block, action: 'Warn' }, {}, /weaker action/],
  ['no longer remediates', block, { action: 'BlockAndRemediate' }, /weaker action/],
  ['blocks on one group instead of all', { ...block, groups: ['Servers'] }, {}, /on some devices/],
  ['leaves a group out', { ...block, groups: ['Servers'] }, { groups: ['HR laptops', 'Servers'] }, /on some devices/],
  ['blocks on a group instead of another', { ...block, groups: ['Servers'] }, { groups: ['HR laptops'] }, /on some/],
  [
    'takes the place of a scope that was not read',
    { ...block, groups: ['Servers'] },
    { groupsUnread: true },
    /on some/,
  ],
  ['ends where it did not', { ...block, until: DAY }, {}, /end gets nearer/],
  ['ends earlier', { ...block, until: DAY }, { expiresAt: 2 * DAY }, /end gets nearer/],
];

const AS_STRONG: readonly [string, Target, Partial<IndicatorRecord>][] = [
  ['blocks what was warned of', block, { action: 'Warn' }],
  ['blocks on all instead of one group', block, { groups: ['Servers'] }],
  ['ends later', { ...block, until: 2 * DAY }, { expiresAt: DAY }],
  ['adds a group', { ...block, groups: ['HR laptops', 'Servers'] }, { groups: ['Servers'] }],
  ['takes the place of what blocks nothing', { ...block, groups: ['Servers'], until: DAY }, { action: 'Audit' }],
];

describe('changes/supported/indicators: what is blocked, and will be so for less', () => {
  for (const [title, to, old, words] of WEAKER)
    it(`lowers protection where it ${title}`, () => {
      const { lowersProtection, dangers } = riskOf(to, old);
      assert.equal(lowersProtection, true);
      assert.deepEqual(
        dangers.map(({ kind }) => kind),
        ['less-protection'],
      );
      assert.match(dangers[0]?.text ?? '', words);
    });

  for (const [title, to, old] of AS_STRONG)
    it(`lowers nothing where it ${title}`, () => {
      assert.deepEqual(riskOf(to, old).dangers, []);
    });

  it('says each way, and later what it was', () => {
    const all: Target = { action: 'Warn', groups: ['Servers'], lasts: null, until: DAY };
    assert.equal(riskOf(all, {}).dangers.length, 3);
    assert.match(riskOf(all, {}, 'applied').dangers[1]?.text ?? '', /no longer is on some devices/);
  });
});
