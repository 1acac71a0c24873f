import { AirlockError } from '../../../errors.ts';
import { type Token, tokensOf } from './tokens.ts';

/** The tokens of one line, read from left to right. Words compare whatever their case; what is quoted is never a word of the grammar. */
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

  /** The text in quotation marks that stands here; null when none does. */
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

  /** What stands next, as it was written; for messages. */
  get next(): string {
    const token = this.#tokens[this.#at];
    return token ? this.#text.slice(token.start, token.end) : 'the end';
  }

  /**
   * A value: one text in quotation marks, or everything up to where `stops` says so. Empty when nothing stands there.
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
      `In ${written} only a part stands in quotation marks. Put the whole of a name or value in one pair.`,
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
      if (value === '') throw new AirlockError('input-invalid', 'Something is missing beside a comma.');
      values.push(value);
    } while (this.isComma());
    return values;
  }
}
