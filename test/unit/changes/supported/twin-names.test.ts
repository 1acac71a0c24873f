import assert from 'node:assert/strict';
import { responseActionsChange } from '../../../../src/changes/supported/actions/response-actions-change.ts';
import { deviceTagsChange } from '../../../../src/changes/supported/tags/device-tags-change.ts';
import { aDevice } from '../../../support/samples/device-samples.ts';
import { groupSnapshot } from '../../../support/samples/group-snapshot.ts';

const [ONE, TWO] = ['a'.repeat(40), 'b'.repeat(40)] as const;
const now = groupSnapshot([], [aDevice({ id: ONE, name: 'lap-1' }), aDevice({ id: TWO, name: 'lap-1' })], {
  tags: { found: [], lacks: null },
  actions: { found: [], lacks: null },
});
const tag = (name: string) =>
  deviceTagsChange.parse({ kind: 'device-tags', action: 'add', tag: 'Lab', wanted: { names: [name] }, devices: [] });
const isolate = (name: string) =>
  responseActionsChange.parse({
    ...{ kind: 'response-actions', act: 'isolate', wanted: { names: [name] }, devices: [], leftOut: 0 },
  });

describe('two devices of one name', () => {
  it('are tagged by the id of one', () => {
    const found = deviceTagsChange.resolve?.(tag(TWO), now);
    assert(found && 'devices' in found, JSON.stringify(found));
    assert.deepEqual(
      found.devices.map(({ id }) => id),
      [TWO],
    );
  });

  it('are acted on by the id of one', () => {
    const found = responseActionsChange.resolve?.(isolate(ONE), now);
    assert(found && 'devices' in found, JSON.stringify(found));
    assert.deepEqual(
      found.devices.map(({ id }) => id),
      [ONE],
    );
  });

  it('are told with their ids where the name is typed', () => {
    for (const found of [
      deviceTagsChange.resolve?.(tag('lap-1'), now),
      responseActionsChange.resolve?.(isolate('lap-1'), now),
    ]) {
      assert(found && 'verdict' in found && found.verdict === 'invalid');
      assert.match(
        found.faults[0]?.message ?? '',
        new RegExp(`2 devices are called .*lap-1.*${ONE} \\(Windows11, onboarded\\), ${TWO}`),
      );
    }
  });
});
