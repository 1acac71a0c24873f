import { FEATURE_NAMES, type FeatureName } from '../../../changes/features.ts';
import type { Command } from '../command.ts';
import { byRank, isComma, isGroupNamed, isIdle, means, namesIn, type Part, partsOf } from './parts.ts';
import { sayFeature, sayLevel } from './say.ts';
import { type Item, is, type Sentence, some } from './sentence.ts';

type Direction = 'on' | 'off';

/**
 * A wish to turn a switch on or off, whatever the order of its words. Every word counts: with one that does not belong
 * there it is none. On a device group it asks for that group's level, and never for the tenant's switch.
 */
export function switchWish(sentence: Sentence): Command | null {
  const parts = byRank(partsOf(sentence, ['switch'])).filter((part) => !means(part, 'tenant'));
  const features = new Set(parts.flatMap((part) => (featureOf(part) === null ? [] : [featureOf(part)])));
  const [feature] = features;
  if (features.size > 1) return severalSwitches(parts);
  const isAutomation = features.size === 0 && parts.some((part) => means(part, 'level-noun'));
  if (!feature && !isAutomation) return null;
  const clause = clauseOf(parts);
  if (clause === null) return null;
  const { direction, scope } = clause;
  if (scope !== null) return feature === 'auto-resolve-alerts' ? null : onGroups(scope, direction);
  return feature ? { kind: 'change', change: { kind: 'advanced-feature', feature, to: direction } } : null;
}

function featureOf(part: Part): FeatureName | null {
  return part.kind === 'item' ? part.item.feature : null;
}

/** A name with digits and hyphens is a device's, where nothing says that it is a group's. */
const DEVICE = /^(?=.*\d)\S+-\S+$/u;

interface Clause {
  readonly direction: Direction;
  /** The groups that it is about; null in it for the ungrouped devices. Null for the whole tenant. */
  readonly scope: readonly (string | null)[] | null;
}

/** Words that carry a direction, or stand around it. */
const GLUE = [
  'turn',
  'set',
  'be',
  'should',
  'to',
  'with',
  'edit',
  'switch',
  'for',
  'of',
  'in',
  'group',
  'ungrouped',
] as const;

function clauseOf(whole: readonly Part[]): Clause | null {
  const isWish = whole.some((part) => means(part, 'wish', 'urges', 'turn', 'set', 'be', 'should', 'edit'));
  const parts = whole.filter((part) => !isIdle(part) || means(part, 'set', 'turn', 'begin', 'end'));
  const directions: Direction[] = [];
  let isScoped = false;
  for (const [at, part] of parts.entries()) {
    if (part.kind !== 'item' || featureOf(part) || isComma(part)) continue;
    const said = directionAt(parts, at, isWish);
    if (said) directions.push(said);
    else if (means(part, 'for', 'of', 'in', 'group', 'ungrouped')) isScoped = true;
    else if (!means(part, 'level-noun', 'and', ...GLUE)) return null;
  }
  const isDone = isWish && directions.length === 0 && whole.some((part) => part.kind === 'item' && part.item.isDoing);
  const [direction = isDone ? 'on' : null, ...others] = directions;
  const names = [...namesIn(parts), ...(parts.some((part) => means(part, 'ungrouped')) ? [null] : [])];
  const numbers = parts.filter((part) => part.kind === 'number' || part.kind === 'name').length;
  const joints = parts.filter((part) => means(part, 'and')).length;
  if (!direction || others.length > 0 || joints > Math.max(0, names.length - 1)) return null;
  if (!isGroupNamed(parts) && names.some((name) => name !== null && DEVICE.test(name))) return null;
  if (!isScoped) return names.length === 0 && numbers === 0 ? { direction, scope: null } : null;
  return names.length > 0 && numbers <= names.length ? { direction, scope: names } : null;
}

/** Which way a word points; null for one that points nowhere. "on" before a name is where, and not which way. */
function directionAt(parts: readonly Part[], at: number, isWish: boolean): Direction | null {
  const part = parts[at];
  if (means(part, 'enable', 'begin')) return 'on';
  if (means(part, 'disable', 'end')) return 'off';
  if (!isWish) return null;
  if (means(part, 'enabled')) return 'on';
  if (means(part, 'disabled', 'off')) return 'off';
  const next = parts[at + 1];
  const isWhere = next !== undefined && (next.kind !== 'item' || means(next, 'group', 'ungrouped'));
  return means(part, 'on') && !isWhere ? 'on' : null;
}

