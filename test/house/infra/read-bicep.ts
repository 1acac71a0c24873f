import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

/** What a file of Bicep declares and mentions: enough to check names, not a compiler. */
export interface Bicep {
  readonly file: string;
  /** Its text without comments. */
  readonly text: string;
  readonly params: readonly Param[];
  readonly modules: readonly { readonly symbol: string; readonly path: string; readonly given: readonly string[] }[];
  readonly resources: readonly { readonly symbol: string; readonly type: string; readonly version: string }[];
  readonly vars: readonly string[];
  readonly outputs: readonly string[];
  /** Symbols that something is made of: every word where a value may stand, keys and texts left out. */
  readonly mentioned: ReadonlySet<string>;
}

interface Param {
  readonly name: string;
  readonly secure: boolean;
  readonly required: boolean;
}

export function readBicep(file: string): Bicep {
  const text = withoutComments(readFileSync(file, 'utf8'));
  assertBalanced(file, text);
  const all = (pattern: RegExp) => [...text.matchAll(pattern)].map(({ groups = {} }) => groups);
  return {
    file,
    text,
    params: all(/^(?<above>(?:@.*\n)*)param (?<name>\w+) \w+(?<fallback> =)?/gm).map(
      ({ above = '', name = '', fallback }) => ({
        name,
        secure: above.includes('@secure()'),
        required: fallback === undefined,
      }),
    ),
    modules: all(/^module (?<symbol>\w+) '(?<path>[^']+)' = (?:if \(\w+\) )?\{(?<body>[\s\S]*?)^\}/gm).map(
      ({ symbol = '', path = '', body = '' }) => ({
        symbol,
        path,
        given: [...(/ {2}params: \{([\s\S]*?)^ {2}\}/m.exec(body)?.[1] ?? '').matchAll(/^ {4}(\w+):/gm)].map(
          ([, name = '']) => name,
        ),
      }),
    ),
    resources: all(/^resource (?<symbol>\w+) '(?<type>[^'@]+)@(?<version>[^']+)'/gm).map(
      ({ symbol = '', type = '', version = '' }) => ({ symbol, type, version }),
    ),
    vars: all(/^var (?<name>\w+)/gm).map(({ name = '' }) => name),
    outputs: all(/^output (?<name>\w+)/gm).map(({ name = '' }) => name),
    mentioned: mentionedIn(text),
  };
}

function withoutComments(text: string): string {
  return text.replace(/('(?:\\.|[^'\\\n])*')|\/\/.*$/gm, (_all, string: string | undefined) => string ?? '');
}

function mentionedIn(text: string): ReadonlySet<string> {
  const inTexts = [...text.matchAll(/\$\{([^}]*)\}/g)].map(([, inner = '']) => inner);
  const outside = text
    .replace(/^(?:param|var|resource|module|output|metadata|targetScope) \w+/gm, '')
    .replace(/'(?:\\.|[^'\\\n])*'/g, "''")
    .replace(/\w+:(?!:)/g, '')
    .replace(/\.\w+/g, '');
  return new Set(
    [...inTexts.map((inner) => inner.replace(/\.\w+/g, '')), outside].join(' ').match(/[A-Za-z_]\w*/g) ?? [],
  );
}

const PAIRS: Readonly<Record<string, string>> = { '}': '{', ']': '[', ')': '(' };

function assertBalanced(file: string, text: string): void {
  const open: string[] = [];
  for (const [line, content] of text.split('\n').entries()) {
    const bare = content.replace(/'(?:\\.|[^'\\])*'/g, '');
    assert(!bare.includes("'"), `${file}:${line + 1} has a text without an end`);
    for (const sign of bare) {
      if ('{[('.includes(sign)) open.push(sign);
      if (sign in PAIRS) assert.equal(open.pop(), PAIRS[sign], `${file}:${line + 1} closes what was not opened`);
    }
  }
  assert.deepEqual(open, [], `${file} leaves something open`);
}
