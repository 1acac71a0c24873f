import { compileLexicon, folded, type Lexicon } from '../understand/lexicon.ts';
import type { Words } from '../understand/words/concept.ts';
import { ENGLISH } from '../understand/words/english.ts';
import { GERMAN } from '../understand/words/german/german.ts';
import { GERMAN_LINES } from '../understand/words/german/german-lines.ts';
import type { LineWords } from '../understand/words/line-words.ts';
import { compileLines, inEnglish, type Said, type SaidLines } from './said-lines.ts';

interface Tongue {
  readonly words: Words;
  readonly lines: LineWords;
}

/** The languages besides English: what one lacks here, nobody is understood in. */
const OTHERS: readonly Tongue[] = [{ words: GERMAN, lines: GERMAN_LINES }];

/** A language, ready to be read. */
interface Compiled {
  readonly lexicon: Lexicon;
  readonly lines: SaidLines;
  /** Words that are this language's, and not English. */
  readonly telling: ReadonlySet<string>;
}

const ENGLISH_LEXICON = compileLexicon(ENGLISH);
const ENGLISH_ALONE: readonly Lexicon[] = [ENGLISH_LEXICON];

let compiled: { readonly english: ReadonlySet<string>; readonly others: readonly Compiled[] } | undefined;

/** Made when the first text is read: many processes are asked nothing in words. */
function languages(): NonNullable<typeof compiled> {
  compiled ??= compileAll();
  return compiled;
}

function compileAll(): NonNullable<typeof compiled> {
  const english = new Set(wordsIn([...ENGLISH_LEXICON.phrases.keys()].join(' ')));
  const others = OTHERS.map(({ words, lines }) => {
    const lexicon = compileLexicon(words);
    const forms = lines.lines.flatMap(([, ...said]) => said).join(' ');
    const known = wordsIn([...lexicon.phrases.keys(), forms.replace(/\{\w+\}/gu, ' ')].join(' '));
    const shared = new Set(wordsIn(words.grammar?.alsoEnglish ?? ''));
    const telling = new Set(known.filter((word) => !english.has(word) && !shared.has(word)));
    return { lexicon, lines: compileLines(lines, lexicon), telling };
  });
  return { english, others };
}

/** The words of a text in lower case, its umlauts as two letters. */
function wordsIn(text: string): readonly string[] {
  return folded(text.toLowerCase()).match(/[\p{L}\p{N}]+/gu) ?? [];
}

function countIn(words: readonly string[], known: ReadonlySet<string>): number {
  return words.filter((word) => known.has(word)).length;
}

/**
 * The languages in which a text may be, the likeliest first. English alone for a text that holds no word of another
 * one, so that it is read once.
 */
export function lexiconsOf(text: string): readonly Lexicon[] {
  const { english, others } = languages();
  const words = wordsIn(text);
  const said = others.filter(({ telling }) => words.some((word) => telling.has(word)));
  if (said.length === 0) return ENGLISH_ALONE;
  const isLikelier = ({ telling, lexicon }: Compiled) => {
    const shared = words.filter((word) => english.has(word) && !lexicon.phrases.has(word));
    return countIn(words, telling) > shared.length;
  };
  const lexicons = (isBefore: boolean) =>
    said.filter((one) => isLikelier(one) === isBefore).map(({ lexicon }) => lexicon);
  return [...lexicons(true), ENGLISH_LEXICON, ...lexicons(false)];
}

/** The same; and every language for a text that holds no word of any: it may hold one with a typing error. */
export function lexiconsNear(text: string): readonly Lexicon[] {
  const likely = lexiconsOf(text);
  const { english, others } = languages();
  if (likely.length > 1 || wordsIn(text).some((word) => english.has(word))) return likely;
  return [...likely, ...others.map(({ lexicon }) => lexicon)];
}

/** Commands in English that a whole line of another language may stand for. */
export function* saidOtherwise(line: string): Generator<Said> {
  const words = wordsIn(line);
  for (const { telling, lines } of languages().others) {
    if (words.some((word) => telling.has(word))) yield* inEnglish(line, lines);
  }
}
