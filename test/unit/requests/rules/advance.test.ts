import assert from 'node:assert/strict';
import type { Actor, RequestState } from '../../../../src/requests/record/request.ts';
import type { RequestEvent } from '../../../../src/requests/record/transitions.ts';
import { advance } from '../../../../src/requests/rules/advance.ts';
import { memoryServices } from '../../../support/company/memory-services.ts';
import { BUILT_AT, buildRequest } from '../../../support/samples/build-request.ts';

const BOB: Actor = { oid: 'bbbbbbbb-0000-4000-8000-000000000002', name: 'Bob Ortiz' };

/** The rules of the use cases are not asked here: the table of transitions alone knows who may take a step. */
describe('a step of a request', () => {
  let services: Awaited<ReturnType<typeof memoryServices>>;
  beforeEach(async () => {
    services = await memoryServices(() => null);
  });
  afterEach(() => services.store.close());

  const requester = buildRequest().requester;
  const refused: readonly (readonly [string, RequestState, RequestEvent, Actor | null])[] = [
    ['the requester approving', 'pending', 'approve', requester],
    ['the requester approving below the quorum', 'pending', 'endorse', requester],
    ['the requester rejecting', 'pending', 'reject', requester],
    ['an approver withdrawing', 'pending', 'withdraw', BOB],
    ['an approver submitting', 'draft', 'submit', BOB],
    ['the service approving', 'pending', 'approve', null],
    ['an approver recording an outcome', 'applying', 'record-outcome', BOB],
  ];
  for (const [name, state, event, actor] of refused) {
    it(`refuses ${name}, by the table alone`, async () => {
      const request = buildRequest({ state, submittedAt: BUILT_AT });
      const stored = await services.store.commit({ request, expectedRev: null, audit: [], messages: [], tasks: [] });
      await assert.rejects(advance(services, stored, { event, actor }), { code: 'not-allowed' });
      assert.deepEqual(await services.store.request(services.tenantId, request.id), stored);
    });
  }

  it('of another person on a pending request is an approver’s', async () => {
    const request = buildRequest({ state: 'pending', submittedAt: BUILT_AT });
    const stored = await services.store.commit({ request, expectedRev: null, audit: [], messages: [], tasks: [] });
    assert.equal((await advance(services, stored, { event: 'approve', actor: BOB })).state, 'approved');
    const [entry] = (await services.store.audit(1, 10)).slice(-1);
    assert.deepEqual([entry?.event, entry?.actor], ['request.approve', BOB.oid]);
  });
});
