import assert from 'node:assert/strict';
import { isMaybeBusiness } from '../../../../src/changes/device-group/model/groups-in.ts';
import { ofEachFeature } from '../../../../src/changes/features.ts';
import { createGuidedTenant } from '../../../../src/defender/guided/guided-tenant.ts';
import type { Fleet } from '../../../../src/defender/public-api/fleet.ts';
import { AirlockError } from '../../../../src/shared/errors.ts';
import { ManualClock } from '../../../support/runtime/manual-clock.ts';
import { aFleet } from '../../../support/samples/a-fleet.ts';

const NONE: Fleet = { devices: [], groups: new Map() };

describe('the groups that the supported APIs show', () => {
  function tenant(named: readonly { id: number; name: string; description: string | null }[], fleet: Fleet = NONE) {
    const asked = { fleet: 0 };
    const guided = createGuidedTenant({
      tenantId: 't',
      clock: new ManualClock(),
      scopes: async () => ({ groups: named, brokenOff: false }),
      async fleet() {
        asked.fleet += 1;
        return aFleet(fleet);
      },
    });
    return { guided, asked };
  }

  const known = (groups: readonly { id: number; name: string }[] = []) => groups.map(({ id, name }) => `${id} ${name}`);

  it('are those of Graph, and those that only devices name; Graph’s name wins for a group that both know', async () => {
    const fleet = {
      devices: [],
      groups: new Map([
        [9, 'Lab'],
        [4, 'Old name'],
      ]),
    };
    const { guided } = tenant([{ id: 4, name: 'Finance', description: null }], fleet);
    assert.deepEqual(known((await guided.read(['groups', 'devices'])).groups), ['4 Finance', '9 Lab', '0 ']);
  });

  it('costs no reading of the devices, unless Graph names no group at all', async () => {
    const some = tenant([{ id: 4, name: 'Finance', description: null }]);
    await some.guided.read(['groups']);
    assert.equal(some.asked.fleet, 0);
    const none = tenant([], { devices: [], groups: new Map([[9, 'Lab']]) });
    const snapshot = await none.guided.read(['groups']);
    assert.deepEqual(known(snapshot.groups), ['9 Lab', '0 ']);
    assert.equal(snapshot.devices, undefined);
  });

  it('are unread in everything else: level, rule, rank and access', async () => {
    const { guided } = tenant([{ id: 4, name: 'Finance', description: 'Payments' }]);
    const { groups, product } = await guided.read(['groups']);
    assert.deepEqual(groups?.[0], {
      id: 4,
      name: 'Finance',
      description: 'Payments',
      level: 'unread',
      rank: null,
      conditions: [],
      opaque: true,
      access: [],
      ungrouped: false,
    });
    assert.equal(groups?.[1]?.level, 'unread');
    assert.equal(product, 'unknown');
  });

  it('need no call for the features, which no API shows', async () => {
    const { guided, asked } = tenant([]);
    const { features } = await guided.read(['features']);
    assert.deepEqual(
      features,
      ofEachFeature(() => 'unread'),
    );
    assert.equal(asked.fleet, 0);
  });

  it('are those of devices where the list cannot be read, for what is only shown', async () => {
    const why = new AirlockError('tenant-refused', 'Microsoft Graph refused the call (HTTP 403).');
    const named = { devices: [], groups: new Map([[9, 'Lab']]) };
    const opened = (fleet: Fleet) =>
      createGuidedTenant({
        tenantId: 't',
        clock: new ManualClock(),
        scopes: async () => {
          throw why;
        },
        fleet: async () => aFleet(fleet),
      });
    const shown = await opened(named).read(['groups'], 'recent');
    assert.deepEqual(known(shown.groups), ['9 Lab', '0 ']);
    assert.deepEqual([shown.groupsLack, shown.groupsUnread], ['all', why.message]);
    assert.equal(isMaybeBusiness(shown), false);
    await assert.rejects(opened(named).read(['groups']), why);
    await assert.rejects(opened(NONE).read(['groups'], 'recent'), why, 'no device names one: then nothing is known');
  });
});
