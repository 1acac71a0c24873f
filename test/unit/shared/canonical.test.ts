import assert from 'node:assert/strict';
import fc from 'fast-check';
import { asJson, canonical, type Json } from '../../../src/shared/json.ts';
import { anyText } from '../../support/generated/any-text.ts';

const text = fc.oneof(fc.string(), anyText(), fc.constantFrom('toJSON', '__proto__', 'é', '\ud800'));
const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(-0, 1e21, 5e-324, 2 ** 53),
);
const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, true, false),
    number,
    text,
    fc.array(tie('value')),
    fc.array(fc.tuple(text, tie('value'))).map((fields) => Object.fromEntries(fields)),
  ),
}));

describe('canonical JSON', () => {
  it('writes the example of RFC 8785, 3.2.2', () => {
    const example = String.raw`{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],
      "string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`;
    assert.equal(
      canonical(JSON.parse(example)),
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  it('sorts names as RFC 8785, 3.2.3 does', () => {
    const sorted = ['\r', '1', '\u0080', 'ö', '€', '\u{1f600}', '\ufb33'];
    const mixed = Object.fromEntries(
      ['€', '\r', '\ufb33', '1', '\u{1f600}', '\u0080', 'ö'].map((name) => [name, name]),
    );
    assert.equal(
      canonical(mixed),
      `{${sorted.map((name) => `"${name === '\r' ? '\\r' : name}":${JSON.stringify(name)}`)}}`,
    );
  });

  it('gives no name or value a special meaning', () => {
    const shared = { b: 1, a: 2 };
    assert.equal(
      canonical({ toJSON: 1, b: { toJSON: null, a: 0 }, a: -0 }),
      '{"a":0,"b":{"a":0,"toJSON":null},"toJSON":1}',
    );
    assert.equal(canonical({ groups: [shared], group: shared }), '{"group":{"a":2,"b":1},"groups":[{"a":2,"b":1}]}');
    assert.equal(canonical('\ud800'), '"\\ud800"');
  });

  it('writes one text for each value, which parses to that value', () => {
    fc.assert(
      fc.property(value, (made) => {
        const json = asJson(made);
        assert.deepEqual(JSON.parse(canonical(json)), json);
        assert.equal(canonical(JSON.parse(canonical(json))), canonical(json));
        assert.equal(canonical(turned(json)), canonical(json));
      }),
      { numRuns: 1_000 },
    );
  });
});

/** The same value with the fields of every object in the reverse order. */
function turned(json: Json): Json {
  if (json === null || typeof json !== 'object') return json;
  if (Array.isArray(json)) return json.map(turned);
  const fields = Object.entries(json).map(([name, field]) => [name, turned(field)] as const);
  return Object.fromEntries(fields.reverse());
}
