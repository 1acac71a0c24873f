import { AirlockError } from '../../../errors.ts';

/** A word, a text in quotation marks (without them), or a comma; `start` and `end` are offsets in the text. */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'comma';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const DOUBLE = '["“”„‟«»]';
/** Any double mark closes any other: phones and languages disagree on which is which. A single one may also be an apostrophe. */
const QUOTED = new RegExp(`${DOUBLE}([^"“”„‟«»]*)${DOUBLE}(?=[ ,]|$)|['‘‚]([^'‘’‚]+)['’](?=[ ,]|$)`, 'uy');
const WORD = /[^ ,"“”„‟«»]+(?=[ ,]|$)/uy;

/**
 * Takes normalised text apart. Commas separate, except within quotation marks.
 * @throws AirlockError input-invalid for a quotation mark that is not closed or stands within a word
 */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (text[at] === ' ') {
      at += 1;
      continue;
    }
    const token = tokenAt(text, at);
    tokens.push(token);
    at = token.end;
  }
  return tokens;
}

function tokenAt(text: string, start: number): Token {
  if (text[start] === ',') return { kind: 'comma', text: ',', start, end: start + 1 };
  QUOTED.lastIndex = start;
  const quoted = QUOTED.exec(text);
  if (quoted) return { kind: 'quoted', text: (quoted[1] ?? quoted[2] ?? '').trim(), start, end: QUOTED.lastIndex };
  WORD.lastIndex = start;
  const word = WORD.exec(text);
  if (word) return { kind: 'word', text: word[0], start, end: WORD.lastIndex };
  throw new AirlockError(
    'input-invalid',
    'A quotation mark is not closed, or stands in the middle of a word. Put the whole of a name or value in one pair.',
  );
}
