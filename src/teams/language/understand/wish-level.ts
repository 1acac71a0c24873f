import { sightOfLevel } from '../../../changes/device-group/words/level-command.ts';
import type { RemediationLevel } from '../../../changes/remediation-level.ts';
import type { Command } from '../command.ts';
import { byRank, isComma, isGroupNamed, isIdle, means, namesIn, type Part, partsOf } from './parts.ts';
import { sayLevel } from './say.ts';
import type { Sentence } from './sentence.ts';

const GLUE = [
  ...([
    'set',
    'edit',
    'should',
    'to',
    'be',
    'for',
    'on',
    'of',
    'in',
    'with',
    'level-noun',
    'group',
    'ungrouped',
  ] as const),
  ...(['turn', 'enable', 'equals', 'and', 'some-level'] as const),
];

/** Without one of these, a name and a level are only said, not asked for. */
const ASKS = ['set', 'edit', 'should', 'wish', 'enable', 'turn'] as const;

/** With one of these somebody says what they want, though the sentence has a "to be" in it. */
const WANTS = ['edit', 'should', 'wish', 'enable', 'turn'] as const;

/**
 * A wish to set the level of one group, or of the ungrouped devices. Of several groups each is offered. Whoever only
 * says what is so ("lab 2 is at full") may have seen it in the portal, or want it: both are offered.
 */
export function levelWish(sentence: Sentence): Command | null {
  const parts = byRank(partsOf(sentence, ['equals']));
  const levels = new Set(parts.flatMap((part) => (part.kind === 'item' && part.item.level ? [part.item.level] : [])));
  const [level = null] = levels;
  const isOpen = level === null && parts.some((part) => means(part, 'some-level'));
  if (levels.size > 1 || (level === null && !isOpen)) return null;
  const isKnown = (part: Part) => part.kind !== 'item' || part.item.level !== null || isComma(part);
  const isName = (part: Part) => part.kind !== 'item';
  if (!parts.every((part) => isKnown(part) || isIdle(part) || means(part, ...GLUE) || isInvestigation(part)))
    return null;
  const names = [...namesIn(parts), ...(parts.some((part) => means(part, 'ungrouped')) ? [null] : [])];
  if (names.length === 0 || parts.filter(isName).length > names.length) return null;
  if (!areJoined(parts, names.length)) return null;
  const isAsked = parts.some((part) => means(part, ...ASKS)) || saysFor(parts);
  return named(names, level, isAsked && !isStated(parts));
}

function isStated(parts: readonly Part[]): boolean {
  const [first] = parts;
  if ((first && means(first, 'set')) || parts.some((part) => means(part, ...WANTS))) return false;
  return parts.some((part) => means(part, 'equals', 'with') || (part.kind === 'item' && /^at$/iu.test(part.item.text)));
}

function isInvestigation(part: Part): boolean {
  return part.kind === 'item' && part.item.feature === 'automated-investigation';
}

/** Names stand in one list: as many joints as they need, and no more. */
function areJoined(parts: readonly Part[], names: number): boolean {
  const joints = parts.filter((part) => means(part, 'and')).length;
  return names === 1 ? joints === 0 : joints + parts.filter(isComma).length >= names - 1;
}

/** "full for Finance", "Finance to full". */
function saysFor(parts: readonly Part[]): boolean {
  return parts.some(
    (part, at) =>
      (means(part, 'for') && at > 0 && parts[0] !== part) || (means(part, 'to') && parts[at - 1]?.kind === 'name'),
  );
}

function named(names: readonly (string | null)[], level: RemediationLevel | null, isAsked: boolean): Command | null {
  const [group = null, ...others] = names;
  if (others.length > 0 || !isAsked) {
    const seen = others.length === 0 && level !== null && sayLevel(group, level) !== null;
    const commands = [
      ...(seen ? [sightOfLevel(group, level)] : []),
      ...names.flatMap((name) => sayLevel(name, level) ?? []),
    ];
    return commands.length === 0 ? null : { kind: 'offer', why: others.length > 0 ? 'several' : 'close', commands };
  }
  if (level === null) {
    const opens =
      group === null ? ({ kind: 'ungrouped-devices' } as const) : { kind: 'device-group.update' as const, name: group };
    return { kind: 'form', opens };
  }
  if (group === null) return { kind: 'input', input: { kind: 'ungrouped-devices', fields: { level } } };
  return { kind: 'input', input: { kind: 'device-group.update', group: { name: group }, fields: { level } } };
}

/** Parts of a group that its form can change; what is to become of them is filled in there. */
const PARTS_OF_GROUP = [
  'rule',
  'level-noun',
  'tag',
  'domain',
  'name-noun',
  'os-noun',
  'description',
  'access',
] as const;

/**
 * A wish to edit a group, without all that it needs: its form opens.
 * @param isStrict whether nothing but the group may be named
 */
export function editWish(sentence: Sentence, isStrict = false): Command | null {
  const parts = byRank(partsOf(sentence, PARTS_OF_GROUP)).filter((part) => !isIdle(part));
  const at = parts.findIndex((part) => means(part, 'edit', 'set'));
  if (at === -1) return null;
  if (parts.every((part) => means(part, 'edit', 'set', 'ungrouped', 'of', 'for', 'level-noun', 'to'))) {
    return parts.some((part) => means(part, 'ungrouped'))
      ? { kind: 'form', opens: { kind: 'ungrouped-devices' } }
      : null;
  }
  if (parts.some((part) => means(part, 'access'))) return accessWish(parts);
  const touches = parts.some((part) => means(part, ...PARTS_OF_GROUP));
  if (touches && isStrict) return null;
  const glue = ['edit', 'group', 'of', 'for', 'in', ...PARTS_OF_GROUP] as const;
  const end = parts.findIndex((part, index) => index > at && touches && means(part, 'to'));
  const said = end === -1 ? parts : parts.slice(0, end);
  const names = namesIn(said);
  const isWhole = said.every(
    (part) => part.kind === 'name' || means(part, ...glue, ...(touches ? ['set' as const] : [])),
  );
  const [name, ...others] = names;
  if (name === undefined || others.length > 0 || !isWhole || !(touches || isGroupNamed(said))) return null;
  return { kind: 'form', opens: { kind: 'device-group.update', name } };
}

/** "change the access of Finance", "give SOC access to Finance": of two names the group's is the last. */
function accessWish(parts: readonly Part[]): Command | null {
  const glue = ['edit', 'set', 'group', 'of', 'for', 'in', 'to', 'access'] as const;
  const names = namesIn(parts);
  const name = names.at(-1);
  const isTo = names.length === 1 || parts.some((part, at) => means(part, 'to') && means(parts[at - 1], 'access'));
  const isWhole = parts.every((part) => part.kind === 'name' || means(part, ...glue));
  if (name === undefined || names.length > 2 || !isTo || !isWhole) return null;
  return { kind: 'form', opens: { kind: 'device-group.update', name } };
}
