import { editDistance } from '../../../shared/edit-distance.ts';

/** The words by which commands about what supported APIs read and write begin. */
const VERBS: readonly string[] = [
  ...['pending', 'actions', 'digest', 'subscribe', 'unsubscribe', 'tag', 'untag', 'scan', 'isolate', 'release'],
  ...['restrict', 'classify', 'resolve', 'reopen', 'allow', 'block', 'audit'],
];

const FALSE = /^([\p{L}]{4,6})[ -]?([\p{L}]{6,10})\b(.*)$/u;
const FIRST = /^([\p{L}]{3,13})\b(.*)$/u;

/** So short a word is mended where its letters only stand in another order: "tga". */
const SHORT = 3;

/** A line with its first word put right, where that can be one such word alone; null for any other. */
export function mendVerb(text: string): string | null {
  const line = text.replace(/ ?[.!?]$/u, '');
  const [, word = '', kind = '', about = ''] = FALSE.exec(line) ?? [];
  const verdict = alike(kind.toLowerCase(), ['positive', 'negative']);
  const isFalse = editDistance(word.toLowerCase(), 'false', 1) <= 1 && verdict !== null;
  if (isFalse) return said(text, `false ${verdict}${about}`);
  const [, first = '', rest = ''] = FIRST.exec(line) ?? [];
  const verb = alike(first.toLowerCase(), VERBS);
  return verb === null ? null : said(text, `${verb}${rest}`);
}

function said(text: string, mended: string): string | null {
  return mended.toLowerCase() === text.toLowerCase() ? null : mended;
}

/** The only one that is a typing error away. */
function alike(word: string, known: readonly string[]): string | null {
  if (known.includes(word)) return word;
  const found = known.filter((one) => isSlip(word, one));
  return found.length === 1 ? (found[0] ?? null) : null;
}

function isSlip(word: string, known: string): boolean {
  if (word.length <= SHORT || known.length <= SHORT)
    return word.length === known.length && [...word].sort().join() === [...known].sort().join();
  return editDistance(word, known, 1) <= 1;
}
