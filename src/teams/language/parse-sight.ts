import { levelNamed } from '../../changes/device-group/input/read-level.ts';
import type { CommandOf } from './command.ts';
import { BY_PHRASE } from './parse-feature-command.ts';

const SIGHT = /^(?:the )?(.+) is (on|off)$/u;

/** What somebody sees of a switch in the portal: "automated investigation is on"; null for any other text. */
export function parseFeatureSight(plain: string): CommandOf<'sight'> | null {
  const [, words = '', is] = SIGHT.exec(plain) ?? [];
  const name = BY_PHRASE.get(words.replace(/[-\u2010-\u2015]/g, ' '));
  return name && (is === 'on' || is === 'off') ? { kind: 'sight', sight: { feature: name, is } } : null;
}

const DOUBLE = '["“”„‟«»]';
const GROUP = new RegExp(`^(?:the )?device[ -]group (?:${DOUBLE}([^"“”„‟«»]+)${DOUBLE}|(.+?)) is at (.+)$`, 'iu');
const UNGROUPED = /^(?:the )?ungrouped devices are at (.+)$/iu;

/**
 * What somebody sees of a level in the portal: `device group "Lab" is at full`, `ungrouped devices are at full`. Null
 * for any other text, and for a level that there is not.
 */
export function parseLevelSight(line: string): CommandOf<'sight'> | null {
  const ungrouped = UNGROUPED.exec(line)?.[1];
  if (ungrouped !== undefined) return sightOf(null, ungrouped);
  const [, quoted, bare, level] = GROUP.exec(line) ?? [];
  const name = (quoted ?? bare ?? '').trim();
  return name === '' || level === undefined ? null : sightOf(name, level);
}

function sightOf(group: string | null, words: string): CommandOf<'sight'> | null {
  const level = levelNamed(words.replace(/^(?:level )?/iu, ''));
  return level === null ? null : { kind: 'sight', sight: { group, level } };
}
