import assert from 'node:assert/strict';
import { approveRequest } from '../../../../src/requests/deciding/approve.ts';
import { rejectRequest } from '../../../../src/requests/deciding/reject.ts';
import { takeBackApproval } from '../../../../src/requests/deciding/take-back.ts';
import { withdrawRequest } from '../../../../src/requests/deciding/withdraw.ts';
import { type Policy, policyVersion } from '../../../../src/requests/record/digest.ts';
import type { Request } from '../../../../src/requests/record/request.ts';
import { memoryServices } from '../../../support/company/memory-services.ts';
import { typedOf } from '../../../support/company/press-of.ts';
import { buildRequest, entryOf, type RequestFields } from '../../../support/samples/build-request.ts';
import { ALICE, admin, BOB, CARLA } from './three-admins.ts';

describe('a typed decision', () => {
  let services: Awaited<ReturnType<typeof memoryServices>>;
  beforeEach(async () => {
    services = await memoryServices(admin);
  });
  afterEach(() => services.store.close());

  function file(overrides: RequestFields = {}): Promise<Request> {
    const version = policyVersion(services.policy);
    const request = buildRequest({ state: 'pending', policyVersion: version, requester: ALICE, ...overrides });
    return services.store.commit({ request, expectedRev: null, audit: [entryOf(request)], messages: [], tasks: [] });
  }

  function under(policy: Partial<Policy>): void {
    services = Object.assign(services, { policy: { ...services.policy, ...policy } });
  }

  const whole = ({ digest }: Request) => digest;
  const none = () => null;
  const eight = (request: Request) => request.digest?.slice(0, 8) ?? null;
  const four = (request: Request) => request.digest?.slice(0, 4) ?? null;
  const other = () => '0123456789';

  /** Setting, what is typed after the number, and what becomes of it: the next state, or the code of the refusal. */
  const table: readonly (readonly [Policy['typedDecisions'], string, (request: Request) => string | null, string])[] = [
    ['with-digest', 'nothing', none, 'card-needed'],
    ['with-digest', 'four digits', four, 'card-needed'],
    ['with-digest', 'what a card shows', eight, 'approved'],
    ['with-digest', 'the whole digest', whole, 'approved'],
    ['with-digest', 'another digest', other, 'digest-mismatch'],
    ['off', 'nothing', none, 'card-needed'],
    ['off', 'the whole digest', whole, 'card-needed'],
    ['off', 'another digest', other, 'digest-mismatch'],
    ['on', 'nothing', none, 'approved'],
    ['on', 'four digits', four, 'approved'],
    ['on', 'another digest', other, 'digest-mismatch'],
  ];
  for (const [typedDecisions, what, digest, ends] of table) {
    it(`with TYPED_DECISIONS=${typedDecisions} and ${what}: ${ends}`, async () => {
      under({ typedDecisions });
      const request = await file();
      const approval = approveRequest(services, typedOf(request, BOB, digest(request)));
      if (ends === 'approved') assert.equal((await approval).state, ends);
      else await assert.rejects(approval, { code: ends });
      const now = await services.store.request(services.tenantId, request.id);
      assert.equal(now?.state, ends === 'approved' ? ends : 'pending');
    });
  }

  it('is refused for what is wrong with it before a card is offered', async () => {
    const request = await file();
    await assert.rejects(approveRequest(services, typedOf(request, ALICE)), { code: 'not-allowed' });
  });

  it('that makes things safer needs no digest, whatever the setting', async () => {
    under({ typedDecisions: 'off', quorum: 2 });
    const rejected = await rejectRequest(services, { ...typedOf(await file(), BOB), reason: 'No' });
    assert.equal(rejected.state, 'rejected');
    const id = '5f1c3f6e-9d0b-4c6d-8d2e-3f6a3a1b0c13';
    const pending = await file({ id, number: 13, approvals: [{ by: CARLA, at: 0 }] });
    assert.deepEqual((await takeBackApproval(services, typedOf(pending, CARLA))).approvals, []);
    assert.equal((await withdrawRequest(services, typedOf(pending, ALICE))).state, 'withdrawn');
  });

  it('may need a reason, as one on a card may', async () => {
    under({ approvalReason: 'required' });
    const request = await file();
    const typed = typedOf(request, BOB, eight(request));
    for (const reason of ['', ' ', '--', '\u200b'])
      await assert.rejects(approveRequest(services, { ...typed, reason }), { code: 'input-invalid' });
    await assert.rejects(approveRequest(services, { ...typed, reason: '' }), {
      message: /For example: "approve 1 [0-9a-f]{4} [0-9a-f]{4} because agreed/,
    });
    const { approvals } = await approveRequest(services, { ...typed, reason: ' The pilot  is over ' });
    assert.equal(approvals[0]?.reason, 'The pilot is over');
  });
});
