import assert from 'node:assert/strict';
import { approveRequest } from '../../../../src/requests/deciding/approve.ts';
import { rejectRequest } from '../../../../src/requests/deciding/reject.ts';
import { takeBackApproval } from '../../../../src/requests/deciding/take-back.ts';
import { requestLine } from '../../../../src/requests/messages/answers.ts';
import { shortWords, statusOf } from '../../../../src/requests/messages/state-catalogue/status-of.ts';
import type { OutboxMessage } from '../../../../src/requests/ports/outbox.ts';
import { policyVersion } from '../../../../src/requests/record/digest.ts';
import type { Request, RequestState } from '../../../../src/requests/record/request.ts';
import { AirlockError } from '../../../../src/shared/errors.ts';
import { fileApproved } from '../../../support/company/file-approved.ts';
import { memoryServices } from '../../../support/company/memory-services.ts';
import { pressOf, typedOf } from '../../../support/company/press-of.ts';
import { BUILT_AT, buildRequest, entryOf, type RequestFields } from '../../../support/samples/build-request.ts';
import { ALICE, admin, BOB, CARLA } from './three-admins.ts';

const STEPS = { link: 'https://security.microsoft.com/', steps: [] };
const HANDED_OVER = { at: BUILT_AT, steps: STEPS, attested: null };
const BY_BOB = [{ by: BOB, at: BUILT_AT }];

