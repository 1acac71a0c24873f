import { accessWords, conditionWords } from '../../changes/device-group/words/field-words.ts';
import { FEATURE_STATE_WORDS, type FeatureName, feature } from '../../changes/features.ts';
import { groupKey } from '../../changes/knowledge/knowledge.ts';
import type { Change } from '../../changes/registry/change.ts';
import { parseChange } from '../../changes/registry/kind-of.ts';
import { levelWords, protectionEffect } from '../../changes/remediation-level.ts';
import { isAirlockError } from '../../shared/errors.ts';
import { asJson } from '../../shared/json.ts';
import { msg } from '../../shared/language/worded.ts';
import type { OutsideItem } from '../record/outside.ts';
import { type Difference, fieldOf } from './compare-tenant.ts';
import type { ReadRecord } from './corroborate.ts';
import type { KnownBefore } from './feature-fact.ts';
import type { WatchedGroup } from './watched.ts';

/**
 * A record of the audit log that no request explains.
 * @param name of whom it names, by the directory
 * @param known how the switch was known before: who saves the page leaves a record of what was so already
 */
export function itemOfRecord(
  { record, source, readAt }: ReadRecord,
  name: string | null,
  note: string | null,
  known: KnownBefore | null = null,
): OutsideItem {
  const { id, at, by, oid, ip, setting, value } = record;
  const set = record.feature && { name: record.feature, value };
  const title = record.feature ? feature(record.feature).title : setting;
  const wasSo = known !== null && known.value === value;
  return {
    what: value ? `${title} was set to ${FEATURE_STATE_WORDS[value]}` : `${title} was changed`,
    by: by || null,
    name,
    ...(oid !== undefined && { oid }),
    ...(ip !== undefined && { ip }),
    at,
    readAt,
    before: null,
    source,
    recordId: id,
    feature: set,
    note: notesOf(
      { wasUnread: set !== null && value === null, known: wasSo ? known : null, note },
      set && value && !wasSo ? loweredBySwitch(set.name, value) : null,
    ),
    revert:
      set?.value && !wasSo
        ? { kind: 'advanced-feature', feature: set.name, to: set.value === 'on' ? 'off' : 'on' }
        : null,
    asked: null,
  };
}

function notesOf(
  { wasUnread, known, note }: { wasUnread: boolean; known: KnownBefore | null; note: string | null },
  lowered: string | null,
) {
  const before =
    known &&
    `It was known as ${FEATURE_STATE_WORDS[known.value]} before, ${known.words}: ` +
      (known.isWord ? 'whether this set it or saved it once more is not known.' : 'saved once more.');
  const all = [
    ...(lowered ? [lowered] : []),
    ...(wasUnread ? [UNREADABLE] : []),
    ...(before ? [before] : []),
    ...(note ? [note] : []),
  ];
  return all.length > 0 ? all.join(' ') : null;
}

const UNREADABLE = msg`Airlock cannot read the value in this record, so what the switch is set to is not known any more.`;

const TWO_LOOKS = msg`Seen by comparing two looks; what was done and undone between them is not seen.`;

/** A difference between two readings of the tenant, of which no request knows. */
export function itemOfDifference(
  difference: Difference,
  { readAt, before }: Pick<OutsideItem, 'readAt' | 'before'>,
): OutsideItem {
  const set = difference.kind === 'feature' ? { name: difference.name, value: difference.to } : null;
  return {
    what: wordsOf(difference),
    by: null,
    name: null,
    at: null,
    readAt,
    before,
    source: 'reading',
    recordId: null,
    feature: set,
    ...(difference.kind === 'vanished' && { missing: difference.group.id }),
    ...partSet(difference),
    note: [loweredBy(difference), TWO_LOOKS].filter((one) => one !== null).join(' '),
    revert: revertOf(difference),
    asked: null,
  };
}

/** Whoever looks at the card must not take it for one change among others. */
function loweredBySwitch(name: FeatureName, to: 'on' | 'off'): string | null {
  return feature(name).risk[to].banner?.applied ?? null;
}

function loweredBy(difference: Difference): string | null {
  if (difference.kind === 'feature') return loweredBySwitch(difference.name, difference.to);
  if (difference.kind !== 'field' || difference.field !== 'level') return null;
  const { was, group } = difference;
  const isLower = protectionEffect(was.settings?.level ?? null, group.settings?.level ?? null) === 'lowered';
  return isLower ? msg`This lowered protection: less is remediated without asking on the devices of this group.` : null;
}

