import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import {
  ASSUMPTIONS,
  otherWays,
  UNTRIED_ASSUMPTIONS,
  USUAL_WAYS,
  unusualWays,
  waysOf,
  wordsOfWay,
} from '../../../../../src/changes/device-group/membership/assumptions.ts';

describe('what Airlock assumes of rules', () => {
  it('stands on the page, sentence by sentence, with where it comes from', () => {
    const page = readFileSync('docs/architecture.md', 'utf8');
    for (const [id, { sentence, source }] of Object.entries({ ...ASSUMPTIONS, ...UNTRIED_ASSUMPTIONS })) {
      assert(page.includes(`| \`${id}\` | ${sentence} | ${source} |`), id);
    }
  });

  it('has other ways, each with words of its own, and the usual one first', () => {
    for (const [id, { ways }] of Object.entries(ASSUMPTIONS)) {
      assert.equal(Object.keys(ways)[0], USUAL_WAYS[id as keyof typeof USUAL_WAYS]);
      assert.equal(new Set(Object.values(ways)).size, Object.keys(ways).length);
    }
  });

  it('is kept by what differs from it', () => {
    assert.deepEqual(unusualWays(USUAL_WAYS), []);
    for (const { ways } of otherWays(USUAL_WAYS)) {
      const [entry = '', ...more] = unusualWays(ways);
      assert.deepEqual(more, []);
      assert.deepEqual(waysOf([entry]), ways);
      assert.match(wordsOfWay(entry) ?? '', / here$/);
    }
    assert.deepEqual(waysOf(['case:sideways', 'mood:good']), USUAL_WAYS);
    assert.equal(wordsOfWay('mood:good'), null);
  });
});
