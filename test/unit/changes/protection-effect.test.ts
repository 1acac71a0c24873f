import assert from 'node:assert/strict';
import { protectionEffect } from '../../../src/changes/remediation-level.ts';

const STRONGEST_FIRST = ['full', 'semi-core-folders', 'semi-non-temp-folders', 'semi-all-folders', 'none'] as const;

describe('protectionEffect', () => {
  for (const [place, before] of STRONGEST_FIRST.entries()) {
    for (const [otherPlace, after] of STRONGEST_FIRST.entries()) {
      const expected = otherPlace === place ? 'same' : otherPlace > place ? 'lowered' : 'raised';
      it(`${before} -> ${after}: ${expected}`, () => assert.equal(protectionEffect(before, after), expected));
    }
  }

  it('cannot tell for an unknown level or no group, unless nothing changes', () => {
    assert.equal(protectionEffect('none', 'unknown:4'), 'unclear');
    assert.equal(protectionEffect('unknown:4', 'full'), 'unclear');
    assert.equal(protectionEffect('unknown:4', 'unknown:5'), 'unclear');
    assert.equal(protectionEffect(null, 'full'), 'unclear');
    assert.equal(protectionEffect('full', null), 'unclear');
    assert.equal(protectionEffect('unknown:4', 'unknown:4'), 'same');
    assert.equal(protectionEffect(null, null), 'same');
  });
});
