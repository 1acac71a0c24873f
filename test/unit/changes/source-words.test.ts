import assert from 'node:assert/strict';
import type { Source } from '../../../src/changes/knowledge/knowledge.ts';
import { sourceParts, sourceWords } from '../../../src/changes/knowledge/source-words.ts';

const at = Date.UTC(2026, 10, 28, 22, 17);

const SOURCES: readonly (readonly [Source, string, string])[] = [
  [{ kind: 'read', at }, 'read', 'read 28 Nov 2026 22:17 UTC'],
  [
    { kind: 'corroborated', at, by: 'omar@harbourline.example', request: 1 },
    "by Microsoft's audit log (omar@harbourline.example), #1",
    "by Microsoft's audit log (omar@harbourline.example), 28 Nov 2026 22:17 UTC, #1",
  ],
  [
    { kind: 'attested', at, by: 'Omar Okafor', request: 1 },
    "by Omar Okafor's word, #1",
    "by Omar Okafor's word, 28 Nov 2026 22:17 UTC, #1",
  ],
  [
    { kind: 'attested', at, by: 'Omar Okafor', request: null },
    "by Omar Okafor's word",
    "by Omar Okafor's word, 28 Nov 2026 22:17 UTC",
  ],
  [
    { kind: 'reckoned', at, by: 'the places where requests put the groups' },
    'reckoned from the places where requests put the groups',
    'reckoned from the places where requests put the groups, 28 Nov 2026 22:17 UTC',
  ],
  [{ kind: 'not-known' }, 'not known', 'not known'],
];

describe('the words of a source', () => {
  for (const [source, onCards, inSentences] of SOURCES) {
    it(`${source.kind}: ${onCards}`, () => {
      assert.deepEqual(sourceParts(source), { words: onCards, at: source.kind === 'not-known' ? null : at });
      assert.equal(sourceWords(source), inSentences);
    });
  }

  it('mix no two of the five', () => {
    const firsts = SOURCES.map(([source, words]) => [source.kind, words.replace(/(?:Omar Okafor| \().*/, '')] as const);
    const kinds = new Map(firsts.map(([kind, words]) => [words, kind]));
    assert.equal(kinds.size, 5);
  });
});