describe('the brake', () => {
  let services: Awaited<ReturnType<typeof memoryServices>>;
  beforeEach(async () => {
    services = await memoryServices(admin);
  });
  afterEach(() => services.store.close());

  function file(overrides: RequestFields = {}): Promise<Request> {
    const version = policyVersion(services.policy);
    const fields = { state: 'approved', policyVersion: version, requester: ALICE, approvals: BY_BOB } as const;
    const request = buildRequest({ ...fields, ...overrides });
    return services.store.commit({ request, expectedRev: null, audit: [entryOf(request)], messages: [], tasks: [] });
  }

  /** With its steps handed over, and each step that led there with its entry: it is replayed. */
  function fileSteps(overrides: RequestFields = {}): Promise<Request> {
    const version = policyVersion(services.policy);
    const fields = { state: 'approved', policyVersion: version, requester: ALICE, approvals: BY_BOB } as const;
    return fileApproved(services, buildRequest({ ...fields, handover: HANDED_OVER, ...overrides }));
  }

  async function said(): Promise<string[]> {
    const messages: readonly OutboxMessage[] = await services.store.takeMessages('me', services.now, 1_000, 9);
    return messages.flatMap(({ content }) => (content.kind === 'answer' ? [JSON.stringify(content.data)] : []));
  }

  for (const who of [BOB, CARLA]) {
    it(`stops what is approved and waits, with ${who.name}'s reason or none`, async () => {
      const stopped = await rejectRequest(services, { ...pressOf(await file(), who), reason: 'I was tricked' });
      assert.deepEqual(
        [stopped.state, stopped.closing?.code, stopped.closing?.by, stopped.closing?.note, stopped.deadline],
        ['rejected', 'stopped', who, 'I was tricked', null],
      );
      const { state, proof } = requestLine(stopped, BUILT_AT);
      assert.equal(shortWords(state, proof), 'Stopped', 'a list does not say that it was rejected');
      const { sentence } = statusOf(stopped);
      assert.equal(sentence, `${who.name} stopped this request after it was approved.`);
      const id = '5f1c3f6e-9d0b-4c6d-8d2e-3f6a3a1b0c13';
      const other = await rejectRequest(services, pressOf(await file({ id, number: 13 }), who));
      assert.equal(other.closing?.note, 'No reason was given.');
    });
  }

  for (const state of ['pending', 'approved'] as const)
    it(`records the roles and marks of whoever rejects what is ${state}`, async () => {
      const approvals = state === 'approved' ? { approvals: BY_BOB } : { approvals: [] };
      await rejectRequest(services, { ...pressOf(await file({ state, ...approvals }), CARLA), reason: 'No' });
      const data = JSON.stringify((await services.store.latestEntry('request.reject'))?.data);
      assert.match(data, /"roles":\["admins"\],"marks":\[\{"kind":"employee-id"/);
    });

  it('is answered twice where it is pressed twice, and tells the requester once', async () => {
    const press = { ...pressOf(await file(), CARLA), reason: 'No' };
    const answers = await Promise.all([rejectRequest(services, press), rejectRequest(services, press)]);
    assert.deepEqual(answers[0], answers[1]);
    assert.deepEqual((await said()).length, 1);
  });

  it('says, once the steps were handed over, that what was done by them still stands', async () => {
    const stopped = await rejectRequest(services, pressOf(await fileSteps(), BOB));
    assert.match(statusOf(stopped).story.join(' '), /anything done by following them still stands/);
  });

  it('is not the requester’s, who withdraws, and nobody’s without the role', async () => {
    const request = await file();
    await assert.rejects(rejectRequest(services, pressOf(request, ALICE)), { code: 'not-allowed' });
    services = Object.assign(services, { policy: { ...services.policy, approvers: [] } });
    await assert.rejects(rejectRequest(services, pressOf(request, CARLA)), { code: 'not-allowed' });
  });

  const begun: readonly RequestState[] = ['applying', 'unknown', 'applied', 'failed'];
  for (const state of begun) {
    it(`comes too late when the write has begun: ${state}`, async () => {
      const request = await file({ state, deadline: null, approvals: BY_BOB });
      await assert.rejects(rejectRequest(services, pressOf(request, CARLA)), { code: 'wrong-state' });
      await assert.rejects(takeBackApproval(services, pressOf(request, BOB)), { code: 'wrong-state' });
      assert.deepEqual(await services.store.request(services.tenantId, request.id), request);
    });
  }

  it('takes one’s own approval back: what was approved waits again, until its time to decide is over', async () => {
    const approved = await fileSteps({ startedAt: BUILT_AT });
    const pending = await takeBackApproval(services, pressOf(approved, BOB));
    assert.deepEqual(
      [pending.state, pending.approvals, pending.deadline, pending.handover, pending.digest],
      ['pending', [], BUILT_AT + services.policy.decisionWindow, null, approved.digest],
    );
    const [notice, ...more] = await said();
    assert.match(notice ?? '', /Bob Ortiz took their approval back.*Do not follow the steps/);
    assert.deepEqual(more, []);
    assert.deepEqual(await takeBackApproval(services, pressOf(approved, BOB)), pending, 'once more');
    assert.deepEqual(await takeBackApproval(services, pressOf(approved, CARLA)), pending, 'who gave none');
  });

  it('takes nobody else’s approval back, and needs nobody’s rights', async () => {
    const silent = new AirlockError('directory-unavailable', 'No answer.');
    services = Object.assign(services, { directory: { standing: () => Promise.reject(silent) } });
    const approvals = [...BY_BOB, { by: CARLA, at: BUILT_AT }];
    const after = await takeBackApproval(services, pressOf(await file({ state: 'pending', approvals }), BOB));
    assert.deepEqual(
      after.approvals.map(({ by }) => by),
      [CARLA],
    );
  });

  it('counts no Approve that was sent before the approval was taken back and comes late, by press or typed', async () => {
    const pending = await file({ state: 'pending', approvals: [] });
    const sent = pressOf(pending, BOB);
    await approveRequest(services, sent);
    const back = await takeBackApproval(services, sent);
    await assert.rejects(approveRequest(services, sent), {
      code: 'card-outdated',
      message: /You took your approval back/,
    });
    await assert.rejects(approveRequest(services, typedOf(pending, BOB, pending.digest)), { code: 'card-needed' });
    assert.equal((await approveRequest(services, pressOf(back, BOB))).state, 'approved');
    assert.equal(back.state === 'pending' && back.takenBack?.length, 1);
  });

  it('lets what was taken back be approved again, and applied again', async () => {
    let request = await file({ state: 'pending', approvals: [] });
    for (let time = 0; time < 2; time += 1) {
      const approved = await approveRequest(services, pressOf(request, BOB));
      const task = await services.store.takeTask(['apply'], 'me', services.now, 1_000);
      assert.equal(task?.key, `${request.id}:apply:${approved.rev}`);
      request = await takeBackApproval(services, pressOf(request, BOB));
    }
  });

  it('meets an approval and another’s rejection at the same moment: every press counts as what it is by then', async () => {
    services = Object.assign(services, { policy: { ...services.policy, quorum: 2 } });
    const request = await file({ state: 'pending', approvals: [] });
    const both = await Promise.all([BOB, CARLA].map((who) => approveRequest(services, pressOf(request, who))));
    assert.deepEqual(both.map(({ state }) => state).sort(), ['approved', 'pending']);
    const [stopped, late] = await Promise.allSettled([
      rejectRequest(services, { ...pressOf(request, BOB), reason: 'No' }),
      takeBackApproval(services, pressOf(request, CARLA)),
    ]);
    const now = await services.store.request(services.tenantId, request.id);
    assert.equal(now?.state, 'rejected');
    assert.equal(stopped.status, 'fulfilled');
    assert(late.status === 'fulfilled' || late.reason.code === 'wrong-state');
  });
});
