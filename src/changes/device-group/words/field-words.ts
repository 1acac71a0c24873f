import type { Json } from '../../../shared/json.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import { wordedTable } from '../../../shared/language/worded-table.ts';
import {
  type Condition,
  type EntraGroupRef,
  type GroupPart,
  type TextCondition,
  type TextProperty,
  UNREADABLE_ACCESS,
} from '../../device-group.ts';
import { type LevelReading, levelWords } from '../../remediation-level.ts';
import { GROUP_CHANGE_SCHEMAS } from '../model/group-change.ts';
import { isUnread } from '../model/groups-in.ts';
import { osWords } from '../model/os-names.ts';
import { listed, quoted } from './names.ts';
import { OPERATOR_WORDS } from './operator-words.ts';

const PROPERTY_WORDS = wordedTable<Readonly<Record<TextProperty, string>>>({
  name: msg`Name`,
  domain: msg`Domain`,
  tag: msg`Tag`,
});

/** A rule as a sentence: "Name starts with LAP-, or contains FIN; and Tag equals finance or treasury". */
export function conditionWords(conditions: readonly Condition[], opaque: boolean): string {
  const texts = (['name', 'domain', 'tag'] as const).flatMap((property) => textWords(conditions, property));
  const systems = conditions.flatMap((condition) => (condition.property === 'os' ? condition.values : []));
  const parts = [
    ...texts,
    ...(systems.length > 0 ? [t`Operating system is ${joined(systems.map(osWords))}`] : []),
    ...(opaque ? [t`a rule that Airlock cannot read`] : []),
  ];
  return parts.length === 0 ? t`no condition` : parts.reduce((all, one) => t`${all}; and ${one}`);
}

function textWords(conditions: readonly Condition[], property: TextProperty): string[] {
  const rows = conditions.filter((condition): condition is TextCondition => condition.property === property);
  const operators = [...new Set(rows.map(({ operator }) => operator))];
  if (operators.length === 0) return [];
  const clauses = operators.map((operator) => {
    const values = rows.filter((row) => row.operator === operator).map(({ value }) => value);
    return `${OPERATOR_WORDS[operator]} ${joined(values)}`;
  });
  return [`${PROPERTY_WORDS[property]} ${clauses.reduce((all, one) => t`${all}, or ${one}`)}`];
}

function joined(values: readonly string[]): string {
  return values.length === 0 ? '' : values.map(quoted).reduce((all, one) => t`${all} or ${one}`);
}

/**
 * Words for who may see a group's devices. A group without a known name, or whose name another one shares, is shown
 * with its id.
 */
export function accessWords(access: readonly EntraGroupRef[]): string {
  if (access.length === 0) return t`everybody with portal access`;
  const words = access.map(({ id, name }) => {
    if (id === UNREADABLE_ACCESS.id) return quoted(say(name));
    if (name.trim() === '') return id;
    return access.some((other) => other.id !== id && other.name === name) ? `${quoted(name)} (${id})` : quoted(name);
  });
  return words.sort().join(', ');
}

/** The fields of a group that can be set, in the order to show them. */
export const FIELDS = ['name', 'description', 'level', 'conditions', 'access'] as const;

export type Field = (typeof FIELDS)[number];

export const FIELD_LABELS = wordedTable<Readonly<Record<Field, string>>>({
  name: msg`Name`,
  description: msg`Description`,
  level: msg`Remediation level`,
  conditions: msg`Conditions`,
  access: msg`Access`,
});

/** A group's fields; absent ones are not shown. */
export interface Fields {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly level?: LevelReading | undefined;
  readonly conditions?: readonly Condition[] | undefined;
  readonly opaque?: boolean | undefined;
  readonly access?: readonly EntraGroupRef[] | undefined;
  readonly unread?: readonly GroupPart[] | undefined;
}

