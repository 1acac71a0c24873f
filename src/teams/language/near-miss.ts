import { editDistance } from '../../shared/edit-distance.ts';
import type { CommandOf } from './command.ts';
import { GROUP_VERBS, parseGroupCommand } from './groups/parse-group-command.ts';
import { FEATURE_COMMANDS } from './parse-feature-command.ts';
import { closestSight } from './parse-sight.ts';

/** Longest text that is compared as a whole, in characters; for longer texts only contained commands count. */
const COMPARED = 64;

const PLAIN = [
  ...FEATURE_COMMANDS,
  'create device group',
  'ungrouped devices',
  'device groups',
  'use this channel for approvals',
  'stop using this channel for approvals',
  'status',
  'requests',
  'help',
];

const NUMBERED = ['show', 'approve', 'stop', 'take back', 'withdraw', 'revert', 'devices'];

/**
 * The command that a text is close to, to be offered and never run; null when it is close to none. @param line with its
 * case, `plain` without
 */
export function nearMiss(line: string, plain: string): CommandOf<'near-miss'> | null {
  const seen = closestSight(line, plain);
  if (seen !== null) return seen;
  const closest = closestGroupLine(line) ?? closestCommand(plain);
  if (closest === null) return null;
  const opposite = oppositeCommand(closest, plain);
  return { kind: 'near-miss', closest, ...(opposite !== null && { opposite }) };
}

/** The command closest to a text: contained in it, or a few typing errors away. Null when none is close. */
function closestCommand(words: string): string | null {
  const number = /(?:^|[\s#])([1-9]\d{0,8})(?!\d)/.exec(words)?.[1];
  const commands = [...PLAIN, ...(number ? NUMBERED.map((verb) => `${verb} ${number}`) : [])];
  const contained = commands.filter((command) =>
    ` ${words.replace(/[^\p{L}\p{N} ]+/gu, ' ')} `.includes(` ${command} `),
  );
  const longest = contained.sort((a, b) => b.length - a.length)[0];
  if (longest && longest !== 'help' && longest !== 'status' && longest !== 'requests') return longest;
  return (words.length > COMPARED ? null : nearest(words, commands)) ?? longest ?? null;
}

/**
 * The line about device groups that a text would be without its question mark or the typing errors in its first words;
 * null when it would not be one.
 */
function closestGroupLine(text: string): string | null {
  const [first = '', ...rest] = text
    .replace(/(?: *\?)+$/u, '')
    .replace(/^(\S+) (?:an?|the) /iu, '$1 ')
    .split(' ');
  const verb = nearest(first.toLowerCase(), Object.keys(GROUP_VERBS));
  const [second = '', third = '', ...words] = rest;
  if (!verb || !nearest(second.toLowerCase(), ['device']) || !nearest(third.toLowerCase(), ['group'])) return null;
  const line = [verb, 'device', 'group', ...words].join(' ');
  return parseGroupCommand(line)?.kind === 'malformed' ? null : line;
}

/** The nearest of some candidates; one typing error is allowed for every four letters. */
function nearest(words: string, candidates: readonly string[]): string | null {
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: editDistance(words, candidate) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best && best.distance <= Math.max(1, Math.floor(best.candidate.length / 4)) ? best.candidate : null;
}

const OPPOSITES: readonly (readonly [string, string])[] = [
  ['enable', 'disable'],
  ['turn on', 'turn off'],
];

const NEGATED = /(?:^|[^\p{L}])(?:not|never|no|don['’]?t|dont|cannot|can['’]?t|without|stop)(?!\p{L})/u;

/** The most typing errors up to which a verb counts as the one it resembles. */
const SLIPS = 2;

/**
 * The opposite of an offered command, where the text leaves open which of the two is meant: it says "not", or has
 * neither verb. Null where the text is clear, and for commands without an opposite.
 */
function oppositeCommand(offered: string, text: string): string | null {
  const opposite = turned(offered);
  if (opposite === null) return null;
  return NEGATED.test(text) || !saysWhich(offered, opposite, text) ? opposite : null;
}

function turned(command: string): string | null {
  for (const [on, off] of OPPOSITES) {
    if (command.startsWith(`${on} `)) return off + command.slice(on.length);
    if (command.startsWith(`${off} `)) return on + command.slice(off.length);
  }
  return null;
}

function saysWhich(offered: string, opposite: string, text: string): boolean {
  if (text.includes(offered)) return true;
  const distance = editDistance(text, offered);
  return distance <= SLIPS && distance < editDistance(text, opposite);
}
