import assert from 'node:assert/strict';
import { differences } from '../../../../src/requests/watching/compare-tenant.ts';
import type { WatchedGroup, WatchedTenant } from '../../../../src/requests/watching/watched.ts';

const lab: WatchedGroup = { id: 4, name: 'Lab', ungrouped: false };

function seen(...groups: readonly WatchedGroup[]): WatchedTenant {
  return { readAt: 1, features: {}, groups, members: null };
}

describe('the ungrouped devices', () => {
  const asGraph: WatchedGroup = { id: -1, name: 'Ungrouped devices (default)', ungrouped: true };
  const asPortal: WatchedGroup = { id: 9, name: 'UnassignedGroup', ungrouped: true };

  it('neither appear nor vanish where another connector reads them under another number', () => {
    assert.deepEqual(differences(seen(lab, asGraph), seen(lab, asPortal)), []);
    assert.deepEqual(differences(seen(lab, asGraph), seen(lab)), []);
    assert.deepEqual(differences(seen(lab), seen(lab, asPortal)), []);
  });

  it('hide no other group that does', () => {
    const fresh: WatchedGroup = { id: 5, name: 'Servers', ungrouped: false };
    assert.deepEqual(differences(seen(lab, asGraph), seen(fresh, asPortal)), [
      { kind: 'appeared', group: fresh, looks: 0 },
      { kind: 'vanished', group: lab, next: null },
    ]);
  });
});
