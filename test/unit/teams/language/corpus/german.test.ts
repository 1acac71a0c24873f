import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { Command } from '../../../../../src/teams/language/command.ts';
import { normaliseText } from '../../../../../src/teams/language/normalise.ts';
import { parseCommand } from '../../../../../src/teams/language/parse-command.ts';
import { begins, decides } from '../begins.ts';
import { count, phrasingsIn, verdict } from './measure.ts';

const KNOWN = phrasingsIn('german-known.txt');
/** It was there before the words were: a failing test never shows its texts. */
const HELD_OUT = phrasingsIn('german-held-out.txt');
const ALL = [...KNOWN, ...HELD_OUT];

function heard(text: string): Command {
  return parseCommand(normaliseText({ text, mentions: [], bot: { id: '28:airlock', name: 'Airlock' } }));
}

/** How many of these texts do what they must not; no text is shown. */
function failures(texts: readonly string[], isFailure: (text: string) => boolean): number {
  return texts.filter(isFailure).length;
}

describe('what people write in German', () => {
  for (const [half, phrasings, least] of [
    ['known', KNOWN, 0.97],
    ['held out', HELD_OUT, 0.85],
  ] as const) {
    const { right, less, other, wrong, wider } = count(phrasings);
    const share = ((100 * right) / phrasings.length).toFixed(1);
    it(`is understood, the half ${half}: ${share} %`, () => {
      assert(right / phrasings.length >= least);
      assert.equal(wrong, 0);
      assert.equal(wider, 0);
    });

    it(`is told on docs/commands.md as it is measured, the half ${half}`, () => {
      const row = `| German, ${half} | ${phrasings.length} | ${share} % | ${less} | ${other} | ${wrong} | ${wider} |`;
      assert(readFileSync('docs/commands.md', 'utf8').includes(row), `docs/commands.md needs the row: ${row}`);
    });
  }

  it('is more than two hundred phrasings, each once', () => {
    assert(ALL.length >= 200);
    assert.equal(new Set(ALL.map(({ text }) => text)).size, ALL.length);
  });

  for (const phrasing of KNOWN) {
    it(`"${phrasing.text}" is never taken for something else`, () => {
      assert(['right', 'less'].includes(verdict(phrasing)), verdict(phrasing));
    });
  }

  it('means the same with umlauts typed as two letters', () => {
    const typed = (text: string) =>
      text.replace(/[äöüß]/gu, (letter) => ({ ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' })[letter] ?? letter);
    for (const { text, meanings } of KNOWN) {
      if (text.includes('Alte')) continue;
      assert(['right', 'less'].includes(verdict({ text: typed(text), meanings })), typed(text));
    }
  });
});

/** Every exact form of a decision in German, written down once more. */
const EXACT =
  /^(?:(?:genehmigen?|stopp(?:en?)?|ablehnen|zur(?:ü|ue)ckziehen|storniere|[üu]e?bernimm|[üu]e?bernehmen?) |(?:lehne?|ziehe?) .*\d+ (?:ab|zur(?:ü|ue)ck)|nimm (?:meine )?genehmigung|(?:ich habe )?(?:angewendet|angewandt|umgesetzt) |ich habe \d|.+ ist (?:an|ein|aus)$|(?:approve|reject|stop|withdraw) \d)/iu;

const DECISIONS = [
  ...['genehmige 12', 'genehmige Antrag 12 1be9 85ad', 'genehmigen 12 1be9', 'lehne 12 ab', 'ablehnen 12'],
  ...['stopp 12', 'ziehe 12 zurück', 'zurückziehen 12', 'nimm meine Genehmigung für 12 zurück', 'übernimm Änderung 3'],
  ...['angewendet 12 1be9', 'ich habe 12 angewendet', 'automatische Untersuchung ist an', 'brich Scan 12 ab'],
  ...['Gerätegruppe Lab steht auf vollständig'],
];

describe('a decision in German', () => {
  it('is exactly one of its forms', () => {
    const decided = DECISIONS.filter((text) => heard(text).kind !== 'incomplete');
    assert.equal(decided.length, DECISIONS.length - 2);
    for (const text of decided) assert(decides(heard(text)) || heard(text).kind === 'cancel-scan', text);
  });

  it('is none with a word more, wherever it stands', () => {
    for (const word of ['nicht', 'nie', 'keine', 'vielleicht', 'wenn', 'morgen', 'bitte', 'alle', 'und 13']) {
      for (const text of DECISIONS) {
        const words = text.split(' ');
        for (let at = 0; at <= words.length; at += 1) {
          const said = words.toSpliced(at, 0, word).join(' ');
          const { kind } = heard(said);
          assert(!decides(heard(said)) && kind !== 'cancel-scan', `${said}: ${kind}`);
        }
      }
    }
  });

  it('is none as a question', () => {
    for (const text of DECISIONS) assert(!decides(heard(`${text}?`)), text);
  });

  it('keeps the reason in the words of whoever gives it', () => {
    const reject = { kind: 'reject', number: 12, reason: 'nicht vor dem Freeze' };
    assert.deepEqual(heard('lehne 12 ab: nicht vor dem Freeze'), reject);
    assert.equal(decides(heard('lehne 12 ab nicht vor dem Freeze')), false);
    assert.deepEqual(heard('genehmige 12 1be9 85ad, weil mit Bob besprochen'), {
      ...{ kind: 'approve', number: 12, digest: '1be985ad', reason: 'weil mit Bob besprochen' },
    });
  });

  it('is none, whatever people write, but in an exact form', () => {
    assert.equal(
      failures(
        ALL.map(({ text }) => text),
        (text) => decides(heard(text)) && !EXACT.test(text),
      ),
      0,
    );
    const extra = [
      'nicht',
      'bitte',
      '12',
      'nie',
      'genehmige',
      'ablehnen',
      'alle',
      'wenn',
      'ein',
      'aus',
      ',',
      '"',
      'und',
    ];
    const mutated = fc
      .tuple(fc.constantFrom(...ALL), fc.nat(9), fc.nat(9), fc.constantFrom(...extra), fc.boolean())
      .map(([{ text }, from, to, word, isMore]) => {
        const words = text.split(' ');
        const [a, b] = [from % words.length, to % words.length];
        if (isMore) return words.toSpliced(a, 0, word).join(' ');
        return words
          .with(a, words[b] ?? '')
          .with(b, words[a] ?? '')
          .join(' ');
      });
    fc.assert(
      fc.property(mutated, (text) => !decides(heard(text)) || EXACT.test(text)),
      { numRuns: 1_500 },
    );
  });
});

describe('a negation in German', () => {
  const wished = ALL.filter(({ meanings }) =>
    /^(?:on|off|edit|delete|rename|isolate|release|full) /u.test(meanings[0] ?? ''),
  );

  it('among the words of a wish begins nothing, wherever it stands', () => {
    const spread = wished.flatMap(({ text }) => {
      const words = text.replaceAll(/"[^"]*"/gu, (name) => name.replaceAll(' ', '_')).split(' ');
      const reason = words.findIndex((word) => /^(?:weil|wegen|Ticket)$/u.test(word));
      const end = reason === -1 ? words.length : reason;
      return ['nicht', 'niemals', 'auf keinen Fall'].flatMap((no) =>
        Array.from({ length: end + 1 }, (_, at) => words.toSpliced(at, 0, no).join(' ')),
      );
    });
    const isTaken = (text: string) => begins(heard(text)) && !/nicht temporär|nicht gruppierte/iu.test(text);
    assert(spread.length > 600);
    assert.equal(failures(spread, isTaken), 0);
  });

  it('in front of anything decides nothing', () => {
    for (const no of ['nicht', 'bitte nicht', 'niemals', 'auf keinen Fall', 'wir sollten nicht', 'lass das:']) {
      assert.equal(
        failures(
          ALL.map(({ text }) => `${no} ${text}`),
          (text) => begins(heard(text)),
        ),
        0,
      );
    }
  });
});

describe('"ein" and "aus"', () => {
  it('point nowhere, where something else follows that they may belong to', () => {
    for (const text of ['schalte AIR aus der Gruppe Server', 'schalte AIR ein die Gruppe Server']) {
      assert.equal(begins(heard(text)), false, text);
    }
  });

  it('are an article and a preposition, where they do not end what is said of a switch', () => {
    for (const text of [
      ...['schalte ein automatische Untersuchung', 'schalte ein', 'schalte ein bitte AIR', 'ein AIR schalten'],
      ...['schalte AIR auf ein Gerät', 'schalte ein, AIR', 'AIR ein Gerät schalte', 'schalte für ein Gerät AIR'],
    ]) {
      assert.equal(begins(heard(text)), false, text);
    }
  });
});
