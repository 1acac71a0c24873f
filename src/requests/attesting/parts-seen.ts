import { candidatesIn, findAccess } from '../../changes/device-group/input/find-access.ts';
import { readConditions } from '../../changes/device-group/input/read-conditions.ts';
import { levelNamed } from '../../changes/device-group/input/read-level.ts';
import { cleanDescription, descriptionTextFaults, quoteInput } from '../../changes/device-group/input/read-texts.ts';
import { isUnread } from '../../changes/device-group/model/groups-in.ts';
import { sameAccess, sameConditions } from '../../changes/device-group/model/same-rule.ts';
import { FIELD_LABELS, fieldWords } from '../../changes/device-group/words/field-words.ts';
import { quoted } from '../../changes/device-group/words/names.ts';
import type { DeviceGroup } from '../../changes/device-group.ts';
import { groupKey, type Source } from '../../changes/knowledge/knowledge.ts';
import type { Sight } from '../../changes/knowledge/sight.ts';
import { sourceOf } from '../../changes/knowledge/source-words.ts';
import type { TenantSnapshot } from '../../changes/tenant-snapshot.ts';
import { asJson, type Json } from '../../shared/json.ts';
import { say, t } from '../../shared/language/worded.ts';
import { REMEMBERED_PARTS, type RememberedPart } from '../knowing/known-facts.ts';

/** One fact that somebody sees, and what is known of it now. */
export interface Seen {
  readonly key: string;
  readonly value: Json;
  /** What they see, in words. */
  readonly what: string;
  /** What is known now, in words; null where nothing is. */
  readonly before: { readonly words: string; readonly isSame: boolean } | null;
  /** Null where Airlock reads it itself. */
  readonly source: Source | null;
  /** Present where the value holds what was known before, too. */
  readonly isMerged?: boolean;
}

/** What somebody sees, fact by fact; or why it says nothing about this tenant, in a sentence. */
export type SeenIn = readonly Seen[] | { readonly why: string };

export type GroupSight = Extract<Sight, { group: unknown }>;

type Parts = Extract<Sight, { seen: unknown }>['seen'];

type Values = Pick<DeviceGroup, RememberedPart>;

/** Each part that somebody sees of a group; or the first fault of what they wrote. */
export function partsSeen(parts: Parts, group: DeviceGroup, now: TenantSnapshot): SeenIn {
  const isOdd = group.ungrouped && (parts.conditions !== undefined || parts.description !== undefined);
  if (isOdd) return { why: t`Of the ungrouped devices only the level and the access can be seen.` };
  const read = valuesOf(parts, now);
  if ('why' in read) return read;
  return REMEMBERED_PARTS.flatMap((part) => {
    const value = read[part];
    return value === undefined ? [] : [seenPart(part, { ...group, ...read, unread: [] }, group, now)];
  });
}

function seenPart(part: RememberedPart, seen: DeviceGroup, group: DeviceGroup, now: TenantSnapshot): Seen {
  const name = group.ungrouped ? t`the ungrouped devices` : quoted(group.name);
  const isSame = SAME[part](seen, group);
  return {
    key: groupKey(group.ungrouped ? 'ungrouped' : group.id, part),
    value: asJson(seen[part]),
    what: t`${say(FIELD_LABELS[part])} of ${name}: ${fieldWords(seen, part)}`,
    before: isUnread(group, part) ? null : { words: fieldWords(group, part) ?? '', isSame },
    source: sourceOf(now.sources, groupKey(group.id, part)),
  };
}

const SAME: Readonly<Record<RememberedPart, (one: DeviceGroup, other: DeviceGroup) => boolean>> = {
  level: (one, other) => one.level === other.level,
  description: (one, other) => one.description.trim() === other.description.trim(),
  conditions: (one, other) => !other.opaque && sameConditions(one.conditions, other.conditions),
  access: (one, other) => sameAccess(one.access, other.access),
};

/** An operating system is taken in the words of the portal, where a person picked it. */
function valuesOf(parts: Parts, now: TenantSnapshot): Partial<Values> | { readonly why: string } {
  const { level: typed, conditions: rows, access: names, description } = parts;
  const level = typed === undefined ? undefined : levelNamed(typed);
  if (level === null) return { why: t`${quoteInput(typed ?? '')} is no level that Airlock knows.` };
  const conditions = rows && readConditions(rows, { fields: [], anySystem: true });
  const access = names && findAccess(names, candidatesIn(now));
  const faults = [
    ...(description === undefined ? [] : descriptionTextFaults(description)),
    ...[...(conditions?.faults ?? []), ...(access?.faults ?? [])].map(({ message }) => message),
  ];
  if (faults[0] !== undefined) return { why: faults[0] };
  return {
    ...(level !== undefined && { level }),
    ...(description !== undefined && { description: cleanDescription(description) }),
    ...(conditions && { conditions: conditions.conditions, opaque: false }),
    ...(access && { access: access.found }),
  };
}
