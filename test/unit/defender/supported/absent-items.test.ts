import assert from 'node:assert/strict';
import { alertsChange } from '../../../../src/changes/supported/alerts/alerts-change.ts';
import { indicatorsChange } from '../../../../src/changes/supported/indicators/indicators-change.ts';
import { deviceTagsChange } from '../../../../src/changes/supported/tags/device-tags-change.ts';
import type { BearerCall } from '../../../../src/defender/public-api/bearer-call.ts';
import { alertsKind } from '../../../../src/defender/supported/alerts/alerts-kind.ts';
import { indicatorsKind } from '../../../../src/defender/supported/indicators/indicators-kind.ts';
import type { KindContext } from '../../../../src/defender/supported/supported-kind.ts';
import { deviceTagsKind } from '../../../../src/defender/supported/tags/device-tags-kind.ts';
import { logTo } from '../../../support/runtime/log-to.ts';
import { ManualClock } from '../../../support/runtime/manual-clock.ts';
import { groupSnapshot } from '../../../support/samples/group-snapshot.ts';

const MARK = 'Airlock #12 1be985ad';
const WRITING = { base: { objects: null, preview: null, shown: null }, mark: MARK, reason: '' };
const ID = 'da637399794050273582_-1';

/** Defender with these answers; a list is one page. */
function contextOf(answer: (path: string) => object): KindContext {
  const call: BearerCall = async (path) => ({
    ...{ status: 200, headers: new Headers() },
    body: /[?&]\$?skip=0*[1-9]/.test(path) ? { value: [] } : answer(path),
  });
  return {
    ...{ call: () => call, graph: () => call, hunt: call, read: async () => groupSnapshot([], []) },
    ...{ clock: new ManualClock(), log: logTo(() => undefined) },
  };
}

const sent = (key: string) => ({ key, label: key, at: 0, externalId: null });

describe('what a reading shows for certain not to be there', () => {
  for (const [whose, machineTags, absent] of [
    ['all tags of which are told, without it', ['Other'], ['one']],
    ['that has it', ['Lab'], []],
    ['of which no tags are told', null, []],
    ['some tags of which come in an odd form', ['Other', 7], []],
  ] as const)
    it(`is a tag of a device ${whose}: ${absent.length === 1}`, async () => {
      const change = deviceTagsChange.parse({
        ...{ kind: 'device-tags', action: 'add', tag: 'Lab', wanted: { names: ['one'] }, devices: [] },
      });
      const context = contextOf(() => ({ id: 'one', machineTags }));
      const read = await deviceTagsKind.settle(context, { ...WRITING, change }, [sent('one')]);
      assert.deepEqual(read.absent, absent);
    });

  const indicator = (fields: object) => ({
    ...{ id: '1', indicatorValue: 'evil.example', indicatorType: 'DomainName', action: 'Block', severity: 'High' },
    ...{ title: `Block (${MARK})`, description: '', expirationTime: null, rbacGroupNames: [], ...fields },
  });
  for (const [whose, row, absent] of [
    ['that is not listed', null, ['0']],
    ['that somebody else wrote', indicator({ title: 'By hand' }), ['0']],
    ['that this request wrote, and somebody changed since', indicator({ action: 'Audit' }), []],
    ['that comes in an odd form', indicator({ action: 7 }), []],
  ] as const)
    it(`is an indicator ${whose}: ${absent.length === 1}`, async () => {
      const to = { action: 'Block', until: null, groups: [], lasts: null };
      const entries = [{ type: 'DomainName', value: 'evil.example', to }];
      const change = indicatorsChange.parse({ kind: 'indicators', entries });
      const context = contextOf(() => ({ value: row ? [row] : [] }));
      const read = await indicatorsKind.settle(context, { ...WRITING, change }, [sent('0')]);
      assert.deepEqual(read.absent, absent);
    });

  const alert = (fields: object) => ({ id: ID, status: 'New', classification: null, determination: null, ...fields });
  for (const [whose, row, absent] of [
    ['without the comment of this request', alert({ comments: [] }), [ID]],
    ['that this request updated, and somebody since', alert({ comments: [{ comment: `${MARK}: ok` }] }), []],
    ['that comes in an odd form', { id: ID }, []],
  ] as const)
    it(`is an alert ${whose}: ${absent.length === 1}`, async () => {
      const change = alertsChange.parse({
        kind: 'alerts',
        entries: [{ id: ID, title: '', to: { status: 'Resolved' } }],
      });
      const context = contextOf(() => ({ value: [row] }));
      const read = await alertsKind.settle(context, { ...WRITING, change }, [sent(ID)]);
      assert.deepEqual(read.absent, absent);
    });
});