/** A rule that cannot be read is not known either once it is adopted. */
function partSet(difference: Difference): Pick<OutsideItem, 'group'> {
  if (difference.kind !== 'field' || !difference.group.settings) return {};
  const { field, group } = difference;
  if (field === 'conditions' && difference.group.settings.opaque) return {};
  const value = asJson(difference.group.settings[field]);
  return { group: { key: groupKey(group.ungrouped ? 'ungrouped' : group.id, field), value } };
}

function wordsOf(difference: Difference): string {
  switch (difference.kind) {
    case 'feature':
      return `${feature(difference.name).title} was set to ${FEATURE_STATE_WORDS[difference.to]}`;
    case 'appeared':
      return `${named(difference.group)} appeared`;
    case 'vanished':
      return `${named(difference.group)} is no longer listed`;
    case 'renamed':
      return `Device group "${difference.was}" is now called "${difference.group.name}"`;
    case 'field':
      return fieldChange(difference);
    case 'order':
      return `The device groups are in another order: ${difference.to.join(', ')}; before: ${difference.from.join(', ')}`;
    case 'members':
      return membersChange(difference);
  }
}

function named({ name, ungrouped }: WatchedGroup): string {
  return ungrouped ? 'Ungrouped devices (default)' : `Device group "${name}"`;
}

function fieldChange({ field, group, was }: Extract<Difference, { kind: 'field' }>): string {
  const { settings: to } = group;
  const { settings: from } = was;
  if (field === 'description') {
    const isEmpty = fieldOf(group, field) === '';
    return isEmpty ? `${named(group)} has no description any more` : `${named(group)} has another description`;
  }
  if (!from || !to) return `${named(group)} was changed`;
  const change = (label: string, a: string, b: string) => `${named(group)}: its ${label} went from ${a} to ${b}`;
  switch (field) {
    case 'level':
      return change('remediation level', levelWords(from.level), levelWords(to.level));
    case 'conditions':
      return change('rule', conditionWords(from.conditions, from.opaque), conditionWords(to.conditions, to.opaque));
    case 'access':
      return change('access', accessWords(from.access), accessWords(to.access));
  }
}

function membersChange({ group, from, to }: Extract<Difference, { kind: 'members' }>): string {
  const count = Math.abs(to - from);
  const devices = count === 1 ? '1 device' : `${count} devices`;
  return `${devices} ${to < from ? 'left' : 'came to'} ${named(group)}: it had ${from} and has ${to}`;
}

/** The opposite of a difference; null where only a person knows how, or Airlock cannot ask for it. */
function revertOf(difference: Difference): Change | null {
  try {
    const change = opposite(difference);
    return change && parseChange(change);
  } catch (error) {
    if (!isAirlockError(error, 'input-invalid')) throw error;
    return null;
  }
}

/** In how many looks a group was absent before Airlock drafts its deletion: a list may be short for a while. */
const SURELY_ABSENT = 3;

function opposite(difference: Difference): object | null {
  switch (difference.kind) {
    case 'feature':
      return { kind: 'advanced-feature', feature: difference.name, to: difference.from };
    case 'appeared':
      if (difference.looks < SURELY_ABSENT) return null;
      return { kind: 'device-group.delete', group: refOf(difference.group) };
    case 'renamed':
      return { kind: 'device-group.update', group: refOf(difference.group), set: { name: difference.was } };
    case 'vanished':
      return recreated(difference);
    case 'field':
      return fieldRestored(difference);
    case 'order':
    case 'members':
      return null;
  }
}

function refOf({ id, name }: WatchedGroup): { id: number; name: string } {
  return { id, name };
}

/** A group whose rule could not be read cannot be made again. */
function recreated({ group, next }: Extract<Difference, { kind: 'vanished' }>): object | null {
  const { name, settings } = group;
  if (!settings || settings.opaque) return null;
  const { description, level, conditions, access } = settings;
  return {
    kind: 'device-group.create',
    definition: { name, description, level, conditions, access },
    before: next && refOf(next),
  };
}

function fieldRestored({ field, group, was }: Extract<Difference, { kind: 'field' }>): object | null {
  const text = was.settings ? undefined : fieldOf(was, field);
  if (text !== undefined) return { kind: 'device-group.update', group: refOf(group), set: { [field]: text } };
  if (!was.settings || (field === 'conditions' && was.settings.opaque)) return null;
  const set = { [field]: was.settings[field] };
  return group.ungrouped
    ? { kind: 'ungrouped-devices', set }
    : { kind: 'device-group.update', group: refOf(group), set };
}
