import { AirlockError } from '../../shared/errors.ts';

type Literal = string | number | boolean | null;

/** One piece of a `$filter`: punctuation, a bare word (names, operators, numbers, dates) or a quoted text. */
type Token =
  | { readonly kind: 'mark'; readonly text: '(' | ')' | ',' }
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'quoted'; readonly text: string };

const PIECE = /\s*(?:'((?:[^']|'')*)'|([(),])|([^\s(),']+))/y;

/**
 * Splits a `$filter` into tokens; a quote inside quotes is doubled (OData 4.01 URL conventions, 5.1.1.6.1).
 * @throws input-invalid
 */
function odataTokens(text: string): Token[] {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  PIECE.lastIndex = 0;
  while (PIECE.lastIndex < end) {
    const at = PIECE.lastIndex;
    const match = PIECE.exec(text);
    if (!match) throw new AirlockError('input-invalid', `Syntax error at position ${at} in '${text}'.`);
    const [, quoted, mark, word] = match;
    if (quoted !== undefined) tokens.push({ kind: 'quoted', text: quoted.replaceAll("''", "'") });
    else if (mark === '(' || mark === ')' || mark === ',') tokens.push({ kind: 'mark', text: mark });
    else tokens.push({ kind: 'word', text: word ?? '' });
  }
  return tokens;
}

/**
 * The value of a token: quoted text, `true`, `false`, `null`, a number, or a bare date.
 * @throws input-invalid
 */
function literalOf(token: Token | undefined): Literal {
  if (token?.kind === 'quoted') return token.text;
  const text = token?.kind === 'word' ? token.text : '';
  if (text === 'null') return null;
  if (text === 'true' || text === 'false') return text === 'true';
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (/^\d{4}-\d{2}-\d{2}/.test(text) && !Number.isNaN(Date.parse(text))) return text;
  throw new AirlockError('input-invalid', `'${text}' is not a literal.`);
}

const COMPARISONS = ['eq', 'ne', 'gt', 'ge', 'lt', 'le', 'in', 'startswith', 'endswith', 'contains'] as const;

type Comparison = (typeof COMPARISONS)[number];

/** A collection of texts; clients can only ask whether any of them fits: `otherMails/any(x:x eq 'a@b.example')`. */
interface TextsField<T> {
  readonly kind: 'texts';
  readonly read: (item: T) => readonly string[];
  readonly takes: readonly Comparison[];
}

/** A property that clients can filter by, how to read it, and which comparisons it supports. */
interface ValueField<T> {
  readonly kind: 'text' | 'number' | 'date' | 'boolean';
  readonly read: (item: T) => Literal;
  readonly takes: readonly Comparison[];
  /** The values of an enumeration: any other constant is an error, as in OData. */
  readonly values?: readonly string[];
}

export type FilterFields<T> = Readonly<Record<string, ValueField<T> | TextsField<T>>>;
type Test<T> = (item: T) => boolean;

/**
 * Compiles a `$filter` into a test. It supports `and`, `or`, `not`, brackets, the six comparisons, `in (...)`, the text
 * functions and `any` over texts. Text comparison ignores case, as in Graph and Defender. Written by hand: the parsers
 * on npm accept all of OData, but the sandbox must refuse what the real service refuses.
 * @param meet is called with each operator, in lower case; it may throw
 * @throws input-invalid with a sentence for the error body, if the text is not a filter or uses something that the list
 * does not support
 */
export function odataFilter<T>(
  text: string,
  fields: FilterFields<T>,
  meet: (operator: string) => void = () => undefined,
): Test<T> {
  const parser = new FilterParser(odataTokens(text), fields, meet);
  return parser.whole();
}

function invalid(message: string): AirlockError {
  return new AirlockError('input-invalid', message);
}

class FilterParser<T> {
  private at = 0;
  private readonly tokens: readonly Token[];
  private readonly fields: FilterFields<T>;

  private readonly meet: (operator: string) => void;

  constructor(tokens: readonly Token[], fields: FilterFields<T>, meet: (operator: string) => void) {
    this.tokens = tokens;
    this.fields = fields;
    this.meet = meet;
  }

  whole(): Test<T> {
    const test = this.either();
    if (this.at < this.tokens.length) throw invalid(`Syntax error near '${this.tokens[this.at]?.text}'.`);
    return test;
  }

  private either(): Test<T> {
    let left = this.both();
    while (this.takeWord('or')) {
      const [first, second] = [left, this.both()];
      left = (item) => first(item) || second(item);
    }
    return left;
  }

  private both(): Test<T> {
    let left = this.single();
    while (this.takeWord('and')) {
      const [first, second] = [left, this.single()];
      left = (item) => first(item) && second(item);
    }
    return left;
  }

  private single(): Test<T> {
    if (this.takeWord('not')) {
      this.meet('not');
      const inner = this.single();
      return (item) => !inner(item);
    }
    if (this.takeMark('(')) {
      const inner = this.either();
      this.needMark(')');
      return inner;
    }
    const name = this.needWord();
    if (!this.takeMark('(')) return this.comparison(name);
    const collection = /^(\w+)\/any$/.exec(name)?.[1];
    return collection === undefined ? this.call(name.toLowerCase()) : this.any(collection);
  }