/** One field in words; null if it is absent. */
export function fieldWords(fields: Fields, field: Field): string | null {
  const { name, description, level, conditions, opaque, access } = fields;
  switch (field) {
    case 'name':
      return name !== undefined && isUnread(fields, 'name') ? levelWords('unread') : (name ?? null);
    case 'description':
      if (description !== undefined && isUnread(fields, 'description')) return levelWords('unread');
      return description === '' ? t`none` : (description ?? null);
    case 'level':
      return level === undefined ? null : levelWords(level);
    case 'conditions':
      if (conditions !== undefined && isUnread(fields, 'conditions')) return levelWords('unread');
      return conditions === undefined ? null : conditionWords(conditions, opaque === true);
    case 'access':
      if (access !== undefined && isUnread(fields, 'access')) return levelWords('unread');
      return access === undefined ? null : accessWords(access);
  }
}

const { description, level, conditions, access } = GROUP_CHANGE_SCHEMAS['device-group.create'].shape.definition.shape;
const REMEMBERED = { description, level, conditions, access } as const;

/** A part of a group as the record has it, which anybody may have written; null where it is none. */
export function rememberedWords(part: keyof typeof REMEMBERED, value: Json): string | null {
  const read = REMEMBERED[part].safeParse(value);
  return read.success ? fieldWords({ [part]: read.data }, part) : null;
}

/**
 * A place by the names of the groups right above and right below it; null at either end. Where ranks cannot be read,
 * only the requested place is known: right before a group, or last (null); the current place is unread, or known by the
 * groups that people said it is ahead of and behind.
 */
export type Place =
  | { readonly above: string | null; readonly below: string | null }
  | { readonly before: string | null }
  | { readonly ahead: string | null; readonly behind: string | null }
  | { readonly unread: true };

/** A place in the ranking: "between Executives and Servers", "first, before Servers", "last, after Lab". */
export function placeWords(place: Place): string {
  if ('unread' in place) return t`not known`;
  if ('before' in place) return place.before === null ? t`last` : t`right before ${quoted(place.before)}`;
  if ('ahead' in place) return orderWords(place);
  const { above, below } = place;
  if (above !== null && below !== null) return t`between ${quoted(above)} and ${quoted(below)}`;
  if (below !== null) return t`first, before ${quoted(below)}`;
  return above === null ? t`the only one` : t`last, after ${quoted(above)}`;
}

/** Other groups may be in between. */
function orderWords({ ahead, behind }: Extract<Place, { ahead: unknown }>): string {
  const words = [
    ...(ahead === null ? [] : [t`before ${quoted(ahead)}`]),
    ...(behind === null ? [] : [t`after ${quoted(behind)}`]),
  ];
  return listed(words);
}

const PART_WORDS = wordedTable({
  name: msg`name`,
  description: msg`description`,
  level: msg`remediation level`,
  conditions: msg`conditions`,
  access: msg`access`,
} as const satisfies Partial<Record<Field, string>>);

/** Why a part of a group is not written, where what Defender sends for it cannot be read. @param name may be empty */
export function unreadableWords(part: Field, name: string): string {
  const whose = name === '' ? t`this device group` : quoted(name);
  return t`Defender sends the ${PART_WORDS[part]} of ${whose} in a form that Airlock cannot read, so Airlock does not write that part. Change it in the Defender portal.`;
}

/**
 * Why no group is written: the list that is sent back would lack what it lacked.
 * @param moreBy the key beside the list that may say that there are more; absent where something else is missing
 */
export function notWholeWords(moreBy?: string): string {
  return moreBy === undefined
    ? t`Defender did not list its device groups as a whole, so Airlock does not write them.`
    : t`Defender's list of device groups came with "${moreBy}", which may say that there are more, so Airlock does not write them. Compare the portal with "status", change the group in the portal, and report the key to those who keep Airlock.`;
}

/** Why no group is placed. */
export const UNREADABLE_RANK = msg`Defender sends the rank of a device group in a form that Airlock cannot read, so the order of the groups is not known and Airlock places none. Do it in the Defender portal.`;

/** Why no order is known where groups are read and one of them lacks its rank. */
export const RANK_NOT_READ = msg`The rank of a device group could not be read, so in which order groups take devices is not known.`;

/** Why a group is not changed. */
/** Why Airlock changes no group of a number that several have. */
export function twinWords(id: number): string {
  return t`Defender lists several device groups as number ${id}: which one is meant is not known, so Airlock changes none of them.`;
}

export function unnumberedWords(name: string): string {
  return t`Defender sends the number of ${quoted(name)} in a form that Airlock cannot read, so Airlock does not change this device group. Do it in the Defender portal.`;
}
