import assert from 'node:assert/strict';
import {
  type ApprovalChannelChange,
  approvalChannelChange as kind,
} from '../../../../src/changes/own-settings/approval-channel-change.ts';
import type { ApprovalChannel, TenantSnapshot } from '../../../../src/changes/tenant-snapshot.ts';

const SOC: ApprovalChannel = { conversation: '19:soc@thread.tacv2', label: 'SOC' };
const IR: ApprovalChannel = { conversation: '19:ir@thread.tacv2', label: '' };
const USE: ApprovalChannelChange = { kind: 'approval-channel', ...SOC, to: 'on' };
const STOP: ApprovalChannelChange = { ...USE, to: 'off' };

function now(approvalChannel: ApprovalChannel | null): TenantSnapshot {
  return { tenantId: 'tenant', readAt: 1, product: 'unknown', approvalChannel };
}

describe('the approval channel as a change', () => {
  it('is parsed strictly', () => {
    assert.deepEqual(kind.parse({ ...USE }), USE);
    for (const wrong of [{ ...USE, to: 'maybe' }, { ...USE, more: 1 }, { ...USE, conversation: '' }, null])
      assert.throws(() => kind.parse(wrong), { code: 'input-invalid' });
  });

  it('is one object, whichever channel is meant', () => {
    assert.deepEqual(kind.objects(USE), kind.objects({ ...STOP, ...IR }));
  });

  it('can be requested if it makes a difference', () => {
    assert.equal(kind.assess(USE, now(null)).verdict, 'open');
    assert.equal(kind.assess(USE, now(IR)).verdict, 'open');
    assert.equal(kind.assess(USE, now({ ...SOC, label: 'Renamed' })).verdict, 'already');
    assert.equal(kind.assess(STOP, now(SOC)).verdict, 'open');
    assert.equal(kind.assess(STOP, now(IR)).verdict, 'already');
    assert.equal(kind.assess(STOP, now(null)).verdict, 'already');
  });

  it('is reached when the tenant is as requested', () => {
    assert.equal(kind.reached(USE, now(SOC)), true);
    assert.equal(kind.reached(USE, now(IR)), false);
    assert.equal(kind.reached(STOP, now(SOC)), false);
    assert.equal(kind.reached(STOP, now(null)), true);
  });

  it('shows each channel with its id, since names can be changed', () => {
    const [row] = kind.diff(USE, kind.base(USE, now(IR)));
    assert.deepEqual([row?.from, row?.to], ['19:ir@thread.tacv2', 'SOC (19:soc@thread.tacv2)']);
    const [stop] = kind.diff(STOP, kind.base(STOP, now(SOC)));
    assert.deepEqual([stop?.from, stop?.to], ['SOC (19:soc@thread.tacv2)', 'No channel']);
    assert.equal(kind.title({ ...USE, label: '' }), 'Use a channel for approvals');
  });

  it('is undone by what was there before', () => {
    const inverse = (change: ApprovalChannelChange, was: ApprovalChannel | null, is: ApprovalChannel | null) =>
      kind.inverse(change, kind.base(change, now(was)), now(is));
    assert.deepEqual(inverse(USE, null, SOC), { change: STOP });
    assert.deepEqual(inverse(USE, IR, SOC), { change: { ...USE, ...IR } });
    assert.deepEqual(inverse(STOP, SOC, null), { change: USE });
    assert('why' in inverse(USE, null, IR), 'somebody chose another channel since');
    assert('why' in inverse(STOP, SOC, IR), 'somebody chose another channel since');
  });

  it('says nothing about a channel that was not read', () => {
    assert.throws(() => kind.base(USE, { tenantId: 'tenant', readAt: 1, product: 'unknown' }), { code: 'internal' });
  });
});
