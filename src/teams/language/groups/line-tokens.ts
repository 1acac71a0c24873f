import { AirlockError } from '../../../shared/errors.ts';
import { t } from '../../../shared/language/worded.ts';

/** A word, a text in quotation marks (without them), or a comma; `start` and `end` are offsets in the text. */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'comma';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const DOUBLE = '["“”„‟«»]';

/**
 * Any double mark closes any other: phones and languages disagree on which is which. A single one may also be an
 * apostrophe.
 */
const QUOTED = new RegExp(`${DOUBLE}([^"“”„‟«»]*)${DOUBLE}(?=[ ,]|$)|['‘‚]([^'‘’‚]+)['’](?=[ ,]|$)`, 'uy');
const WORD = /[^ ,"“”„‟«»]+(?=[ ,]|$)/uy;

/**
 * Splits normalised text into tokens. Commas separate, except within quotation marks.
 * @throws AirlockError input-invalid for a quotation mark that is not closed or is within a word
 */
function tokensOf(text: string): readonly Token[] {
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
    t`A quotation mark is not closed, or is in the middle of a word. Put the whole name or value in one pair.`,
  );
}

/**
 * The tokens of one line, read from left to right. Words are compared ignoring case; quoted text is never a word of the
 * grammar.
 */
export class TokenLine {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #at = 0;

  /** @throws AirlockError input-invalid */
  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokensOf(text);
  }

  get ended(): boolean {
    return this.#at >= this.#tokens.length;
  }

  /** How many tokens from here on spell one of these phrases, the longest first; 0 when none does. */
  phrase(phrases: readonly string[], ahead = 0): number {
    const lengths = phrases.map((phrase) => {
      const words = phrase.split(' ');
      return words.every((word, index) => this.word(ahead + index) === word) ? words.length : 0;
    });
    return Math.max(0, ...lengths);
  }

  /** The word `ahead` of here in lower case; null for anything else. */
  word(ahead = 0): string | null {
    const token = this.#tokens[this.#at + ahead];
    return token?.kind === 'word' ? token.text.toLowerCase() : null;
  }

  isComma(ahead = 0): boolean {
    return this.#tokens[this.#at + ahead]?.kind === 'comma';
  }

  /** The text in quotation marks here; null when there is none. */
  quoted(): string | null {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'quoted') return null;
    this.#at += 1;
    return token.text;
  }

  /** Whether one token is left. */
  get isLast(): boolean {
    return this.#at === this.#tokens.length - 1;
  }

  skip(count: number): void {
    this.#at += count;
  }

  /** The next token as it was written; for messages. */
  get next(): string {
    const token = this.#tokens[this.#at];
    return token ? this.#text.slice(token.start, token.end) : t`the end`;
  }

  /**
   * A value: one text in quotation marks, or everything up to the point where `stops` returns true. Empty when there is
   * nothing.
   * @throws AirlockError input-invalid for words beside a text in quotation marks
   */
  value(stops: (line: TokenLine) => boolean): string {
    const taken: Token[] = [];
    for (let token = this.#tokens[this.#at]; token && !stops(this); token = this.#tokens[this.#at]) {
      taken.push(token);
      this.#at += 1;
    }
    const [first] = taken;
    const last = taken.at(-1);
    if (!first || !last) return '';
    if (taken.length === 1) return first.text;
    const written = this.#text.slice(first.start, last.end);
    if (!taken.some(({ kind }) => kind === 'quoted')) return written;
    throw new AirlockError(
      'input-invalid',
      t`In ${written} only a part is in quotation marks. Put the whole name or value in one pair.`,
    );
  }

  /**
   * Values separated by commas.
   * @throws AirlockError input-invalid for a comma with nothing beside it
   */
  list(stops: (line: TokenLine) => boolean): readonly string[] {
    const values: string[] = [];
    do {
      if (values.length > 0) this.skip(1);
      const value = this.value((line) => line.isComma() || stops(line));
      if (value === '') throw new AirlockError('input-invalid', t`Something is missing next to a comma.`);
      values.push(value);
    } while (this.isComma());
    return values;
  }
}