/** What is to be turned off on a group is its automation; on which level to turn it on is asked in the form. */
function onGroups(names: readonly (string | null)[], direction: Direction): Command | null {
  const [group = null, ...others] = names;
  const level = direction === 'off' ? 'none' : null;
  if (others.length > 0) {
    const commands = names.flatMap((name) => sayLevel(name, level) ?? []);
    return { kind: 'offer', why: 'several', commands };
  }
  if (group === null) {
    if (level === null) return { kind: 'form', opens: { kind: 'ungrouped-devices' } };
    return { kind: 'input', input: { kind: 'ungrouped-devices', fields: { level } } };
  }
  if (level === null) return { kind: 'form', opens: { kind: 'device-group.update', name: group } };
  return { kind: 'input', input: { kind: 'device-group.update', group: { name: group }, fields: { level } } };
}

/** One clause for each switch; one without a direction of its own takes the one before or behind it. */
function severalSwitches(parts: readonly Part[]): Command | null {
  if (isGroupNamed(parts) || namesIn(parts).length > 0) return null;
  const isWish = parts.some((part) => means(part, 'wish', 'turn', 'set', 'be', 'edit'));
  const found: { feature: FeatureName; direction: Direction | null }[] = [];
  let pending: Direction | null = null;
  const told: Direction[] = [];
  for (const [at, part] of parts.entries()) {
    const name = featureOf(part);
    const said = name ? null : directionAt(parts, at, isWish);
    if (said) {
      told.push(said);
      const last = found.at(-1);
      const isBehind = means(part, 'on', 'off', 'enabled', 'disabled');
      if (isBehind && last?.direction === null) last.direction = said;
      else pending = said;
    } else if (name) {
      found.push({ feature: name, direction: pending });
      pending = null;
    } else if (!isIdle(part) && !isComma(part) && !means(part, 'and', 'all', ...GLUE)) return null;
  }
  const commands = found.map(({ feature, direction }) => {
    const way = direction ?? told[0];
    return way === undefined ? null : sayFeature(way === 'on' ? 'enable' : 'disable', feature);
  });
  const offered = commands.filter((command) => command !== null);
  if (offered.length !== found.length || told.length > found.length) return null;
  if (new Set(found.map(({ feature }) => feature)).size !== found.length) return null;
  return { kind: 'offer', why: 'several', commands: offered };
}

/** All that may stand around one direction, where nothing else is said than which way a switch is to go. */
const AROUND = [
  ...(['article', 'filler', 'wish', 'urges', 'turn', 'be', 'set', 'should', 'to', 'edit', 'switch'] as const),
  ...(['purpose', 'tenant', 'enable', 'disable', 'enabled', 'disabled', 'on', 'off', 'begin', 'end'] as const),
] as const;

/** Which way a text about a switch points that is no wish as a whole; null where a word may say more than that. */
export function nearDirection({ items, isQuestion }: Sentence): Direction | null {
  const others = items.filter((item) => item.feature === null && item.kind !== 'comma');
  if (isQuestion || !others.every((item) => item.kind === 'phrase' && is(item, ...AROUND))) return null;
  return onlyDirection(others);
}

function onlyDirection(items: readonly Item[]): Direction | null {
  const [isOn, isOff] = [
    items.some((item) => is(item, 'enable', 'enabled', 'begin', 'on')),
    items.some((item) => is(item, 'disable', 'disabled', 'end', 'off')),
  ];
  if (isOn === isOff) return null;
  return isOn ? 'on' : 'off';
}

/** A direction without a switch, as of "turn both off" or "turn that off again": each is offered, and none begun. */
export function eachSwitchWish({ items }: Sentence): Command | null {
  const said = items.filter((item) => item.kind !== 'comma');
  const isKnown = said.every(
    (item) => item.kind === 'phrase' && item.feature === null && is(item, ...AROUND, 'all', 'it'),
  );
  if (!isKnown || !some(said, 'all', 'it', 'switch') || !some(said, 'turn', 'enable', 'disable')) return null;
  const way = onlyDirection(said);
  if (way === null) return null;
  const commands = FEATURE_NAMES.map((name) => sayFeature(way === 'on' ? 'enable' : 'disable', name));
  return { kind: 'offer', why: some(said, 'all') && some(said, 'switch') ? 'several' : 'close', commands };
}
