import assert from 'node:assert/strict';
import { investigationsOf } from '../../../../src/sandbox/mde/investigations.ts';
import { demoApp } from '../../../../src/sandbox/oauth/demo-app.ts';
import {
  GRAPH_SCOPE,
  type Json,
  MDE_SCOPE,
  type SandboxOnLoopback,
  sandboxOnLoopback,
} from '../wire/sandbox-on-loopback.ts';

describe('sandbox/mde: alerts', () => {
  let sandbox: SandboxOnLoopback;
  let token: string;
  let ids: readonly string[];
  const call = (method: string, path: string, body?: unknown) => sandbox.call(`/api/${path}`, { method, token, body });
  const alert = async (id = ids[0]) => (await call('GET', `alerts/${id}`)).body;

  beforeEach(async () => {
    sandbox = await sandboxOnLoopback();
    demoApp(sandbox.world).permissions.mde.add('Alert.ReadWrite.All');
    token = await sandbox.token(MDE_SCOPE);
    ids = investigationsOf(sandbox.world).map(({ investigation }) => investigation.triggeringAlertId);
  });
  afterEach(() => sandbox.close());

  it('updates what is sent and keeps the rest, and Graph shows it in its own names', async () => {
    await call('PATCH', `alerts/${ids[0]}`, { assignedTo: 'sam@harbourline.example' });
    const update = {
      status: 'Resolved',
      classification: 'FalsePositive',
      determination: 'NotMalicious',
      comment: 'No.',
    };
    const answer = await call('PATCH', `alerts/${ids[0]}`, update);
    assert.equal(answer.status, 200);
    const { status, classification, determination, assignedTo, comments } = await alert();
    assert.deepEqual(
      [status, classification, determination, assignedTo],
      ['Resolved', 'FalsePositive', 'NotMalicious', 'sam@harbourline.example'],
    );
    assert.deepEqual(
      comments.map((one: Json) => [one.comment, one.createdBy]),
      [['No.', 'Airlock (sandbox)']],
    );
    const graph = await sandbox.call(`/v1.0/security/alerts_v2/${ids[0]}`, { token: await sandbox.token(GRAPH_SCOPE) });
    assert.deepEqual(
      [graph.body.status, graph.body.classification, graph.body.determination],
      ['resolved', 'falsePositive', 'clean'],
    );
  });

  it('updates many with an empty answer, in other names, ten times a minute; all or none', async () => {
    const update = { alertIds: ids.slice(0, 3), classification: 'FalsePositive', determination: 'Clean' };
    const answer = await call('POST', 'alerts/batchUpdate', update);
    assert.deepEqual([answer.status, answer.body], [200, undefined]);
    assert.deepEqual((await alert(ids[2])).determination, 'NotMalicious');
    assert.equal((await call('POST', 'alerts/batchUpdate', { ...update, determination: 'NotMalicious' })).status, 400);
    const unknown = { alertIds: [ids[4], 'da1_1'], status: 'Resolved' };
    assert.equal((await call('POST', 'alerts/batchUpdate', unknown)).status, 404);
    assert.equal((await alert(ids[4])).comments.length, 0);
    for (let calls = 3; calls < 10; calls += 1) await call('POST', 'alerts/batchUpdate', update);
    assert.equal((await call('POST', 'alerts/batchUpdate', update)).status, 429);
  });

  it('lists by status, and lets an app that may only read change nothing', async () => {
    const filter = encodeURIComponent("status eq 'Resolved'");
    const before = (await call('GET', `alerts?$filter=${filter}`)).body.value.length;
    await call('PATCH', `alerts/${ids[0]}`, { status: 'Resolved' });
    assert.equal((await call('GET', `alerts?$filter=${filter}`)).body.value.length, before + 1);
    assert.equal((await call('PATCH', 'alerts/da1_1', { status: 'Resolved' })).status, 404);
    assert.equal((await call('PATCH', `alerts/${ids[0]}`, { status: 'resolved' })).status, 400);
    demoApp(sandbox.world).permissions.mde.delete('Alert.ReadWrite.All');
    token = await sandbox.token(MDE_SCOPE);
    assert.equal((await call('PATCH', `alerts/${ids[0]}`, { status: 'New' })).status, 403);
    assert.equal((await call('GET', 'alerts')).status, 200);
  });
});
