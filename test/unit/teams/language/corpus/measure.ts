import { readFileSync } from 'node:fs';
import { normaliseText } from '../../../../../src/teams/language/normalise.ts';
import { parseCommand } from '../../../../../src/teams/language/parse-command.ts';
import { meaningOf } from './meaning-of.ts';

/**
 * How one phrasing was understood. `less`: nothing was done, or a part of what was asked; `other`: something else was
 * shown; `wrong`: something else was begun; `wider`: more than what was asked.
 */
export type Verdict = 'right' | 'less' | 'other' | 'wrong' | 'wider';

export interface Phrasing {
  readonly text: string;
  readonly meanings: readonly string[];
}

/** The phrasings of one file, each with every meaning that is right. */
export function phrasingsIn(file: string): readonly Phrasing[] {
  const lines = readFileSync(new URL(file, import.meta.url), 'utf8').split('\n');
  return lines.flatMap((line) => {
    if (line.startsWith('#') || line.trim() === '') return [];
    const [text = '', meaning = ''] = line.split(' | ');
    return [{ text, meanings: meaning.split(' || ').map(same) }];
  });
}

/** The order of what is said of a group does not matter, and its first place is rank 1. */
function same(meaning: string): string {
  const [object = '', ...rest] = meaning.trim().split('; ');
  const parts = [object.replace(/ => (?:1|first)$/u, ' => first'), ...rest.sort()];
  return parts.map((part) => part.replace(/^place=1$/u, 'place=first')).join('; ');
}

function heard(text: string): string {
  return same(
    meaningOf(parseCommand(normaliseText({ text, mentions: [], bot: { id: '28:airlock', name: 'Airlock' } }))),
  );
}

/** Begins something, if only a draft. */
const ACT =
  /^(?:on|off|create|edit|rename|rank|delete|ungrouped|revert|channel|approve|reject|withdraw|applied|take-back|adopt|seen|isolate|release|restrict|lift|(?:full|quick) scan)\b/u;
const TENANT_WIDE = /\b(?:on|off) (?:air|resolve)\b|^ungrouped/u;

export function verdict({ text, meanings }: Phrasing): Verdict {
  const got = heard(text);
  if (meanings.includes(got)) return 'right';
  if (got === 'nothing') return 'less';
  if (got.startsWith('history ') && meanings.includes('history')) return 'less';
  const isWider = TENANT_WIDE.test(got) && !meanings.some((meaning) => TENANT_WIDE.test(meaning));
  if (isWider) return 'wider';
  if (!ACT.test(got) && !got.startsWith('choose')) return 'other';
  if (meanings.some((meaning) => isPart(got, meaning))) return 'less';
  return 'wrong';
}

/** Whether what was begun is a part of what was meant: the same object, and nothing that was not said. */
function isPart(got: string, meant: string): boolean {
  const [object, ...said] = got.split('; ');
  const [wanted, ...all] = meant.split('; ');
  const isSame = object === wanted || (object === 'create' && wanted?.startsWith('create'));
  return isSame === true && said.every((part) => all.includes(part));
}

/** How often each verdict was given. */
export function count(phrasings: readonly Phrasing[]): Readonly<Record<Verdict, number>> {
  const counts = { right: 0, less: 0, other: 0, wrong: 0, wider: 0 };
  for (const phrasing of phrasings) counts[verdict(phrasing)] += 1;
  return counts;
}
