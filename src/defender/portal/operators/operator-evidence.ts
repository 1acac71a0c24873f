import { foldCase } from '../../../changes/device-group/model/fold.ts';
import type { Device, TextOperator, TextProperty } from '../../../changes/device-group.ts';
import { ASSUMED_OPERATORS, conditionOf, propertyOf } from '../wire-rule.ts';
import type { WireGroup } from '../writes/odd-parts.ts';

/** The numbers whose meaning is assumed until groups of the tenant show it, and what each may mean. */
export const IN_DOUBT: readonly number[] = [0, 1];
export const MEANINGS = ['starts-with', 'ends-with'] as const;

export type Meaning = (typeof MEANINGS)[number];

/** How many devices speak for a meaning of a number, and how many against it. */
export interface Evidence {
  readonly speaks: Readonly<Record<Meaning, number>>;
  readonly against: Readonly<Record<Meaning, number>>;
}

/** Whether a group has a row whose number is in doubt. */
export function hasDoubt(group: WireGroup, numbers: readonly number[] = IN_DOUBT): boolean {
  return rowsOf(group).some((row) => row !== 'opaque' && row.property !== 'os' && numbers.includes(row.number));
}

/** How long devices may take to follow a group that was changed, in ms: so long, not being in it tells nothing. */
const FOLLOWS_WITHIN = 24 * 3_600_000;

/**
 * What the devices of a tenant tell of a number. One that Defender reports in a group meets the group's rows: it speaks
 * for the meaning by which alone it does. One that by a meaning should be in a group, and is reported in none that
 * comes before it, speaks against that meaning. Records that may be no device of their own tell nothing, and several of
 * one name tell as much as one.
 * @param readAt when the devices were read, in ms since 1970
 */
export function evidenceOf(
  number: number,
  groups: readonly WireGroup[],
  devices: readonly Device[],
  readAt: number,
): Evidence {
  const speaks = { 'starts-with': new Set<string>(), 'ends-with': new Set<string>() };
  const against = { 'starts-with': new Set<string>(), 'ends-with': new Set<string>() };
  const telling = devices.filter(({ state }) => state === 'onboarded' || state === 'inactive');
  const places = new Places(groups, readAt);
  for (const group of groups) {
    const asked = askedBy(group, number);
    if (asked.length === 0) continue;
    for (const device of telling) {
      const key = foldCase(device.dnsName.trim()) || device.id;
      const place = places.of(device, group);
      for (const property of asked) note(device, place, property, key, { speaks, against });
    }
  }
  return { speaks: sizesOf(speaks), against: sizesOf(against) };
}

type Found = Readonly<Record<Meaning, Set<string>>>;

function sizesOf(found: Found): Record<Meaning, number> {
  return { 'starts-with': found['starts-with'].size, 'ends-with': found['ends-with'].size };
}

type Row =
  | { readonly property: TextProperty; readonly number: number; readonly value: string }
  | { readonly property: 'os'; readonly values: readonly string[] };

/** The rows of a group that ask for something; `opaque` for one that cannot be read. */
function rowsOf({ GroupRules }: WireGroup): readonly (Row | 'opaque')[] {
  return (GroupRules ?? []).flatMap((rule): (Row | 'opaque')[] => {
    const condition = conditionOf(rule);
    if (condition === null) return [];
    if (condition === 'opaque') return ['opaque'];
    if (condition.property === 'os') return [condition];
    return [{ property: condition.property, number: Number(rule.OperatorType), value: condition.value.trim() }];
  });
}

/** The rows of one property of a group, and those of its other properties. */
interface Asked {
  readonly property: TextProperty;
  readonly rows: readonly Extract<Row, { number: number }>[];
  /** Null where it cannot be told whether a device meets them. */
  readonly others: readonly (readonly Row[])[] | null;
}

/** The properties whose rows tell something of a number: no other one in doubt, and none unreadable, is among them. */
function askedBy(group: WireGroup, number: number): readonly Asked[] {
  const all = rowsOf(group);
  const isOdd = (group.GroupRules ?? []).some((rule) => conditionOf(rule) === 'opaque');
  const rows = all.filter((row) => row !== 'opaque');
  return (['name', 'domain', 'tag'] as const).flatMap((property): Asked[] => {
    const own = rows.filter((row) => row.property === property).filter((row) => row.property !== 'os');
    const tells = own.some((row) => row.number === number);
    if (!tells || own.some((row) => row.number !== number && IN_DOUBT.includes(row.number))) return [];
    if (isOdd && hasOpaque(group, property)) return [];
    const others = (['name', 'domain', 'tag', 'os'] as const)
      .filter((other) => other !== property)
      .map((other) => rows.filter((row) => row.property === other))
      .filter((some) => some.length > 0);
    // What Defender takes for a device's domain is itself assumed.
    const isSure = !isOdd && !others.some(([row]) => row?.property === 'domain');
    return [{ property, rows: own, others: isSure ? others : null }];
  });
}

