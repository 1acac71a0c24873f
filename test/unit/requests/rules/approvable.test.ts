import assert from 'node:assert/strict';
import { approveRequest } from '../../../../src/requests/deciding/approve.ts';
import { submitRequest } from '../../../../src/requests/deciding/submit.ts';
import { policyVersion } from '../../../../src/requests/record/digest.ts';
import type { Request } from '../../../../src/requests/record/request.ts';
import { memoryServices } from '../../../support/company/memory-services.ts';
import { pressOf } from '../../../support/company/press-of.ts';
import { aStanding } from '../../../support/people/a-person.ts';
import { BUILT_AT, buildRequest, entryOf, type RequestFields } from '../../../support/samples/build-request.ts';
import { anOid } from '../../../support/samples/ids.ts';

const BOB = { oid: anOid('bbbbbbbb-0000-4000-8000-000000000002'), name: 'Bob Ortiz' };

describe('a change that no card shows whole', () => {
  let services: Awaited<ReturnType<typeof memoryServices>>;
  beforeEach(async () => {
    services = Object.assign(await memoryServices((oid) => aStanding(oid)), {
      presentation: { showsWhole: () => false },
    });
  });
  afterEach(() => services.store.close());

  async function file(overrides: RequestFields): Promise<Request> {
    const request = buildRequest({ policyVersion: policyVersion(services.policy), ...overrides });
    return services.store.commit({ request, expectedRev: null, audit: [entryOf(request)], messages: [], tasks: [] });
  }
  const TOO_LARGE = { code: 'not-allowed', message: /too large to be shown whole.*Split it into smaller requests/ };

  it('is not approved, by whatever door', async () => {
    const request = await file({ state: 'pending', submittedAt: BUILT_AT });
    await assert.rejects(approveRequest(services, pressOf(request, BOB)), TOO_LARGE);
    assert.deepEqual(await services.store.request(services.tenantId, request.id), request);
  });

  it('is not submitted, by whatever door', async () => {
    const draft = await file({ state: 'draft' });
    await assert.rejects(submitRequest(services, { ...pressOf(draft), reason: 'A pilot' }), TOO_LARGE);
    assert.deepEqual(await services.store.request(services.tenantId, draft.id), draft);
  });
});