  /** After `otherMails/any(`: a variable, a colon, and one comparison of the variable. */
  private any(property: string): Test<T> {
    const field = Object.hasOwn(this.fields, property) ? this.fields[property] : undefined;
    if (field?.kind !== 'texts') throw invalid(`Could not find a filterable collection named '${property}'.`);
    const [, variable = '', rest = ''] = /^(\w+):(.*)$/.exec(this.needWord()) ?? [];
    if (variable === '') throw invalid("Syntax error: 'any' takes a variable and a colon.");
    const first = rest === '' ? this.needWord() : rest;
    const inside = new Map([[variable, { kind: 'text', takes: field.takes, read: (text: string) => text } as const]]);
    const test = this.within(Object.fromEntries(inside), first);
    this.needMark(')');
    return (item) => field.read(item).some(test);
  }

  /** One comparison over other fields, of which the first word has been read. */
  private within<U>(fields: FilterFields<U>, first: string): Test<U> {
    const inner = new FilterParser<U>(this.tokens, fields, this.meet);
    inner.at = this.at;
    const test = inner.takeMark('(') ? inner.call(first.toLowerCase()) : inner.comparison(first);
    this.at = inner.at;
    return test;
  }

  private call(name: string): Test<T> {
    const property = this.needWord();
    this.needMark(',');
    const value = literalOf(this.next());
    this.needMark(')');
    if (this.takeWord('eq') && literalOf(this.next()) !== true)
      throw invalid(`Only '${name}(...) eq true' is supported.`);
    return this.compile(property, name, [value]);
  }

  private comparison(property: string): Test<T> {
    const operator = this.needWord().toLowerCase();
    if (operator !== 'in') return this.compile(property, operator, [literalOf(this.next())]);
    this.needMark('(');
    const values = [literalOf(this.next())];
    while (this.takeMark(',')) values.push(literalOf(this.next()));
    this.needMark(')');
    return this.compile(property, 'in', values);
  }

  private compile(property: string, operator: string, values: readonly Literal[]): Test<T> {
    const field = Object.hasOwn(this.fields, property) ? this.fields[property] : undefined;
    if (!field || field.kind === 'texts') throw invalid(`Could not find a filterable property named '${property}'.`);
    const known = COMPARISONS.find((one) => one === operator);
    if (!known || !field.takes.includes(known)) {
      throw invalid(`Unsupported filter: '${operator}' on property '${property}'.`);
    }
    this.meet(known);
    const operands = values.map((value) => operandOf(property, field, value));
    return (item) => compare(known, comparable(field.kind, field.read(item)), operands);
  }

  private next(): Token | undefined {
    this.at += 1;
    return this.tokens[this.at - 1];
  }

  private takeWord(word: string): boolean {
    const token = this.tokens[this.at];
    if (token?.kind !== 'word' || token.text.toLowerCase() !== word) return false;
    this.at += 1;
    return true;
  }

  private takeMark(mark: string): boolean {
    const token = this.tokens[this.at];
    if (token?.kind !== 'mark' || token.text !== mark) return false;
    this.at += 1;
    return true;
  }

  private needMark(mark: string): void {
    if (!this.takeMark(mark)) throw invalid(`Syntax error: '${mark}' expected.`);
  }

  private needWord(): string {
    const token = this.next();
    if (token?.kind !== 'word') throw invalid('Syntax error: a property or function name expected.');
    return token.text;
  }
}

function operandOf<T>(property: string, field: ValueField<T>, value: Literal): Literal {
  if (field.values && (typeof value !== 'string' || !field.values.includes(value))) {
    throw invalid(`The string '${value}' is not a valid enumeration type constant.`);
  }
  const operand = comparable(field.kind, value);
  const fits = operand === null || (field.kind === 'text' ? 'string' : field.kind === 'boolean' ? 'boolean' : 'number');
  if (fits !== true && (typeof operand !== fits || Number.isNaN(operand))) {
    throw invalid(`A value with incompatible type was compared with property '${property}'.`);
  }
  return operand;
}

function comparable(kind: ValueField<never>['kind'], value: Literal): Literal {
  if (value === null) return null;
  if (kind === 'text') return typeof value === 'string' ? value.toLowerCase() : value;
  if (kind === 'date') return typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (kind === 'number') return typeof value === 'boolean' ? Number.NaN : Number(value);
  return value;
}

function compare(operator: Comparison, left: Literal, operands: readonly Literal[]): boolean {
  const [right = null] = operands;
  if (operator === 'eq') return left === right;
  if (operator === 'ne') return left !== right;
  if (operator === 'in') return operands.includes(left);
  if (left === null || right === null) return false;
  if (operator === 'gt') return left > right;
  if (operator === 'ge') return left >= right;
  if (operator === 'lt') return left < right;
  if (operator === 'le') return left <= right;
  const [text, part] = [String(left), String(right)];
  if (operator === 'startswith') return text.startsWith(part);
  return operator === 'endswith' ? text.endsWith(part) : text.includes(part);
}
