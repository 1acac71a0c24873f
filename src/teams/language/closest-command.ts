import { editDistance } from '../../shared/edit-distance.ts';
import { FEATURE_PHRASE } from './feature-phrases.ts';

/** How much of a text is compared, in characters; what is longer is compared by the commands it contains. */
const COMPARED = 64;

const PLAIN = [
  ...Object.values(FEATURE_PHRASE).flatMap((phrase) => [`enable ${phrase}`, `disable ${phrase}`]),
  ...Object.values(FEATURE_PHRASE).flatMap((phrase) => [`turn on ${phrase}`, `turn off ${phrase}`]),
  'enable air',
  'disable air',
  'create device group',
  'ungrouped devices',
  'device groups',
  'use this channel for approvals',
  'stop using this channel for approvals',
  'status',
  'requests',
  'help',
];

const NUMBERED = ['show', 'approve', 'withdraw', 'revert', 'devices'];

/** The command nearest to a text that is none, if any is near: contained in it, or a few slips of the finger away. */
export function closestCommand(text: string): string | null {
  const words = text.toLowerCase();
  const number = /(?:^|[\s#])([1-9]\d{0,8})(?!\d)/.exec(words)?.[1];
  const commands = [...PLAIN, ...(number ? NUMBERED.map((verb) => `${verb} ${number}`) : [])];
  const contained = commands.filter((command) =>
    ` ${words.replace(/[^\p{L}\p{N} ]+/gu, ' ')} `.includes(` ${command} `),
  );
  const longest = contained.sort((a, b) => b.length - a.length)[0];
  if (longest && longest !== 'help' && longest !== 'status' && longest !== 'requests') return longest;
  return nearest(words, commands) ?? longest ?? null;
}

function nearest(words: string, commands: readonly string[]): string | null {
  if (words.length > COMPARED) return null;
  const ranked = commands
    .map((command) => ({ command, distance: editDistance(words, command) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best && best.distance <= Math.max(1, Math.floor(best.command.length / 4)) ? best.command : null;
}
