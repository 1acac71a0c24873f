import { editDistance } from '../../../shared/edit-distance.ts';
import { GROUP_VERBS, parseGroupCommand } from './parse-group-command.ts';

/** The line about device groups that a text would be without its question mark or the slips in its first words; null when it would be none. */
export function closestGroupLine(text: string): string | null {
  const [first = '', ...rest] = text
    .replace(/(?: *\?)+$/u, '')
    .replace(/^(\S+) (?:an?|the) /iu, '$1 ')
    .split(' ');
  const verb = nearest(first, Object.keys(GROUP_VERBS));
  const [second = '', third = '', ...words] = rest;
  if (!verb || !nearest(second, ['device']) || !nearest(third, ['group'])) return null;
  const line = [verb, 'device', 'group', ...words].join(' ');
  return parseGroupCommand(line)?.kind === 'malformed' ? null : line;
}

/** A slip for each four letters. */
function nearest(word: string, words: readonly string[]): string | null {
  const ranked = words
    .map((one) => ({ one, distance: editDistance(word.toLowerCase(), one) }))
    .sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  return best && best.distance <= Math.max(1, Math.floor(best.one.length / 4)) ? best.one : null;
}
