import assert from 'node:assert/strict';
import { submitRequest } from '../../../../src/requests/deciding/submit.ts';
import { policyVersion } from '../../../../src/requests/record/digest.ts';
import type { Request } from '../../../../src/requests/record/request.ts';
import { AirlockError } from '../../../../src/shared/errors.ts';
import { BUILT_AT, buildRequest, entryOf } from '../../../support/samples/build-request.ts';
import { BOB, GroupRoom } from '../forms/group-room.ts';

describe('the undoing of an applied request', () => {
  let room: GroupRoom;
  let applied: Request;
  beforeEach(async () => {
    room = await GroupRoom.open();
    room.features = { 'automated-investigation': 'on', 'auto-resolve-alerts': 'off' };
    applied = await file(buildRequest({ state: 'applied', submittedAt: BUILT_AT, reason: 'Pilot finished' }));
  });
  afterEach(() => room.close());

  function file(request: Request): Promise<Request> {
    return room.services.store.commit({
      request,
      expectedRev: null,
      audit: [entryOf(request)],
      messages: [],
      tasks: [],
    });
  }

  async function revert(number: number, actor = BOB): Promise<void> {
    await room.ask('revert', { number }, { actor });
    await room.work();
  }

  async function drafted(number: number): Promise<Request> {
    await revert(number);
    const post = (await room.said()).find(({ content }) => content.kind === 'request');
    assert(post?.content.kind === 'request', 'a draft was answered');
    return room.request(post.content.requestId);
  }

  it('is drafted for whoever asks, as the opposite change on the tenant as it is now', async () => {
    const draft = await drafted(1);
    assert.deepEqual([draft.state, draft.revertOf, draft.reason, draft.requester], ['draft', 1, '', BOB]);
    assert.deepEqual(draft.change, { kind: 'advanced-feature', feature: 'automated-investigation', to: 'off' });
    assert.deepEqual(draft.base.objects, { feature: 'automated-investigation', state: 'on' });
    const [, entry] = await room.services.store.audit(0, 9);
    assert(entry);
    assert.equal((entry.data as { revertOf?: number }).revertOf, 1);
    const pending = await submitRequest(room.services, { ...room.click(draft, BOB), reason: 'Too many false alarms' });
    assert.equal(pending.state, 'pending', 'it takes a reason and two people like any other');
  });

  it('can be undone again', async () => {
    const draft = await drafted(1);
    const { id, change, base, revertOf, requester } = draft;
    await file(buildRequest({ id: id.replace(/^0/, 'f'), change, base, revertOf, requester, state: 'applied' }));
    room.features = { 'automated-investigation': 'off', 'auto-resolve-alerts': 'off' };
    const again = await drafted(3);
    assert.deepEqual([again.revertOf, again.change], [3, applied.change]);
  });

  it('is a form to edit where a form asks about such changes', async () => {
    const base = {
      objects: { group: { ...room.groups[1], conditions: [], access: [], level: 'none' } },
      preview: null,
      shown: { place: null, target: null, plan1: false, effects: null },
    };
    const change = {
      kind: 'device-group.update',
      group: { id: 6, name: 'Laptops' },
      set: { level: 'full' },
    } as const;
    const id = '6f1c3f6e-9d0b-4c6d-8d2e-3f6a3a1b0c12';
    await file(
      buildRequest({ id, state: 'applied', submittedAt: BUILT_AT, change, base: JSON.parse(JSON.stringify(base)) }),
    );
    const draft = await drafted(2);
    assert.deepEqual(draft.change, { ...change, set: { level: 'none' } });
    assert.notEqual(draft.formId, null);
    assert.deepEqual(
      (await room.services.store.affected(draft.id, 0, 9)).map(({ name }) => name),
      ['HR-1'],
    );
  });

  it('is not drafted when the tenant has moved on; the reason is said', async () => {
    room.features = { 'automated-investigation': 'off', 'auto-resolve-alerts': 'off' };
    await revert(1);
    assert.match((await room.notice()).text, /no longer On: somebody changed it.*Nothing was filed/);
  });

  for (const state of ['pending', 'approved', 'rejected', 'stale', 'failed', 'unknown'] as const) {
    it(`is not drafted for one that is ${state}`, async () => {
      const id = '6f1c3f6e-9d0b-4c6d-8d2e-3f6a3a1b0c12';
      await file(
        buildRequest({ id, state, submittedAt: BUILT_AT, policyVersion: policyVersion(room.services.policy) }),
      );
      await revert(2);
      assert.match((await room.notice()).text, /Only what was applied can be undone, and #2 was not\./);
      assert.deepEqual(room.reads, []);
    });
  }

  it('knows nothing of a number that is not there, nor of somebody’s draft', async () => {
    const id = '6f1c3f6e-9d0b-4c6d-8d2e-3f6a3a1b0c12';
    await file(buildRequest({ id, state: 'draft' }));
    for (const number of [2, 99]) {
      await revert(number);
      assert.match((await room.notice()).text, new RegExp(`There is no request #${number}`));
    }
  });

  it('is answered with the open request on the same object', async () => {
    const id = '6f1c3f6e-9d0b-4c6d-8d2e-3f6a3a1b0c12';
    const request = buildRequest({ id, state: 'pending', submittedAt: BUILT_AT });
    const objectLocks = ['advanced-feature:automated-investigation'];
    await room.services.store.commit({
      request,
      expectedRev: null,
      audit: [entryOf(request)],
      messages: [],
      tasks: [],
      objectLocks,
    });
    await revert(1);
    const contents = (await room.said()).map(({ content }) => content);
    assert.match(JSON.stringify(contents), /#2, asked for by Alice Nguyen, is open on the same object/);
    assert.equal(await room.services.store.requestByNumber(room.services.tenantId, 3), null);
  });

  it('is refused to somebody who may not ask, and answered when the tenant is silent', async () => {
    room.may = () => false;
    await revert(1);
    assert.match((await room.notice()).text, /do not hold a role/);
    room.may = () => true;
    room.failure = new AirlockError('tenant-unavailable', 'Defender did not answer in time.');
    await revert(1);
    assert.equal((await room.notice()).title, 'Nothing was filed');
  });
});
