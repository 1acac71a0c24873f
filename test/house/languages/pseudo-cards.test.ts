import assert from 'node:assert/strict';
import { FEATURE_NAMES, feature } from '../../../src/changes/features.ts';
import { MARKS } from '../../../src/shared/language/pseudo.ts';
import { inLanguage } from '../../../src/shared/language/worded.ts';
import type { AdaptiveCard } from '../../../src/teams/cards/parts/render.ts';
import { parseCommand } from '../../../src/teams/language/parse-command.ts';
import { ANSWERS } from '../../cards/answer-cases.ts';
import { everyCard, GROUP_REQUESTS, REQUESTS, SUPPORTED_REQUESTS } from '../../cards/card-cases.ts';
import { FORMS } from '../../cards/form-cases.ts';
import { stringsOf } from '../../cards/walk.ts';
import { CENTER_ANSWERS } from '../../support/wire/center-answers.ts';

/** Keys of an element under which a text stands that a person reads. */
const READ = new Set(['text', 'title', 'label', 'placeholder', 'errorMessage', 'fallbackText', 'speak', 'altText']);

/** What Teams takes of a card in bytes (docs/facts/teams.md#sending-messages), with room for the message around it. */
const MOST_BYTES = 28_000;

/** What is the same in every language, and why. */
const EVERYWHERE: readonly RegExp[] = [
  /** Moments, which the client words. */
  /\{\{[^}]*\}\}/gu,
  /** Digests and ids. */
  /\b[0-9a-f]{4} [0-9a-f]{4}\b|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gu,
  /** Switches, as the portal names them. */
  new RegExp(FEATURE_NAMES.map((name) => feature(name).title).join('|'), 'gu'),
  /** Products. */
  /\b(?:Windows(?: \w+)*|macOS|Linux|iOS|Android|Airlock|UTC)\b/gu,
];

/** What a card is drawn from: its words are those of whoever wrote them, or were worded when they were stored. */
const SAMPLES: Readonly<Record<string, unknown>> = {
  ...prefixed('', { ...REQUESTS, 'pending-noticed': REQUESTS.pending }),
  ...prefixed('', SUPPORTED_REQUESTS),
  ...prefixed('group-', GROUP_REQUESTS),
  ...prefixed('form-', { ...FORMS, refused: FORMS.filled }),
  ...prefixed('answer-', { ...ANSWERS, ...CENTER_ANSWERS }),
};

function prefixed(prefix: string, samples: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(samples).map(([name, sample]) => [`${prefix}${name}`, sample]));
}

/** The texts of a sample, the longest first: one may hold another. */
function wordsOf(name: string): readonly string[] {
  const sample = SAMPLES[name.replace(/\.[a-z]+$/, '')] ?? SAMPLES[name];
  const words = [...stringsOf({ sample })].map(({ text }) => text.trim());
  return [...new Set(words)].filter((word) => /\p{L}/u.test(word)).sort((a, b) => b.length - a.length);
}

/** Whether anything is left of a text without what is the same in every language and what the sample says. */
function isOwn(text: string, sample: readonly string[]): boolean {
  const unsaid = (rest: string) => sample.reduce((left, word) => left.replaceAll(word, ' '), rest);
  const other = (rest: string) => EVERYWHERE.reduce((left, same) => left.replace(same, ' '), rest);
  return [unsaid(other(text)), other(unsaid(text))].every((rest) => /\p{L}/u.test(rest));
}

function textsOf(card: AdaptiveCard): readonly string[] {
  return [...stringsOf(card)].flatMap(({ key, text, path }) => (READ.has(key) || isFact(path) ? [text] : []));
}

/** What can be typed is so in every language; help shows some with a part left out. */
function isCommand(text: string, name: string): boolean {
  return /^\p{Ll}/u.test(text) && (name.startsWith('answer-help') || parseCommand(text).kind !== 'unknown');
}

/** The value of a fact is read, that of a choice is sent. */
function isFact(path: string): boolean {
  return /\.facts\.\d+\.value$/.test(path);
}

const cuts = (card: AdaptiveCard | undefined) =>
  textsOf(card ?? ({} as AdaptiveCard))
    .join('')
    .split('…').length;

describe('every card in a language that is longer and that nobody takes for English', () => {
  const english = everyCard();
  const cards = inLanguage('qps-ploc', everyCard);

  it('leaves no text of its own in English', () => {
    const left = new Map<string, string>();
    for (const [name, card] of cards) {
      const sample = wordsOf(name);
      for (const text of textsOf(card)) {
        if (text.includes(MARKS.from) || !isOwn(text, sample) || isCommand(text, name)) continue;
        left.set(text, name);
      }
    }
    assert.deepEqual(Object.fromEntries(left), {});
  });

  it('cuts nothing that English does not cut, and fits into a message', () => {
    for (const [name, card] of cards) {
      assert.ok(
        cuts(card) <= cuts(english.get(name)),
        `${name}: ${textsOf(card).filter((text) => text.includes('…'))}`,
      );
      const size = Buffer.byteLength(JSON.stringify(card));
      assert.ok(size <= MOST_BYTES, `${name} has ${size} bytes`);
    }
  });
});

describe('every card from right to left', () => {
  it('is drawn, and keeps names apart from what stands around them', () => {
    const english = everyCard();
    const isolates = (card: AdaptiveCard | undefined) =>
      textsOf(card ?? ({} as AdaptiveCard))
        .join('')
        .split('\u2068').length;
    for (const [name, card] of inLanguage('qps-plocm', everyCard)) {
      for (const text of textsOf(card)) assert.equal(text.split('\u2068').length, text.split('\u2069').length, text);
      assert.ok(isolates(card) >= isolates(english.get(name)), name);
    }
  });
});
