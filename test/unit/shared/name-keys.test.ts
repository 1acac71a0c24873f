import assert from 'node:assert/strict';
import fc from 'fast-check';
import { looksLike, nameKeys, sameName } from '../../../src/shared/name-keys.ts';

const ALIKE: readonly [string, string][] = [
  ['Finance', 'FINANCE'],
  ['Finance laptops', '  finance \u00A0 laptops '],
  ['Finance', 'Ｆｉｎａｎｃｅ'],
  ['Finance', '𝐅𝐢𝐧𝐚𝐧𝐜𝐞'],
  ['Finance', 'Fin\u200Bance'],
  ['Finance', 'Finance\uFE0F'],
  ['Finance', 'Finаnсе'],
  ['SERVER', 'ЅЕRVЕR'],
  ['HR', 'ΗR'],
  ['ΝΗΣΟΣ', 'νησοσ'],
  ['STRASSE', 'Straße'],
  ['Tier\u20131', 'tier-1'],
  ["Bob's", 'Bob’s'],
  ['café', 'cafe\u0301'],
];

const DIFFERENT: readonly [string, string][] = [
  ['Tier 1', 'Tier I'],
  ['Finance', 'Finances'],
  ['Lab 1', 'Lab 2'],
  ['cafe', 'café'],
  ['Сервер', 'Сервис'],
  ['Finance laptops', 'Financelaptops'],
];

describe('the keys of a name', () => {
  for (const [a, b] of ALIKE) it(`join ${JSON.stringify(a)} and ${JSON.stringify(b)}`, () => assert(looksLike(a, b)));
  for (const [a, b] of DIFFERENT) it(`tell "${a}" from "${b}"`, () => assert(!looksLike(a, b)));

  it('take other letters for another name, though they look the same', () => {
    assert.equal(sameName('Finance', 'Finаnce'), false);
    assert.equal(sameName('Finance', 'fiNance '), true);
  });

  it('join every name with itself, whatever its case', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 12 }), (name) => {
        assert(looksLike(name, name));
        assert(nameKeys(name).length >= 1);
        assert(looksLike(name, ` ${name}  `));
      }),
      { numRuns: 500 },
    );
  });
});
