import assert from 'node:assert/strict';
import fc from 'fast-check';
import { digestOf, shortDigest } from '../../../../src/requests/record/digest.ts';
import { canonical, type Json } from '../../../../src/shared/json.ts';

const PARTS = {
  tenantId: '11111111-1111-4111-8111-111111111111',
  change: { kind: 'advanced-feature', feature: 'automated-investigation', to: 'on' },
  base: { objects: { feature: 'automated-investigation', state: 'off' }, preview: null, shown: null },
  policyVersion: 'abc',
} as const;

describe('the digest', () => {
  it('differs when anything differs', () => {
    const whole = digestOf(PARTS);
    const others = [
      { ...PARTS, tenantId: '11111111-1111-4111-8111-111111111112' },
      { ...PARTS, change: { ...PARTS.change, to: 'off' as const } },
      { ...PARTS, base: { ...PARTS.base, objects: { ...PARTS.base.objects, state: 'on' } } },
      { ...PARTS, base: { ...PARTS.base, preview: 0 } },
      { ...PARTS, policyVersion: 'abd' },
    ].map(digestOf);
    assert.equal(new Set([whole, ...others]).size, others.length + 1);
    assert.match(whole, /^[0-9a-f]{64}$/);
    assert.match(shortDigest(whole), /^[0-9a-f]{4} [0-9a-f]{4}$/);
  });

  it('never changes, so that what older versions filed still matches', () => {
    const name = 'Büro "Süd" \u{1f600}';
    const objects = {
      groups: [{ name, id: 7, score: 1e-7 }],
      Ränge: [2, -0, 1e21],
      none: null,
      toJSON: { b: 1, a: '' },
    };
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
