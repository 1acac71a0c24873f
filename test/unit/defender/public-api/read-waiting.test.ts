import assert from 'node:assert/strict';
import { merged } from '../../../../src/defender/public-api/center/read-waiting.ts';

const BEGUN = {
  id: '1',
  startTime: '2026-11-20T00:00:00Z',
  computerDnsName: 'SRV-DC-0001.corp.example',
  triggeringAlertId: 'a',
};
const device = (deviceDnsName: string, rbacGroupName: string) => ({
  '@odata.type': '#microsoft.graph.security.deviceEvidence',
  deviceDnsName,
  rbacGroupName,
});

function waiting(...evidence: readonly object[]) {
  const alert = { id: 'a', title: 'T', createdDateTime: '2026-11-20T00:00:00Z', investigationState: 'pendingApproval' };
  const [one, ...others] = merged([BEGUN], [{ ...alert, evidence: [...evidence] } as never]);
  assert.equal(others.length, 0);
  return one;
}

describe('defender/public-api: an investigation that waits, and the alert that began it', () => {
  it('is told with the group of its own device, which is not the first of the alert', () => {
    const one = waiting(device('lap-1.corp.example', 'Lab'), device('srv-dc-0001.corp.example', 'Domain controllers'));
    assert.deepEqual([one?.device, one?.group], ['SRV-DC-0001.corp.example', 'Domain controllers']);
  });

  it('is told without a group where the alert does not name its device', () => {
    assert.equal(waiting(device('lap-1.corp.example', 'Lab'))?.group, null);
  });
});
