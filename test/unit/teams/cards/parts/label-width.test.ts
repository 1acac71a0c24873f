import assert from 'node:assert/strict';
import { inLanguage } from '../../../../../src/shared/language/worded.ts';
import { everyCard } from '../../../../cards/card-cases.ts';
import { objectsOf, stringsOf } from '../../../../cards/walk.ts';

/** The width of the column with labels, and how long a word may be that stands in it on one line. */
const WIDTH = '104px';
const MOST = 13;

/** The word of the German portal, which has no shorter one. */
const OF_PORTAL = 'Automatisierungsstufe';

describe('the label of a detail', () => {
  for (const language of ['en', 'de'] as const)
    it(`has no word that its column would cut in two: ${language}`, () => {
      const labels = [...inLanguage(language, everyCard).values()].flatMap((card) =>
        [...objectsOf(card)].flatMap(({ node }) => (node.width === WIDTH ? [...stringsOf(node)] : [])),
      );
      const said = labels.filter(({ key }) => key === 'text');
      assert(said.length > 0);
      const words = new Set(said.flatMap(({ text }) => text.split(/[\s-]+/u)));
      assert.deepEqual(
        [...words].filter((word) => word.length > MOST && word !== OF_PORTAL),
        [],
      );
    });
});
