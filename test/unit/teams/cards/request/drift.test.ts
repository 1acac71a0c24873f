import assert from 'node:assert/strict';
import { kindOf } from '../../../../../src/changes/registry/kind-of.ts';
import { compareEffects, compareRows, driftRows } from '../../../../../src/teams/cards/request/drift.ts';
import { requestModel } from '../../../../../src/teams/cards/request/request-card.ts';
import { GROUP_REQUESTS, optionsFor } from '../../../../cards/card-cases.ts';
import { buildRequest } from '../../../../support/samples/build-request.ts';
import { GROUP_CHANGES, groupRequest, SMALL_TENANT } from '../../../../support/samples/group-requests.ts';

const row = (label: string, from: string, to: string) => ({ label, from, to });

describe('how drift is shown', () => {
  const values = (asked: string, now: string, becomes?: string) => [
    { when: 'When asked', value: asked, color: 'default', weight: 'default', knowns: [] },
    { when: 'Now', value: now, color: asked === now ? 'default' : 'warning', weight: 'bolder', knowns: [] },
    ...(becomes ? [{ when: 'Would become', value: becomes, color: 'default', weight: 'default', knowns: [] }] : []),
  ];

  it('compares three ways and marks what moved', () => {
    const asked = [row('Level', 'Full', 'None'), row('Name', 'A', 'B')];
    const now = [row('Level', 'Semi', 'None')];
    assert.deepEqual(compareRows(asked, now), [
      { label: 'Level', values: values('Full', 'Semi', 'None') },
      { label: 'Name', values: values('A', 'B', 'B') },
    ]);
    assert.deepEqual(compareRows([], [row('Rank', '2', '1')]), [{ label: 'Rank', values: values('1', '2', '1') }]);
    const same = [row('Rank', '2', '1'), row('Level', 'Full', 'None')];
    assert.deepEqual(compareRows(same, same), [], 'names only what differs');
    const known = (kind: 'read' | 'not-known') => [{ ...row('Rank', '2', '1'), source: { kind, at: 0 } }];
    assert.equal(compareRows(known('read'), known('not-known')).length, 1, 'known otherwise');
  });

  it('leaves out the devices where the same ones go the same ways, and only a value differs', () => {
    const change = GROUP_CHANGES.update;
    const groups = (SMALL_TENANT.groups ?? []).map((one) =>
      one.id === 6 ? ({ ...one, level: 'semi-all-folders' } as const) : one,
    );
    const now = kindOf(change).base(change, { ...SMALL_TENANT, groups });
    const labels = driftRows(groupRequest(change), now).map(({ label }) => label);
    assert.deepEqual(labels, ['Remediation level']);
    const devices = (SMALL_TENANT.devices ?? []).slice(0, 30);
    const fewer = driftRows(groupRequest(change), kindOf(change).base(change, { ...SMALL_TENANT, devices }));
    assert.deepEqual(
      fewer.map(({ label }) => label),
      ['Devices'],
    );
  });

  it('compares what would follow for devices, and says nothing where it is the same', () => {
    const effects = (headline: string, ...lines: string[]) => ({
      ...{ headline, past: headline, flows: [], moreFlows: 0, ranks: null, told: [], lines, first: [] },
      total: 3,
      readAt: null,
    });
    const asked = effects('3 of 60 devices would move.', 'From Lab to Servers: 3 devices.');
    const now = effects('4 of 61 devices would move.');
    assert.deepEqual(compareEffects(asked, now), { label: 'Devices', values: values(asked.headline, now.headline) });
    const others = compareEffects(asked, effects(asked.headline, 'From Lab to Finance: 3 devices.'));
    assert.match(others?.values[1]?.value ?? '', /^3 of 60 devices would move. The details of it differ/);
    assert.equal(compareEffects(asked, { ...asked }), null);
    assert.equal(compareEffects(asked, { ...asked, readAt: 60_000 }), null, 'read again, and the same');
    assert.equal(compareEffects(null, now), null);
  });

  it('says of a drift that only devices made how many would follow then and now', () => {
    const drifted = GROUP_REQUESTS['update-drift'] ?? buildRequest();
    const { comparisons, headings, story } = requestModel(drifted, optionsFor('shared'));
    assert.match(headings[0]?.text ?? '', /other devices would be affected now/);
    assert.match(story[0]?.text ?? '', /no longer what was shown/);
    const [comparison] = comparisons;
    const [devices, ...others] = comparison?.rows ?? [];
    assert.deepEqual(
      [devices?.label, devices?.values.map(({ value }) => value)],
      [
        'Devices',
        [
          '12 of 60 devices would get another remediation level (reckoned).',
          '2 of 30 devices would get another remediation level (reckoned).',
        ],
      ],
    );
    assert.deepEqual(others, [], 'nothing was changed in the group itself');
  });
});
