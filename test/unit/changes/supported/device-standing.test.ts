import assert from 'node:assert/strict';
import { standingOf } from '../../../../src/changes/supported/actions/device-standing.ts';
import type { ActionRecord } from '../../../../src/changes/tenant-snapshot.ts';

const FAMILY = ['Isolate', 'Unisolate'];

function action(type: string, createdAt: number, fields: Partial<ActionRecord> = {}): ActionRecord {
  const told = { status: 'Succeeded', comment: '', requestor: null, scope: 'Full' };
  return { id: `${type} ${createdAt}`, type, deviceId: 'lap', createdAt, ...told, ...fields };
}

const stands = (found: readonly ActionRecord[], lacks: string | null = null) =>
  standingOf({ found, lacks }, 'lap', FAMILY);

describe('changes/supported/actions: how a device stands', () => {
  it('is told by the latest action that succeeded', () => {
    assert.equal(stands([action('Isolate', 1)]), 'isolated');
    assert.equal(stands([action('Isolate', 1), action('Unisolate', 2)]), 'free');
    assert.equal(stands([action('Isolate', 1), action('Unisolate', 2, { status: 'Failed' })]), 'isolated');
    assert.equal(stands([action('Isolate', 1, { scope: 'Selective' })]), 'isolated-selectively');
    assert.equal(stands([]), null);
  });

  it('is not known by a list that may lack a later one', () => {
    assert.equal(stands([action('Isolate', 1)], 'There are more.'), null);
  });

  it('is not known where what came of a later one is told in a word that Airlock does not know', () => {
    const odd = action('Unisolate', 2, { status: 'PartiallySucceeded' });
    assert.equal(stands([action('Isolate', 1), odd]), null);
    assert.equal(stands([odd, action('Isolate', 3)]), 'isolated');
  });

  it('is not known by two of one moment that leave it in two ways', () => {
    assert.equal(stands([action('Isolate', 1), action('Unisolate', 1)]), null);
    assert.equal(stands([action('Isolate', 1), action('Isolate', 1, { id: 'other' })]), 'isolated');
  });

  it('is not known while one that leaves it in another way is under way', () => {
    const released = action('Unisolate', 1);
    assert.equal(stands([released, action('Isolate', 2, { status: 'Pending' })]), null);
    assert.equal(stands([released, action('Isolate', 2, { status: 'InProgress' })]), null);
    assert.equal(stands([released, action('Unisolate', 2, { status: 'Pending' })]), 'free');
  });
});
