import assert from 'node:assert/strict';
import type { Change } from '../../../../src/changes/registry/change.ts';
import type { DevicesLack } from '../../../../src/changes/tenant-snapshot.ts';
import { verifyChange } from '../../../../src/defender/guided/guides.ts';
import type { DeviceGroupScope } from '../../../../src/defender/public-api/scope-reader.ts';
import { AirlockError } from '../../../../src/shared/errors.ts';
import { aFleet } from '../../../support/samples/a-fleet.ts';
import { aDevice } from '../../../support/samples/device-samples.ts';

const LAB = { id: 9, name: 'Lab' };
const OTHER: DeviceGroupScope = { id: 4, name: 'Finance', description: '' };
const condition = { property: 'tag', operator: 'equals', value: 'lab' } as const;
const definition = { name: 'Lab', description: 'Rigs', level: 'full', conditions: [condition], access: [] } as const;

const BASE = { objects: { group: { ...LAB, description: 'Old rigs' } }, preview: null, shown: null };

const GONE =
  '~ device group "Lab" is still there: Microsoft Graph does not list the device group "Lab" any more: it may be deleted.';

/** What is found, in lists of words: `+` verified, `~` not seen yet, `-` contradicted, `?` unreadable. */
async function found(
  change: Change,
  groups: readonly DeviceGroupScope[],
  holders: readonly (number | 'unknown')[] = [],
  { brokenOff = false, lacks = null as DevicesLack | null } = {},
) {
  const device = (groupId: number | 'unknown') => aDevice({ id: 'd', groupId });
  const fleet = async () => aFleet({ devices: holders.map(device), ...(lacks && { lacks }) });
  const readers = { scopes: async () => ({ groups, brokenOff }), fleet };
  const { verified, unseen, contradicted, unreadable } = await verifyChange(readers, change, BASE);
  return [
    ...verified.map(({ what }) => `+ ${what}`),
    ...unseen.map(({ what, found: shows }) => `~ ${what}: ${shows}`),
    ...contradicted.map(({ what, found: shows }) => `- ${what}: ${shows}`),
    ...unreadable.map(({ what }) => `? ${what}`),
  ];
}

