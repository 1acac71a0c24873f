import assert from 'node:assert/strict';
import { approveRequest } from '../../../../src/requests/deciding/approve.ts';
import { rejectRequest } from '../../../../src/requests/deciding/reject.ts';
import { withdrawRequest } from '../../../../src/requests/deciding/withdraw.ts';
import { policyVersion } from '../../../../src/requests/record/digest.ts';
import type { Actor, Request } from '../../../../src/requests/record/request.ts';
import { expireIfOverdue } from '../../../../src/requests/rules/expiry.ts';
import { memoryServices } from '../../../support/company/memory-services.ts';
import { pressOf, typedOf } from '../../../support/company/press-of.ts';
import { aStanding } from '../../../support/people/a-person.ts';
import {
  BUILT_AT,
  buildRequest,
  entryOf,
  type RequestFields,
  rebuilt,
} from '../../../support/samples/build-request.ts';
import { aRequestId } from '../../../support/samples/ids.ts';
import { ALICE, BOB, CARLA } from './three-admins.ts';

describe('a decision', () => {
  let services: Awaited<ReturnType<typeof memoryServices>>;
  beforeEach(async () => {
    services = await memoryServices((oid) => aStanding(oid));
  });
  afterEach(() => services.store.close());

  function file(overrides: RequestFields = {}): Promise<Request> {
    const policy = policyVersion(services.policy);
    const pending = {
      state: 'pending',
      policyVersion: policy,
      deadline: BUILT_AT + 1000,
    } as const;
    const request = buildRequest({ ...pending, ...overrides });
    return services.store.commit({ request, expectedRev: null, audit: [entryOf(request)], messages: [], tasks: [] });
  }

  const click = (request: Request, actor: Actor) => pressOf(request, actor);

  it('approves, makes applying due, and gives it its window', async () => {
    const approved = await approveRequest(services, click(await file(), BOB));
    assert.equal(approved.state, 'approved');
    assert.equal(approved.deadline, BUILT_AT + services.policy.executionWindow);
    const task = await services.store.takeTask(['apply'], 'me', BUILT_AT, 1000);
    assert.equal(task?.requestId, approved.id);
  });

  it('counts below the quorum, and counts one person’s second approval once', async () => {
    services = Object.assign(services, { policy: { ...services.policy, quorum: 2 } });
    const request = await file();
    const endorsed = await approveRequest(services, click(request, BOB));
    assert.equal(endorsed.state, 'pending');
    assert.equal(endorsed.deadline, request.deadline);
    assert.deepEqual(await approveRequest(services, click(request, BOB)), endorsed);
    assert.deepEqual(await approveRequest(services, typedOf(request, BOB)), endorsed);
    assert.equal((await approveRequest(services, click(request, CARLA))).state, 'approved');
  });

  it('is refused on a card that shows something else or no digest, and on a request that is not there', async () => {
    const request = await file({ rev: 3 });
    const other = 'f'.repeat(64);
    await assert.rejects(approveRequest(services, { ...click(request, BOB), digest: other }), {
      code: 'digest-mismatch',
    });
    await assert.rejects(rejectRequest(services, { ...click(request, BOB), digest: other, reason: 'no' }), {
      code: 'digest-mismatch',
    });
    await assert.rejects(approveRequest(services, { ...click(request, BOB), digest: null }), {
      code: 'card-outdated',
    });
    await assert.rejects(approveRequest(services, { ...click(request, BOB), requestId: aRequestId('other') }), {
      code: 'not-found',
    });
    assert.deepEqual(await services.store.request(services.tenantId, request.id), request);
  });

  it('is refused to the requester, who may withdraw as nobody else may', async () => {
    const request = await file();
    await assert.rejects(approveRequest(services, click(request, ALICE)), { code: 'not-allowed' });
    await assert.rejects(rejectRequest(services, { ...click(request, ALICE), reason: 'no' }), { code: 'not-allowed' });
    await assert.rejects(withdrawRequest(services, click(request, BOB)), { code: 'not-allowed' });
    assert.equal((await withdrawRequest(services, click(request, ALICE))).state, 'withdrawn');
    assert.match(JSON.stringify((await services.store.latestEntry('request.withdraw'))?.data), /"door":"card"/);
    await assert.rejects(approveRequest(services, click(request, BOB)), { code: 'wrong-state' });
  });

  it('voids what is not byte for byte what was asked', async () => {
    const request = await file({ digest: 'f'.repeat(64) });
    const altered = await services.store.commit({
      request: rebuilt(request, { rev: 2, digest: '0'.repeat(64) }),
      expectedRev: 1,
      audit: [entryOf(request)],
      messages: [],
      tasks: [],
    });
    await assert.rejects(approveRequest(services, click(altered, BOB)), { code: 'digest-mismatch' });
    const stale = await services.store.request(services.tenantId, request.id);
    assert.equal(stale?.state, 'stale');
    assert.equal(stale?.closing?.code, 'digest-mismatch');
  });

  it('voids what was asked under another policy', async () => {
    const request = await file({ policyVersion: 'aabbccddeeff' });
    await assert.rejects(approveRequest(services, click(request, BOB)), { code: 'digest-mismatch' });
    assert.equal((await services.store.request(services.tenantId, request.id))?.closing?.code, 'policy-changed');
  });

  it('needs a reason to reject', async () => {
    const request = await file();
    await assert.rejects(rejectRequest(services, { ...click(request, BOB), reason: ' ' }), { code: 'input-invalid' });
    const rejected = await rejectRequest(services, { ...click(request, BOB), reason: 'not on a Friday' });
    assert.equal(rejected.closing?.note, 'not on a Friday');
    assert.equal(rejected.deadline, null);
  });

  it('comes too late at the deadline, to the millisecond', async () => {
    const request = await file();
    services.now = BUILT_AT + 999;
    assert.equal((await expireIfOverdue(services, request)).state, 'pending');
    services.now = BUILT_AT + 1000;
    await assert.rejects(approveRequest(services, click(request, BOB)), { code: 'wrong-state' });
    const expired = await services.store.request(services.tenantId, request.id);
    assert.equal(expired?.state, 'expired');
    assert.equal(expired?.closing?.code, 'expired-undecided');
  });

  const lapses: [Request['state'], Request['state'], string][] = [
    ['draft', 'discarded', 'discarded'],
    ['approved', 'expired', 'expired-unapplied'],
  ];
  for (const [state, ends, code] of lapses) {
    it(`expires from ${state} to ${ends}`, async () => {
      services.now = BUILT_AT + 1000;
      const lapsed = await expireIfOverdue(services, await file({ state }));
      assert.equal(lapsed.state, ends);
      assert.equal(lapsed.closing?.code, code);
    });
  }

  it('leaves an expiry to whoever was faster', async () => {
    const request = await file();
    const withdrawn = await withdrawRequest(services, click(request, ALICE));
    services.now = BUILT_AT + 1000;
    assert.deepEqual(await expireIfOverdue(services, request), withdrawn);
  });

  it('by one person at one moment, pressed twice, counts once and is answered twice', async () => {
    services = Object.assign(services, { policy: { ...services.policy, quorum: 2 } });
    const request = await file();
    const answers = await Promise.all([1, 2].map(() => approveRequest(services, click(request, BOB))));
    const now = await services.store.request(services.tenantId, request.id);
    assert.deepEqual(answers, [now, now]);
    assert.equal(now?.approvals.length, 1);
    assert.equal(now?.state, 'pending');
  });
});
