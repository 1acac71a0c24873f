import assert from 'node:assert/strict';
import fc from 'fast-check';
import { previewMoves } from '../../../../../src/changes/device-group/moves/devices-that-move.ts';
import { movesFingerprint } from '../../../../../src/changes/device-group/moves/moves-fingerprint.ts';
import type { Condition, Device, DeviceGroup } from '../../../../../src/changes/device-group.ts';
import { canonical } from '../../../../../src/shared/json.ts';
import { arbitraryDevices, arbitraryGroups } from '../../../../support/generated/arbitrary-tenant.ts';
import { aDevice, aGroup, theUngrouped } from '../../../../support/samples/device-samples.ts';

const fingerprint = (devices: readonly Device[], before: readonly DeviceGroup[], after: readonly DeviceGroup[]) =>
  canonical(movesFingerprint(previewMoves(devices, before, after)));

const conditions: readonly Condition[] = [{ property: 'tag', operator: 'equals', value: 'fin' }];
const finance = aGroup({ id: 10, level: 'full', conditions });
const rest = theUngrouped({ level: 'none' });
const before = [finance, rest];
const after = [rest];
const one = aDevice({ name: 'one', tags: ['fin'] });
const two = aDevice({ name: 'two', tags: ['fin'] });

describe('movesFingerprint', () => {
  it('is the same in any order of devices and groups', () => {
    const anyOrder = fc
      .tuple(arbitraryDevices, arbitraryGroups, arbitraryGroups)
      .chain(([devices, was, will]) =>
        fc.tuple(fc.constant({ devices, was, will }), shuffled(devices), shuffled(was), shuffled(will)),
      );
    fc.assert(
      fc.property(anyOrder, ([{ devices, was, will }, ...other]) => {
        assert.equal(fingerprint(...other), fingerprint(devices, was, will));
      }),
      { numRuns: 150 },
    );
  });

  it('differs when another device moves, though as many do', () => {
    assert.notEqual(fingerprint([one], before, after), fingerprint([two], before, after));
  });

  it('differs when a device moves to another group', () => {
    const moved = aGroup({ id: 30, level: 'none', conditions });
    assert.notEqual(fingerprint([one], before, after), fingerprint([one], before, [moved, rest]));
  });

  it('differs when another device is lowered where it is', () => {
    const lowered = [{ ...finance, level: 'semi-core-folders' as const }, rest];
    assert.notEqual(fingerprint([one], before, lowered), fingerprint([two], before, lowered));
  });

  it('differs when the level that devices move to is another', () => {
    assert.notEqual(fingerprint([one], before, after), fingerprint([one], before, [{ ...rest, level: 'full' }]));
  });

  it('differs when a group turns out to have a rule that cannot be evaluated', () => {
    const opaque = aGroup({ id: 40, opaque: true });
    assert.notEqual(fingerprint([one], before, after), fingerprint([one], [...before, opaque], [...after, opaque]));
  });

  it('does not change with what happens elsewhere: a new device, a new name, progress of propagation', () => {
    const now = fingerprint([one], before, after);
    assert.equal(fingerprint([one, aDevice({ name: 'three' })], before, after), now);
    assert.equal(fingerprint([{ ...one, name: 'renamed', groupId: 10 }], before, after), now);
    const pair = fingerprint([one, two], before, after);
    assert.equal(fingerprint([{ ...one, name: 'zulu' }, two], before, after), pair);
  });
});

function shuffled<T>(list: readonly T[]): fc.Arbitrary<T[]> {
  return fc.shuffledSubarray([...list], { minLength: list.length, maxLength: list.length });
}
