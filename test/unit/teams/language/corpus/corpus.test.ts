import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { normaliseText } from '../../../../../src/teams/language/normalise.ts';
import { parseCommand } from '../../../../../src/teams/language/parse-command.ts';
import { begins, decides } from '../begins.ts';
import { count, type Phrasing, phrasingsIn, verdict } from './measure.ts';

const KNOWN = phrasingsIn('known.txt');
/** Nobody who works on the grammar reads this half: a failing test never shows its texts. */
const HELD_OUT = phrasingsIn('held-out.txt');
const ALL = [...KNOWN, ...HELD_OUT];

function parsed(text: string) {
  return parseCommand(normaliseText({ text, mentions: [], bot: { id: '28:airlock', name: 'Airlock' } }));
}

function summary(phrasings: readonly Phrasing[]): string {
  const { right, less, other, wrong, wider } = count(phrasings);
  const share = ((100 * right) / phrasings.length).toFixed(1);
  return `${right} of ${phrasings.length} (${share} %) right, ${less} less, ${other} other, ${wrong} wrong, ${wider} wider`;
}

describe('what people write', () => {
  for (const [half, phrasings, least] of [
    ['with which the grammar was written', KNOWN, 0.97],
    ['that was held out', HELD_OUT, 0.85],
  ] as const) {
    it(`is understood, the half ${half}: ${summary(phrasings)}`, () => {
      const { right, wrong, wider } = count(phrasings);
      assert(right / phrasings.length >= least);
      assert.equal(wrong, 0);
      assert.equal(wider, 0);
    });
  }

  it('is told on docs/commands.md as it is measured', () => {
    const page = readFileSync('docs/commands.md', 'utf8');
    for (const [half, phrasings] of [
      ['known', KNOWN],
      ['held out', HELD_OUT],
    ] as const) {
      const { right, less, other, wrong, wider } = count(phrasings);
      const share = ((100 * right) / phrasings.length).toFixed(1);
      const row = `| ${half} | ${phrasings.length} | ${share} % | ${less} | ${other} | ${wrong} | ${wider} |`;
      assert(page.includes(row), `docs/commands.md needs the row: ${row}`);
    }
  });

  it('is more than four hundred phrasings, each once', () => {
    assert(ALL.length >= 400);
    assert.equal(new Set(ALL.map(({ text }) => text)).size, ALL.length);
  });

  for (const phrasing of KNOWN) {
    it(`"${phrasing.text}" is never taken for something else`, () => {
      assert(['right', 'less'].includes(verdict(phrasing)), verdict(phrasing));
    });
  }
});

/** Every exact form of a decision, written down once more. */
const EXACT =
  /^(?:(?:approve|reject|deny|stop|withdraw|cancel) (?:request )?#?[1-9]|take back (?:(?:my )?approval (?:of|for) )?(?:request )?#?[1-9]|(?:i have )?applied (?:request )?#?[1-9]|adopt (?:change )?#?[1-9]|.+ (?:is|are) (?:at|on|off)\b)/iu;

/** How many of these texts do what they must not; no text is shown. */
function failures(texts: readonly string[], isFailure: (text: string) => boolean): number {
  return texts.filter(isFailure).length;
}

describe('nothing but an exact command', () => {
  it('decides, whatever people write', () => {
    assert.equal(
      failures(
        ALL.map(({ text }) => text),
        (text) => decides(parsed(text)) && !EXACT.test(text),
      ),
      0,
    );
  });

  it('decides where words were dropped, doubled, swapped or put in between', () => {
    const extra = ['not', 'please', '12', 'never', 'approve', 'reject', 'all', 'if', 'on', 'off', ',', '"', 'and', '?'];
    const mutated = fc
      .tuple(fc.constantFrom(...ALL), fc.nat(9), fc.nat(9), fc.constantFrom(...extra), fc.nat(3))
      .map(([{ text }, from, to, word, how]) => mutate(text.split(' '), { from, to, word, how }));
    fc.assert(
      fc.property(mutated, (text) => !decides(parsed(text)) || EXACT.test(text)),
      { numRuns: 3_000 },
    );
  });
});

interface Mutation {
  readonly from: number;
  readonly to: number;
  readonly word: string;
  readonly how: number;
}

function mutate(words: readonly string[], { from, to, word, how }: Mutation): string {
  const [a, b] = [from % words.length, to % words.length];
  if (how === 0) return words.toSpliced(a, 1).join(' ');
  if (how === 1) return words.toSpliced(a, 0, word).join(' ');
  if (how === 2) return words.toSpliced(a, 0, words[b] ?? '').join(' ');
  return words
    .with(a, words[b] ?? '')
    .with(b, words[a] ?? '')
    .join(' ');
}

describe('a negation', () => {
  const before = ["don't", 'do not', 'never', 'please do not', 'we should not', 'nobody may', 'I would never'];
  for (const no of before) {
    it(`"${no}" in front begins nothing, not even a draft`, () => {
      assert.equal(
        failures(
          ALL.map(({ text }) => `${no} ${text}`),
          (text) => begins(parsed(text)),
        ),
        0,
      );
    });
  }

  it('anywhere among the words of a switch begins nothing', () => {
    const switches = ALL.filter(({ meanings }) => meanings.some((meaning) => /^(?:on|off) /u.test(meaning)));
    const spread = switches.flatMap(({ text }) => {
      const words = text.split(' ');
      const reason = words.findIndex((word) => /^(?:because|due|so|"?$)/u.test(word));
      const end = reason === -1 ? words.length : reason;
      return Array.from({ length: end }, (_, at) => words.toSpliced(at, 0, 'not').join(' '));
    });
    assert.equal(
      failures(spread, (text) => begins(parsed(text)) && !/"[^"]*\bnot\b[^"]*"/u.test(text)),
      0,
    );
  });
});

describe('a long text', () => {
  it('of 28 KB is read in time that grows with its length alone', () => {
    for (const part of [
      'enable air and ',
      'tag equals a or ',
      '"a" ',
      "' ",
      '<quoted x ',
      '> a\n',
      '# 12 ',
      'a-',
      '?',
    ]) {
      assert.equal(begins(parsed(part.repeat(28_000 / part.length))), false);
    }
  });
});
