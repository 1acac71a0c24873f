import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  cardDigest,
  DIGEST_VERSION,
  type DigestParts,
  digestOf,
  shortDigest,
} from '../../../../src/requests/record/digest.ts';
import { canonical, type Json } from '../../../../src/shared/json.ts';
import { buildRequest } from '../../../support/samples/build-request.ts';

const PARTS = {
  id: '5f1c3f6e-9d0b-4c6d-8d2e-3f6a3a1b0c12',
  requester: { oid: 'aaaaaaaa-0000-4000-8000-000000000001' },
  reason: 'A pilot',
  tenantId: '11111111-1111-4111-8111-111111111111',
  change: { kind: 'advanced-feature', feature: 'automated-investigation', to: 'on' },
  base: { objects: { feature: 'automated-investigation', state: 'off' }, preview: null, shown: null },
  policyVersion: 'abc',
} as const;

describe('the digest', () => {
  it('differs when anything differs', () => {
    const parts = { ...PARTS, digestVersion: DIGEST_VERSION } as const;
    const whole = digestOf(parts);
    const changed: DigestParts[] = [
      PARTS,
      { ...parts, tenantId: '11111111-1111-4111-8111-111111111112' },
      { ...parts, id: '5f1c3f6e-9d0b-4c6d-8d2e-3f6a3a1b0c13' },
      { ...parts, requester: { oid: 'aaaaaaaa-0000-4000-8000-000000000002' } },
      { ...parts, reason: 'A pilot.' },
      { ...parts, reason: '' },
      { ...parts, change: { ...PARTS.change, to: 'off' } },
      { ...parts, base: { ...PARTS.base, objects: { ...PARTS.base.objects, state: 'on' } } },
      { ...parts, base: { ...PARTS.base, preview: 0 } },
      { ...parts, policyVersion: 'abd' },
    ];
    const others = changed.map(digestOf);
    assert.equal(new Set([whole, ...others]).size, others.length + 1);
    assert.match(whole, /^[0-9a-f]{64}$/);
    assert.match(shortDigest(whole), /^[0-9a-f]{4} [0-9a-f]{4}$/);
  });

  it('binds neither request, requester nor reason in version 1, in which older requests were submitted', () => {
    const other = { ...PARTS, id: '5f1c3f6e-9d0b-4c6d-8d2e-3f6a3a1b0c13', reason: '', requester: { oid: 'b' } };
    assert.equal(digestOf(other), digestOf(PARTS));
  });

  it('of a draft is made without a reason, and of a submitted request of what it shows, whatever is stored', () => {
    const draft = buildRequest({ reason: '' });
    assert.equal(cardDigest(draft), digestOf({ ...draft, digestVersion: DIGEST_VERSION }));
    const pending = buildRequest({ state: 'pending', digest: 'f'.repeat(64) });
    assert.equal(cardDigest(pending), digestOf(pending));
    assert.notEqual(cardDigest(pending), pending.digest);
  });

  it('never changes, so that what older versions filed still matches', () => {
    const name = 'Büro "Süd" \u{1f600}';
    const objects = {
      groups: [{ name, id: 7, score: 1e-7 }],
      Ränge: [2, -0, 1e21],
      none: null,
      toJSON: { b: 1, a: '' },
    };
    const second = digestOf({ ...PARTS, digestVersion: DIGEST_VERSION });
    assert.equal(second, 'e903ea9e5898351458af5a3a32f57ed25544bedecd72edac78f0c1c4cd5ee1d8');
    assert.equal(digestOf(PARTS), 'f425e53fed4d123b37d7cf74c346b176f6a89a9456955a749777106136b70b00');
    assert.equal(
      digestOf({ ...PARTS, base: { objects, preview: [true], shown: null } }),
      'e468963cde4169b41b4e837d2c1794e8972b76cd7931dbd603022cdd791bb3be',
    );
  });

  it('is made over one text for one value, whatever the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse());
        assert.equal(canonical(turned as Json), canonical(value as Json));
        assert.deepEqual(JSON.parse(canonical(value as Json)), JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('differs when one character anywhere differs, whatever the value', () => {
    const value = fc.jsonValue().map((one) => JSON.parse(JSON.stringify({ one })) as Json);
    fc.assert(
      fc.property(value, fc.nat(), fc.string({ minLength: 1, maxLength: 1 }), (objects, where, put) => {
        const text = canonical(objects);
        const at = where % text.length;
        const edited = readJson(text.slice(0, at) + put + text.slice(at + 1));
        fc.pre(edited !== undefined && canonical(edited) !== text);
        const digest = (of: Json | undefined) =>
          digestOf({ ...PARTS, base: { objects: of ?? null, preview: null, shown: null } });
        assert.notEqual(digest(objects), digest(edited));
      }),
      { numRuns: 300 },
    );
  });
});

function readJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