function hasOpaque({ GroupRules }: WireGroup, property: TextProperty): boolean {
  const number = propertyOf({ property, operator: 'equals', value: '' });
  return (GroupRules ?? []).some(
    (rule) => conditionOf(rule) === 'opaque' && [number, undefined].includes(propertyIn(rule)),
  );
}

function propertyIn({ Property }: { readonly Property?: unknown }): number | undefined {
  return typeof Property === 'number' ? Property : undefined;
}

/** Where a device is, beside a group: in it, in one that comes after it or in none, or it cannot be told. */
type Place = 'in' | 'behind' | 'untold';

class Places {
  readonly #ranks: ReadonlyMap<number, number>;
  readonly #readAt: number;

  constructor(groups: readonly WireGroup[], readAt: number) {
    this.#readAt = readAt;
    this.#ranks = new Map(
      groups.map(({ MachineGroupId, IsUnassignedMachineGroup, Priority }) => [
        MachineGroupId,
        IsUnassignedMachineGroup ? Number.POSITIVE_INFINITY : Priority,
      ]),
    );
  }

  of({ groupId }: Device, { MachineGroupId, Priority, LastUpdated }: WireGroup): Place {
    if (groupId === MachineGroupId) return 'in';
    if (Date.parse(String(LastUpdated)) > this.#readAt - FOLLOWS_WITHIN) return 'untold';
    const rank = groupId === null ? Number.POSITIVE_INFINITY : this.#ranks.get(Number(groupId));
    return rank !== undefined && rank > Priority ? 'behind' : 'untold';
  }
}

function note(
  device: Device,
  place: Place,
  { property, rows, others }: Asked,
  key: string,
  { speaks, against }: { readonly speaks: Found; readonly against: Found },
): void {
  if (place === 'untold') return;
  const isIn = place === 'in';
  if (!isIn && !others?.every((some) => surelyMeets(device, some))) return;
  const texts = textsOf(device, property);
  const meets = (row: (typeof rows)[number], operator: TextOperator | undefined) =>
    texts.some((text) => holds(text, row.value, operator));
  if (rows.some((row) => !IN_DOUBT.includes(row.number) && meets(row, ASSUMED_OPERATORS.byNumber[row.number]))) return;
  const inDoubt = rows.filter((row) => IN_DOUBT.includes(row.number));
  const [starts, ends] = MEANINGS.map((one) => inDoubt.some((row) => meets(row, one)));
  if (isIn && starts && ends) return;
  for (const [meaning, is] of [
    ['starts-with', starts],
    ['ends-with', ends],
  ] as const) {
    if (isIn && is) speaks[meaning].add(key);
    else if (isIn || is) against[meaning].add(key);
  }
}

/** Whether a device meets rows of another property whatever the numbers in doubt mean, and however names are cut. */
function surelyMeets(device: Device, rows: readonly Row[]): boolean {
  return rows.some((row) => {
    if (row.property === 'os') return row.values.includes(device.os);
    const operators = IN_DOUBT.includes(row.number) ? MEANINGS : [ASSUMED_OPERATORS.byNumber[row.number]];
    const does = (text: string) => operators.every((one) => holds(text, row.value, one));
    const texts = textsOf(device, row.property);
    return row.property === 'tag' ? texts.some(does) : texts.every(does);
  });
}

/** A name counts as its first label and whole: which of the two is compared is assumed. */
function textsOf({ name, dnsName, domain, tags }: Device, property: TextProperty): readonly string[] {
  const texts = { name: [name, dnsName], domain: [domain], tag: tags }[property];
  return texts.map((text) => foldCase(text.trim()));
}

const HOLDS: Readonly<Record<TextOperator, (text: string, value: string) => boolean>> = {
  'starts-with': (text, value) => text.startsWith(value),
  'ends-with': (text, value) => text.endsWith(value),
  equals: (text, value) => text === value,
  contains: (text, value) => text.includes(value),
};

function holds(text: string, value: string, operator: TextOperator | undefined): boolean {
  return operator !== undefined && HOLDS[operator](text, foldCase(value));
}
