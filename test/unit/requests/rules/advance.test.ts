import assert from 'node:assert/strict';
import type { Actor, Request } from '../../../../src/requests/record/request.ts';
import { advance } from '../../../../src/requests/rules/advance.ts';
import { memoryServices } from '../../../support/company/memory-services.ts';
import { BUILT_AT, BUILT_UNTIL, buildRequest, entryOf } from '../../../support/samples/build-request.ts';
import { anOid } from '../../../support/samples/ids.ts';

const BOB: Actor = { oid: anOid('bbbbbbbb-0000-4000-8000-000000000002'), name: 'Bob Ortiz' };

/** The rules of the use cases are not asked here: the table of transitions alone knows who may take a step. */
describe('a step of a request', () => {
  let services: Awaited<ReturnType<typeof memoryServices>>;
  beforeEach(async () => {
    services = await memoryServices(() => null);
  });
  afterEach(() => services.store.close());

  const draft = buildRequest();
  const pending = buildRequest({ state: 'pending' });
  const applying = buildRequest({ state: 'applying' });
  const { requester } = draft;
  const approval = { approvals: [{ by: BOB, at: BUILT_AT }], deadline: BUILT_UNTIL };
  const { closing } = buildRequest({ state: 'rejected' });
  const { outcome } = buildRequest({ state: 'applied' });
  const { reason, digest, policyVersion, submittedAt, deadline } = pending;
  const submission = { reason, digest, policyVersion, submittedAt, deadline, requester };

  const file = <R extends Request>(request: R): Promise<R> =>
    services.store.commit({ request, expectedRev: null, audit: [entryOf(request)], messages: [], tasks: [] });

  const refused: Readonly<Record<string, readonly [Request, () => Promise<Request>]>> = {
    'the requester approving': [
      pending,
      () => advance(services, pending, { event: 'approve', actor: requester, fields: approval }),
    ],
    'the requester approving below the quorum': [
      pending,
      () => advance(services, pending, { event: 'endorse', actor: requester, fields: approval }),
    ],
    'the requester rejecting': [
      pending,
      () => advance(services, pending, { event: 'reject', actor: requester, fields: { closing } }),
    ],
    'an approver withdrawing': [
      pending,
      () => advance(services, pending, { event: 'withdraw', actor: BOB, fields: { closing } }),
    ],
    'an approver submitting': [
      draft,
      () => advance(services, draft, { event: 'submit', actor: BOB, fields: submission }),
    ],
    'the service approving': [
      pending,
      () => advance(services, pending, { event: 'approve', actor: null, fields: approval }),
    ],
    'an approver recording an outcome': [
      applying,
      () => advance(services, applying, { event: 'record-outcome', actor: BOB, fields: { outcome } }),
    ],
  };
  for (const [name, [request, take]] of Object.entries(refused)) {
    it(`refuses ${name} by the table`, async () => {
      const stored = await file(request);
      await assert.rejects(take(), { code: 'not-allowed' });
      assert.deepEqual(await services.store.request(services.tenantId, request.id), stored);
    });
  }

  it('of another person on a pending request is an approver’s', async () => {
    const stored = await file(pending);
    const approved = await advance(services, stored, { event: 'approve', actor: BOB, fields: approval });
    assert.deepEqual(approved, { ...stored, ...approval, state: 'approved', rev: 2 });
    const [entry] = (await services.store.audit(1, 10)).slice(-1);
    assert.deepEqual([entry?.event, entry?.actor], ['request.approve', BOB.oid]);
  });

  it('ends what is waited for, and the deadline, unless it names them', async () => {
    const waiting = { since: BUILT_AT, note: 'Defender asks to wait.', nextAt: BUILT_AT };
    const stored = await file(buildRequest({ state: 'approved', waiting }));
    const fields = { startedAt: BUILT_AT };
    const started = await advance(services, stored, { event: 'start', actor: null, fields });
    assert.deepEqual(started, { ...stored, ...fields, state: 'applying', rev: 2, deadline: null, waiting: null });
  });
});
