import type { PlaceInput } from '../../../changes/device-group/input/group-input.ts';
import type { Command } from '../command.ts';
import { byRank, isComma, isGroupNamed, isIdle, means, type Part, partsOf } from './parts.ts';
import type { Sentence } from './sentence.ts';

/** The parts that say something. */
function saying(sentence: Sentence): readonly Part[] {
  return partsOf(sentence).filter((part) => !isIdle(part) || means(part, 'set', 'should'));
}

/** A wish to rename a group: two names, the old one first, with "to" between them. */
export function renameWish(sentence: Sentence): Command | null {
  const parts = byRank(saying(sentence));
  if (!parts.some((part) => means(part, 'rename'))) return null;
  const rest = parts.filter((part) => !means(part, 'rename', 'group', 'of') && !isComma(part));
  const [from, to, into, ...more] = rest;
  if (more.length > 0 || !means(to, 'to') || from?.kind !== 'name' || into?.kind !== 'name') return null;
  const fields = { name: into.name };
  return { kind: 'input', input: { kind: 'device-group.update', group: { name: from.name }, fields } };
}

/** A wish to delete a group, which is called a group or stands in quotation marks. */
export function deleteWish(sentence: Sentence): Command | null {
  const parts = byRank(saying(sentence));
  if (!parts.some((part) => means(part, 'delete')) || !isGroupNamed(parts)) return null;
  const [name, ...more] = parts.filter((part) => !means(part, 'delete', 'group') && !isComma(part));
  if (more.length > 0 || name?.kind !== 'name') return null;
  return { kind: 'input', input: { kind: 'device-group.delete', group: { name: name.name } } };
}

const MOVES = ['set', 'rank', 'should', 'turn'] as const;

/** A wish to place a group in rank: before or after another, first, last, or by a number. */
export function rankWish(sentence: Sentence): Command | null {
  const whole = partsOf(sentence);
  const isAsked = whole.some((part) => means(part, 'wish', ...MOVES));
  const parts = whole.filter(
    (part) => (!isIdle(part) || means(part, ...MOVES)) && !isComma(part) && !means(part, 'group'),
  );
  const said = parts.filter(
    (part) => !means(part, 'should', 'of', 'to', 'be') && !(isVerb(part) && !means(part, 'first', 'last')),
  );
  const [group, at, other, ...more] = said;
  if (!isAsked || more.length > 0 || group?.kind !== 'name') return rankFirst(said, isAsked);
  const place = placeOf(at, other, parts);
  if (!place) return null;
  return { kind: 'input', input: { kind: 'device-group.rank', group: { name: group.name }, place } };
}

function isVerb(part: Part): boolean {
  return means(part, 'set', 'rank', 'turn');
}

/** "set the rank of Lab to 3", with the number behind the name alone. */
function rankFirst(said: readonly Part[], isAsked: boolean): Command | null {
  const [at, group, ...more] = said;
  if (!isAsked || more.length > 0 || group?.kind !== 'name') return null;
  const place = placeOf(at, undefined, said);
  if (place?.at !== 'last' && place?.at !== 'rank') return null;
  return { kind: 'input', input: { kind: 'device-group.rank', group: { name: group.name }, place } };
}

function placeOf(at: Part | undefined, other: Part | undefined, parts: readonly Part[]): PlaceInput | null {
  const isBefore = means(at, 'before');
  if (isBefore || means(at, 'after')) {
    return other?.kind === 'name' ? { at: isBefore ? 'before' : 'after', group: { name: other.name } } : null;
  }
  if (other !== undefined) return null;
  if (means(at, 'first')) return { at: 'rank', rank: '1' };
  if (means(at, 'last')) return { at: 'last' };
  const isRank = parts.some((part) => means(part, 'rank', 'move'));
  return at?.kind === 'number' && isRank ? { at: 'rank', rank: String(at.number) } : null;
}
