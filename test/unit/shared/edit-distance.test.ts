import assert from 'node:assert/strict';
import fc from 'fast-check';
import { editDistance } from '../../../src/shared/edit-distance.ts';

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });

describe('edit distance', () => {
  const cases: readonly (readonly [string, string, number])[] = [
    ['', '', 0],
    ['', 'abc', 3],
    ['status', 'status', 0],
    ['staus', 'status', 1],
    ['hlep', 'help', 1],
    ['kitten', 'sitting', 3],
    ['ca', 'abc', 3],
  ];
  for (const [a, b, distance] of cases) {
    it(`is ${distance} between "${a}" and "${b}"`, () => assert.equal(editDistance(a, b), distance));
  }

  it('is symmetric, zero only for equals, and at most the longer length', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        const distance = editDistance(a, b);
        assert.equal(distance, editDistance(b, a));
        assert.equal(distance === 0, a === b);
        assert(distance <= Math.max(a.length, b.length));
      }),
    );
  });

  it('is told as one more than what matters, where it is larger', () => {
    fc.assert(
      fc.property(word, word, fc.nat({ max: 4 }), (a, b, atMost) => {
        const distance = editDistance(a, b);
        const told = editDistance(a, b, atMost);
        assert.equal(distance <= atMost ? told : told > atMost, distance <= atMost ? distance : true);
      }),
    );
  });
});