describe('what can be verified about a change', () => {
  const create = { kind: 'device-group.create', definition, before: null } as unknown as Change;
  const unreadableParts = [
    '? remediation level of "Lab": Full remediation',
    '? conditions of "Lab"',
    '? access to "Lab"',
  ];

  it('a new group: that it is there, and its description; nothing else', async () => {
    assert.deepEqual(await found(create, [OTHER, { ...LAB, description: 'Rigs' }]), [
      '+ device group "Lab" exists',
      '+ description of "Lab"',
      ...unreadableParts,
      '? rank of "Lab": the last',
    ]);
    assert.deepEqual(
      (await found(create, [OTHER, { ...LAB, description: 'Else' }]))[1],
      '- description of "Lab": Microsoft Graph shows another description of "Lab".',
    );
    assert.equal((await found(create, [{ ...LAB, description: null }]))[1], '? description of "Lab"');
  });

  for (const [title, shown, asked] of [
    ['as it was typed', 'Tills & kiosks', 'Tills & kiosks'],
    ['with marks encoded', 'Tills &amp; &lt;b&gt; &quot;x&#39; &#x27;', `Tills & <b> "x' '`],
    ['encoded by whoever typed it', 'Tills &amp; kiosks', 'Tills &amp; kiosks'],
    ['with other line ends', 'Tills\r\nkiosks\r', 'Tills\nkiosks'],
  ] as const)
    it(`a name and a description that Microsoft Graph shows ${title}`, async () => {
      const name = title.includes('line') ? 'Lab' : asked;
      const made = {
        kind: 'device-group.create',
        definition: { ...definition, name, description: asked },
        before: null,
      } as unknown as Change;
      const listed = { id: 9, name: title.includes('line') ? 'Lab' : shown, description: shown };
      assert.deepEqual((await found(made, [OTHER, listed])).slice(0, 2), [
        `+ device group "${name}" exists`,
        `+ description of "${name}"`,
      ]);
    });

  it('a new group that is not listed among others is not seen yet; an empty list proves nothing', async () => {
    assert.equal(
      (await found(create, [OTHER]))[0],
      '~ device group "Lab" exists: Microsoft Graph does not list the device group "Lab" yet.',
    );
    assert.equal((await found(create, []))[0], '? device group "Lab" exists');
  });

  it('a group’s new name and description, by its id', async () => {
    const rename = { kind: 'device-group.update', group: LAB, set: { name: 'Rigs', description: 'x' } } as Change;
    assert.deepEqual(await found(rename, [{ id: 9, name: 'Rigs', description: 'x' }]), [
      '+ "Lab" is called "Rigs"',
      '+ description of "Rigs"',
    ]);
    assert.deepEqual(await found(rename, [{ id: 9, name: 'Lab', description: 'Old rigs ' }]), [
      '~ "Lab" is called "Rigs": Microsoft Graph still shows its name as "Lab".',
      '~ description of "Rigs": Microsoft Graph still shows the description of "Rigs" as it was.',
    ]);
    assert.deepEqual(await found(rename, [{ id: 9, name: 'Rig', description: 'y' }]), [
      '- "Lab" is called "Rigs": Microsoft Graph shows its name as "Rig".',
      '- description of "Rigs": Microsoft Graph shows another description of "Rigs".',
    ]);
    assert.deepEqual(await found(rename, [OTHER]), [GONE, '? "Lab" is called "Rigs"', '? description of "Rigs"']);
  });

  it('a level, a rule or access: nothing, whether or not the list can be read', async () => {
    const { level, conditions, access } = definition;
    const change = { kind: 'device-group.update', group: LAB, set: { level, conditions, access } } as unknown as Change;
    const scopes = async (): Promise<never> => {
      throw new AirlockError('tenant-refused', 'no');
    };
    const unasked = async (): Promise<never> => assert.fail('asked');
    const { unreadable, verified } = await verifyChange({ scopes, fleet: unasked }, change, BASE);
    assert.deepEqual(
      unreadable.map(({ what }) => `? ${what}`),
      unreadableParts,
    );
    assert.deepEqual(verified, []);
    assert.deepEqual(await found(change, [{ ...LAB, description: '' }]), unreadableParts);
  });

  it('a group that was listed and is not any more: that, and what cannot be read', async () => {
    const level = { kind: 'device-group.update', group: LAB, set: { level: 'full' } } as unknown as Change;
    assert.deepEqual(await found(level, [OTHER]), [GONE, unreadableParts[0]]);
    for (const listed of [[], [OTHER, { ...OTHER, id: null }]])
      assert.deepEqual(await found(level, listed), [unreadableParts[0]], 'a list with gaps shows no absence');
    const lists = [[OTHER], [OTHER, { ...LAB, description: '' }]];
    const scopes = async () => ({ groups: lists.shift() ?? [], brokenOff: false });
    const once = await verifyChange({ scopes, fleet: async () => aFleet({}) }, level, BASE);
    assert.deepEqual(once.unseen, [], 'one short list is no proof');
    const named = {
      objects: { group: { ...LAB, description: '', unread: ['description'] } },
      preview: null,
      shown: null,
    };
    const unlisted = await verifyChange(
      { scopes: async () => ({ groups: [OTHER], brokenOff: false }), fleet: async () => aFleet({}) },
      level,
      named,
    );
    assert.deepEqual(unlisted.unseen, [], 'it never was listed');
  });

  it('a deleted group: no longer listed, and no device in it', async () => {
    const remove = { kind: 'device-group.delete', group: LAB } as Change;
    assert.deepEqual(await found(remove, [OTHER]), ['+ device group "Lab" is gone']);
    assert.deepEqual(await found(remove, [{ ...LAB, description: '' }]), [
      '~ device group "Lab" is gone: Microsoft Graph still lists the device group "Lab".',
    ]);
    assert.deepEqual(await found(remove, [OTHER], [9, 9, 4]), [
      '? device group "Lab" is gone (2 devices are still reported in it)',
    ]);
    for (const listed of [[], [OTHER, { ...OTHER, id: null }], [OTHER, { ...OTHER, name: '' }]])
      assert.deepEqual(await found(remove, listed), ['? device group "Lab" is gone (not every group could be read)']);
  });

  it('no deletion by lists that are not whole, nor by records that name no group', async () => {
    const remove = { kind: 'device-group.delete', group: LAB } as Change;
    const short = { leftOut: 0, brokenOff: true };
    assert.deepEqual(await found(remove, [OTHER], [4], { brokenOff: true }), [
      '? device group "Lab" is gone (not every group could be read)',
    ]);
    const unsure = ['? device group "Lab" is gone (not every device could be read)'];
    assert.deepEqual(await found(remove, [OTHER], [4], { lacks: short }), unsure);
    assert.deepEqual(await found(remove, [OTHER], [4], { lacks: { leftOut: 2, brokenOff: false } }), unsure);
    assert.deepEqual(await found(remove, [OTHER], [4, 'unknown']), unsure);
  });

  it('a new group by a list that broke off: nothing, where it is not in it', async () => {
    assert.equal((await found(create, [OTHER], [], { brokenOff: true }))[0], '? device group "Lab" exists');
  });

  it('a rank, the ungrouped devices, an advanced feature: nothing', async () => {
    assert.deepEqual(
      await found({ kind: 'device-group.rank', group: LAB, before: { id: 4, name: 'Finance' } }, [
        OTHER,
        { ...LAB, description: '' },
      ]),
      ['? rank of "Lab": right before "Finance"'],
    );
    assert.deepEqual(await found({ kind: 'ungrouped-devices', set: { level: 'none' } }, [OTHER]), [
      '? remediation level of "Ungrouped devices (default)": No automated response',
    ]);
    assert.deepEqual(await found({ kind: 'advanced-feature', feature: 'auto-resolve-alerts', to: 'off' }, []), [
      '? Automatically resolve alerts: Off',
    ]);
  });
});
