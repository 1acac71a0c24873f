import assert from 'node:assert/strict';
import { responseActionsChange } from '../../../../src/changes/supported/actions/response-actions-change.ts';
import { alertsChange } from '../../../../src/changes/supported/alerts/alerts-change.ts';
import { deviceTagsChange } from '../../../../src/changes/supported/tags/device-tags-change.ts';
import type { BearerCall } from '../../../../src/defender/public-api/bearer-call.ts';
import { orderActions } from '../../../../src/defender/supported/actions/order-actions.ts';
import { responseActionsKind } from '../../../../src/defender/supported/actions/response-actions-kind.ts';
import { alertsKind } from '../../../../src/defender/supported/alerts/alerts-kind.ts';
import type { KindContext } from '../../../../src/defender/supported/supported-kind.ts';
import { deviceTagsKind } from '../../../../src/defender/supported/tags/device-tags-kind.ts';
import { logTo } from '../../../support/runtime/log-to.ts';
import { ManualClock } from '../../../support/runtime/manual-clock.ts';
import { groupSnapshot } from '../../../support/samples/group-snapshot.ts';

const MARK = 'Airlock #12 1be985ad';
const OTHER = 'Airlock #11 00000000';
const BASE = { objects: null, preview: null, shown: null };
const ID = 'da637399794050273582_-1';

/** Defender with these answers, by how a path begins; a list is one page. */
function contextOf(answers: (path: string, post?: object) => unknown): KindContext {
  const call: BearerCall = async (path, post) => ({
    ...{ status: 200, headers: new Headers() },
    body: /[?&]\$?skip=0*[1-9]/.test(path) ? { value: [] } : answers(path, post),
  });
  return {
    ...{ call: () => call, graph: () => call, hunt: call, read: async () => groupSnapshot([], []) },
    ...{ clock: new ManualClock(), log: logTo(() => undefined) },
  };
}

const action = (id: string, fields: object = {}) => ({
  ...{ id, type: 'Unisolate', machineId: id, status: 'Pending', creationDateTimeUtc: '2026-11-24T03:00:00Z' },
  ...{ requestorComment: MARK, requestor: 'app', scope: null, ...fields },
});
const sent = (key: string) => ({ key, label: key, at: Date.parse('2026-11-24T03:00:00Z'), externalId: null });

describe('what Defender shows of a write', () => {
  for (const [whose, fields, state] of [
    ['of this request', {}, 'done'],
    ['of another request', { requestorComment: OTHER }, 'refused'],
    ['on another device', { machineId: 'other' }, 'refused'],
  ] as const)
    it(`takes an order that it answers with for ours only where it is: ${whose}`, async () => {
      const context = contextOf(() => action('one', fields));
      const order = { path: 'isolate', type: 'Isolate', permission: 'Machine.Isolate', body: {} };
      const { outcomes } = await orderActions(context, order, { mark: MARK }, [{ key: 'one', label: 'one' }]);
      assert.deepEqual(
        outcomes.map((one) => one.state),
        [state],
      );
    });

  it('cancels of releases those alone that their devices have not taken', async () => {
    const cancelled: string[] = [];
    const listed = [action('waits'), action('runs', { status: 'InProgress' }), action('over', { status: 'Succeeded' })];
    const context = contextOf((path) => {
      if (path.endsWith('/cancel')) cancelled.push(path);
      return { value: listed };
    });
    const wanted = { names: ['a'] };
    const change = responseActionsChange.parse({
      ...{ kind: 'response-actions', act: 'release', wanted, devices: [], leftOut: 0 },
    });
    const writing = { change, base: BASE, mark: MARK, reason: '' };
    await responseActionsKind.cancel?.(context, writing, ['waits', 'runs', 'over'].map(sent));
    assert.deepEqual(cancelled, ['/api/machineactions/waits/cancel']);
  });

  for (const [whose, comments, states] of [
    ['of this request', [`${MARK}: two people agreed to it.`], ['done']],
    ['of another one that names this in its reason', [`${OTHER}: as in ${MARK}: agreed.`], []],
    ['of nobody', [], []],
  ] as const)
    it(`takes an alert for updated only with a comment ${whose}`, async () => {
      const said = { status: 'Resolved', classification: 'FalsePositive', determination: 'NotMalicious' };
      const rows = comments.map((comment) => ({ comment, createdBy: 'app', createdTime: '2026-11-24T03:00:00Z' }));
      const listed = { id: ID, title: 'Malware', severity: 'High', ...said, comments: rows };
      const context = contextOf((path) => (path.startsWith('/api/alerts?') ? { value: [listed] } : listed));
      const change = alertsChange.parse({ kind: 'alerts', entries: [{ id: ID, title: '', to: said }] });
      const { outcomes } = await alertsKind.settle(context, { change, base: BASE, mark: MARK, reason: '' }, [sent(ID)]);
      assert.deepEqual(
        outcomes.map(({ state }) => state),
        [...states],
      );
    });

  for (const [how, machineTags, states] of [
    ['a whole list without it', ['Other'], ['done']],
    ['a whole list with it', ['Lab'], []],
    ['a list of which one entry cannot be read', ['Other', 7], []],
    ['no list', undefined, []],
  ] as const)
    it(`takes a tag for taken away only by a whole list: ${how}`, async () => {
      const device = { id: 'one', computerDnsName: 'one', machineTags };
      const context = contextOf((path) => (path.startsWith('/api/machines?') ? { value: [device] } : device));
      const change = deviceTagsChange.parse({
        ...{ kind: 'device-tags', action: 'remove', tag: 'Lab', wanted: { names: ['one'] } },
        devices: [{ id: 'one', name: 'one' }],
      });
      const writing = { change, base: BASE, mark: MARK, reason: '' };
      const { outcomes } = await deviceTagsKind.settle(context, writing, [sent('one')]);
      assert.deepEqual(
        outcomes.map(({ state }) => state),
        [...states],
      );
    });
});
