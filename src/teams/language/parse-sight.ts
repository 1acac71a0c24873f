import { levelNamed } from '../../changes/device-group/input/read-level.ts';
import {
  sightOfLevel,
  sightOfOrder,
  sightOfPart,
  sightOfPlace,
} from '../../changes/device-group/words/level-command.ts';
import { sightCommand } from '../../changes/features.ts';
import type { SeenPlace } from '../../changes/knowledge/sight.ts';
import { isAirlockError } from '../../shared/errors.ts';
import { t } from '../../shared/language/worded.ts';
import type { CommandOf } from './command.ts';
import { partStarts } from './groups/grammar-words.ts';
import { TokenLine } from './groups/line-tokens.ts';
import { readParts } from './groups/read-parts.ts';
import { BY_PHRASE } from './parse-feature-command.ts';
import { sayFeature, sayLevel } from './understand/say.ts';

const SIGHT = /^(?:the )?(.+) is (on|off)$/u;

/** What somebody sees of a switch in the portal: "automated investigation is on"; null for any other text. */
export function parseFeatureSight(plain: string): CommandOf<'sight'> | null {
  const [, words = '', is] = SIGHT.exec(plain) ?? [];
  const name = BY_PHRASE.get(words.replace(/[-\u2010-\u2015]/g, ' '));
  return name && (is === 'on' || is === 'off') ? { kind: 'sight', sight: { feature: name, is } } : null;
}

const FORM = /^what i see of (?:the )?(?:ungrouped devices|device[ -]group (.+)|(.+))$/iu;

/** What opens the form for it: "what I see of device group Lab"; null for any other text. */
export function parseSightForm(line: string): CommandOf<'sight-form'> | null {
  const found = FORM.exec(line);
  if (!found) return null;
  const [, group, words] = found;
  if (group !== undefined) {
    const name = group.replace(/^["“”„‟«»]|["“”„‟«»]$/gu, '').trim();
    return name === '' ? null : { kind: 'sight-form', of: { group: name } };
  }
  if (words === undefined) return { kind: 'sight-form', of: { group: null } };
  const feature = BY_PHRASE.get(words.toLowerCase().replace(/[-\u2010-\u2015]/g, ' '));
  return feature ? { kind: 'sight-form', of: { feature } } : null;
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

const HAS = new RegExp(`^(?:the )?device[ -]group (?:${DOUBLE}([^"“”„‟«»]+)${DOUBLE}|(.+?)) has (.+)$`, 'iu');
const UNGROUPED_HAVE = /^(?:the )?ungrouped devices have (.+)$/iu;
const ORDER = /^(?:the )?device[ -]groups are in (?:the |this )?order:? (.+)$/iu;

type GroupSight = CommandOf<'sight'> | CommandOf<'malformed'>;

/**
 * What somebody sees of a group besides its level, in the words of a command that would set it: `device group "Lab" has
 * tag equals lab and os Windows 11 access everybody`; and the order of the groups. Null for any other text.
 */
export function parseGroupSight(line: string): GroupSight | null {
  const order = ORDER.exec(line)?.[1];
  if (order !== undefined) return read(() => orderIn(new TokenLine(order)), [sightOfOrder()]);
  const ungrouped = UNGROUPED_HAVE.exec(line)?.[1];
  if (ungrouped !== undefined) return partsIn(null, ungrouped);
  const [, quoted, bare, rest] = HAS.exec(line) ?? [];
  const name = (quoted ?? bare ?? '').trim();
  return name === '' || rest === undefined ? null : partsIn(name, rest);
}

/** Free words that begin no part are no sight; and a level alone is asked about. */
function partsIn(group: string | null, rest: string): GroupSight | null {
  if (/^(?:\w+ )?level \S+$/iu.test(rest) && group !== null) return null;
  const examples = group === null ? [sightOfPart(null, 'access')] : [sightOfPart(group, 'conditions')];
  try {
    if (!partStarts(new TokenLine(rest))) return null;
  } catch (error) {
    if (isAirlockError(error, 'input-invalid')) return null;
    throw error;
  }
  return read(() => {
    const { place, ...seen } = readParts(new TokenLine(rest));
    if (place) return placeSight(group, place, Object.keys(seen).length === 0);
    const isOdd = group === null && (seen.conditions !== undefined || seen.description !== undefined);
    if (isOdd) return { why: t`Of the ungrouped devices only the level and the access can be told.`, examples };
    return { kind: 'sight', sight: { group, seen } };
  }, examples);
}

type Place = NonNullable<ReturnType<typeof readParts>['place']>;

/** The place of a group, said alone. */
function placeSight(group: string | null, place: Place, isAlone: boolean): CommandOf<'sight'> | Miss {
  const seen = group !== null && isAlone ? placeSeen(place) : null;
  if (group !== null && seen !== null) return { kind: 'sight', sight: { group, place: seen } };
  const why = t`A rank is told alone: as a number, first, last, before or after another group, or as the order of all groups, the first in rank first.`;
  return { why, examples: [...(group === null ? [] : [sightOfPlace(group)]), sightOfOrder()] };
}

function placeSeen(place: Place): SeenPlace | null {
  if (place.at === 'last') return { at: 'last' };
  if (place.at === 'rank') return { at: 'rank', rank: Number(place.rank) };
  return 'name' in place.group ? { at: place.at, group: place.group.name } : null;
}

function orderIn(line: TokenLine): CommandOf<'sight'> | { readonly why: string } {
  const order = line.list(() => false);
  if (!line.ended || order.length < 2) return { why: t`Name at least two groups, with commas between them.` };
  return { kind: 'sight', sight: { order } };
}

type Miss = { readonly why: string; readonly examples?: readonly string[] };

function read(parse: () => CommandOf<'sight'> | Miss, examples: readonly string[]): GroupSight {
  try {
    const found = parse();
    return 'kind' in found ? found : { kind: 'malformed', examples, ...found };
  } catch (error) {
    if (isAirlockError(error, 'input-invalid')) return { kind: 'malformed', why: error.message, examples };
    throw error;
  }
}

const NEAR_SWITCH = /^(?:the )?(.+?)(?: is| ?[:=])? (on|off|enabled|disabled|an|ein|aus)$/u;
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
  const isOn = ['on', 'enabled', 'an', 'ein'].includes(said ?? '');
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
