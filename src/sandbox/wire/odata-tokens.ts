import { AirlockError } from '../../shared/errors.ts';

export type Literal = string | number | boolean | null;

/** One piece of a `$filter`: punctuation, a bare word (names, operators, numbers, dates) or a quoted text. */
export type Token =
  | { readonly kind: 'mark'; readonly text: '(' | ')' | ',' }
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'quoted'; readonly text: string };

const PIECE = /\s*(?:'((?:[^']|'')*)'|([(),])|([^\s(),']+))/y;

/** Cuts a `$filter` into tokens; a quote inside quotes is doubled (OData 4.01 URL conventions, 5.1.1.6.1). @throws input-invalid */
export function odataTokens(text: string): Token[] {
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

/** The value a token stands for: quoted text, `true`, `false`, `null`, a number, or a bare date. @throws input-invalid */
export function literalOf(token: Token | undefined): Literal {
  if (token?.kind === 'quoted') return token.text;
  const text = token?.kind === 'word' ? token.text : '';
  if (text === 'null') return null;
  if (text === 'true' || text === 'false') return text === 'true';
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (/^\d{4}-\d{2}-\d{2}/.test(text) && !Number.isNaN(Date.parse(text))) return text;
  throw new AirlockError('input-invalid', `'${text}' is not a literal.`);
}
