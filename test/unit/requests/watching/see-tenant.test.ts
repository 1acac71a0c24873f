import assert from 'node:assert/strict';
import { createGuidedTenant } from '../../../../src/defender/guided/guided-tenant.ts';
import type { DeviceGroupScope } from '../../../../src/defender/public-api/scope-reader.ts';
import { differences } from '../../../../src/requests/watching/compare-tenant.ts';
import { seeTenant } from '../../../../src/requests/watching/see-tenant.ts';
import type { WatchedTenant } from '../../../../src/requests/watching/watched.ts';
import { ManualClock } from '../../../support/runtime/manual-clock.ts';
import { aFleet } from '../../../support/samples/a-fleet.ts';

const LAB: DeviceGroupScope = { id: 4, name: 'Lab', description: null };
const HR: DeviceGroupScope = { id: 7, name: 'HR', description: null };

type List = readonly DeviceGroupScope[];

/** A list; `first` and `second`: what two readings within one look show; `short`: one that broke off. */
type Listed = List | { readonly first: List; readonly second: List } | { readonly short: List };

/** What is told of these lists of Microsoft Graph, look by look, where devices name HR alone. */
async function told(...lists: readonly Listed[]): Promise<readonly string[]> {
  const clock = new ManualClock();
  const fleet = async () => aFleet({ groups: new Map([[7, 'HR']]) });
  let before: WatchedTenant | null = null;
  const found: string[] = [];
  for (const list of lists) {
    const read = 'first' in list ? [list.first, list.second] : ['short' in list ? list.short : list];
    let asked = 0;
    const scopes = async () => ({ groups: read[asked++] ?? read.at(-1) ?? [], brokenOff: 'short' in list });
    const tenant = createGuidedTenant({ tenantId: 't', clock, scopes, fleet });
    const now: WatchedTenant = await seeTenant({ tenant, clock }, before);
    if (before) found.push(...differences(before, now).map((one) => `${one.kind} ${'group' in one && one.group.name}`));
    before = now;
  }
  return found;
}

describe('the lists of device groups that Microsoft Graph gives', () => {
  it('tell nothing by one that is empty for a while', async () => {
    assert.deepEqual(await told([LAB, HR], [], [LAB, HR]), []);
    assert.deepEqual(await told([], [LAB, HR], []), []);
  });

  it('tell nothing of a group that is absent from one with gaps', async () => {
    assert.deepEqual(await told([LAB, HR], [HR, { ...LAB, name: '' }], [HR, { ...LAB, id: null }], [LAB, HR]), []);
  });

  it('tell nothing of a group that is absent from one that broke off, or that one of two readings names', async () => {
    assert.deepEqual(await told([LAB, HR], { short: [HR] }, [LAB, HR]), []);
    assert.deepEqual(await told([LAB, HR], { first: [HR], second: [LAB, HR] }, [LAB, HR]), []);
  });

  it('tell that a group is gone, and not that it appeared when it is back', async () => {
    assert.deepEqual(await told([LAB, HR], [HR], [LAB, HR]), ['vanished Lab']);
    assert.deepEqual(await told([HR], [LAB, HR]), ['appeared Lab']);
  });
});
