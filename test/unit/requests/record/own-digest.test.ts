import assert from 'node:assert/strict';
import { digestOf, ownDigest } from '../../../../src/requests/record/digest.ts';
import { buildRequest } from '../../../support/samples/build-request.ts';
import { anOid } from '../../../support/samples/ids.ts';

/** As what was read from the store is. */
function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}

describe('the digest of a request, which is made once for the same change and base', () => {
  const request = frozen({ ...buildRequest({ state: 'pending' }), digestVersion: 2 as const });

  it('is the same after a step that changes nothing of what it binds', () => {
    const next = { ...request, rev: request.rev + 1 };
    assert.equal(ownDigest(next), ownDigest(request));
    assert.equal(ownDigest(next), digestOf(request));
  });

  const OTHERS: Readonly<Record<string, object>> = {
    'another reason': { reason: `${request.reason}!` },
    'another requester': { requester: { ...request.requester, oid: anOid('96ace000-0000-4000-8000-000000000003') } },
    'another policy': { policyVersion: 'another' },
    'another id': { id: '5f1c3f6e-9d0b-4c6d-8d2e-000000000009' },
    'another tenant': { tenantId: '22222222-2222-4222-8222-222222222222' },
    'another version': { digestVersion: undefined },
    'another change': { change: frozen({ ...request.change, to: 'off' }) },
    'another base': { base: frozen({ ...request.base, objects: { other: 1 } }) },
  };
  for (const [name, other] of Object.entries(OTHERS))
    it(`is another one with ${name}`, () => {
      const changed = { ...request, ...other };
      ownDigest(request);
      assert.equal(ownDigest(changed), digestOf(changed));
      assert.notEqual(ownDigest(changed), ownDigest(request));
    });
});
