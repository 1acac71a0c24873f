import { levelNamed } from '../../changes/device-group/input/read-level.ts';
import { sightOfLevel } from '../../changes/device-group/words/level-command.ts';
import { sightCommand } from '../../changes/features.ts';
import type { CommandOf } from './command.ts';
import { BY_PHRASE } from './parse-feature-command.ts';
import { sayFeature, sayLevel } from './understand/say.ts';

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

const NEAR_SWITCH = /^(?:the )?(.+?)(?: is| ?[:=])? (on|off|enabled|disabled)$/u;
const NEAR_LEVEL = new RegExp(
  `^(?:the )?device[ -]group (?:${DOUBLE}([^"“”„‟«»]+)${DOUBLE}|(.+?))(?: is| has| ?[:=])(?: at| on)?(?: level)? (\\S+)$`,
  'iu',
);

/**
 * What somebody may mean who says almost what they see: that, and the command that asks for it. Null for any other
 * text.
 */
export function closestSight(line: string, plain: string): CommandOf<'offer'> | null {
  const [, words = '', said] = NEAR_SWITCH.exec(plain) ?? [];
  const name = BY_PHRASE.get(words.replace(/[-\u2010-\u2015]/g, ' '));
  const isOn = said === 'on' || said === 'enabled';
  if (name) {
    const seen = sightCommand(name, isOn ? 'on' : 'off');
    return { kind: 'offer', why: 'close', commands: [seen, sayFeature(isOn ? 'enable' : 'disable', name)] };
  }
  const [, quoted, bare, level = ''] = NEAR_LEVEL.exec(line) ?? [];
  const group = (quoted ?? bare ?? '').trim();
  const meant = levelNamed(level);
  if (group === '' || meant === null) return null;
  const wanted = sayLevel(group, meant);
  return { kind: 'offer', why: 'close', commands: [sightOfLevel(group, meant), ...(wanted ? [wanted] : [])] };
}
