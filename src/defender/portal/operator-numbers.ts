import { foldCase } from '../../changes/device-group/model/fold.ts';
import { type Device, TEXT_OPERATORS, type TextOperator } from '../../changes/device-group.ts';
import { ASSUMED_OPERATORS, conditionOf, type Operators } from './wire-rule.ts';
import type { WireGroup } from './writes/odd-parts.ts';

/** The numbers whose meaning is assumed until groups of the tenant show it. */
const ASSUMED: readonly number[] = [0, 1];
const MEANINGS = ['starts-with', 'ends-with'] as const;

type Meaning = (typeof MEANINGS)[number];

/** The fewest devices that show a meaning, and the part of all devices that may speak against it. */
const FEWEST = 3;
const DOUBT = 0.05;

/**
 * Reads from the groups of a tenant what its numbers mean: whoever Defender reports in a group meets every property of
 * its rule. A number counts as shown if enough of those devices meet the rows with one meaning alone, and nearly none
 * speaks against it.
 */
export function operatorsShownBy(groups: readonly WireGroup[], devices: readonly Device[]): Operators {
  const members = membersOf(groups, devices);
  const found = ASSUMED.map((number) => [number, meaningOf(number, groups, members)] as const);
  const meanings = found.flatMap(([, meaning]) => meaning ?? []);
  if (new Set(meanings).size < meanings.length) return ASSUMED_OPERATORS;
  const byNumber = Object.fromEntries(
    found.map(([number, meaning]) => [number, meaning ?? otherThan(meanings, number)]),
  );
  return {
    byNumber: { ...ASSUMED_OPERATORS.byNumber, ...byNumber },
    shown: TEXT_OPERATORS.filter((one) => ASSUMED_OPERATORS.shown.includes(one) || meanings.some((is) => is === one)),
  };
}

/** What an unshown number is taken for: what is assumed, unless the other number is shown to mean that. */
function otherThan(meanings: readonly Meaning[], number: number): TextOperator | undefined {
  const assumed = ASSUMED_OPERATORS.byNumber[number];
  return meanings.some((one) => one === assumed) ? MEANINGS.find((one) => !meanings.includes(one)) : assumed;
}

function hasNumber(groups: readonly WireGroup[], numbers: readonly number[]): boolean {
  return groups.some(({ GroupRules }) => (GroupRules ?? []).some((row) => numbers.includes(numberOf(row) ?? -1)));
}

type Row = NonNullable<WireGroup['GroupRules']>[number];

/** The number of a row that asks for a text; null for any other row. */
function numberOf(row: Row): number | null {
  const condition = conditionOf(row);
  if (condition === null || condition === 'opaque' || condition.property === 'os') return null;
  return typeof row.OperatorType === 'number' ? row.OperatorType : null;
}

function membersOf(groups: readonly WireGroup[], devices: readonly Device[]): ReadonlyMap<number, readonly Device[]> {
  const asking = groups.filter((group) => hasNumber([group], ASSUMED));
  const members = new Map(asking.map(({ MachineGroupId }) => [MachineGroupId, [] as Device[]]));
  for (const device of devices) {
    if (typeof device.groupId === 'number' && device.state !== 'merged') members.get(device.groupId)?.push(device);
  }
  return members;
}

function meaningOf(
  number: number,
  groups: readonly WireGroup[],
  members: ReadonlyMap<number, readonly Device[]>,
): Meaning | null {
  const [count, alone] = [{ devices: 0 }, { 'starts-with': 0, 'ends-with': 0 }];
  for (const group of groups) {
    const some = members.get(group.MachineGroupId) ?? [];
    if (some.length > 0) for (const rows of rowsByProperty(group, number)) noteRows(rows, some, count, alone);
  }
  const shown = MEANINGS.filter((one) => alone[one] >= FEWEST && count.devices - alone[one] <= DOUBT * count.devices);
  return shown.length === 1 ? (shown[0] ?? null) : null;
}

/** The rows of one property that tell something of a number: no other number in doubt is among them. */
function rowsByProperty(group: WireGroup, number: number): readonly (readonly Asked[])[] {
  const rows = (group.GroupRules ?? []).flatMap((row): Asked[] => {
    const condition = conditionOf(row);
    if (condition === null || condition === 'opaque' || condition.property === 'os') return [];
    return [{ property: condition.property, value: foldCase(condition.value), number: numberOf(row) ?? -1 }];
  });
  return (['name', 'domain', 'tag'] as const)
    .map((property) => rows.filter((row) => row.property === property))
    .filter((some) => some.some((row) => row.number === number))
    .filter((some) => some.every((row) => row.number === number || !ASSUMED.includes(row.number)));
}

interface Asked {
  readonly property: 'name' | 'domain' | 'tag';
  readonly value: string;
  readonly number: number;
}

function noteRows(
  rows: readonly Asked[],
  members: readonly Device[],
  count: { devices: number },
  alone: Record<Meaning, number>,
): void {
  const inDoubt = rows.filter(({ number }) => ASSUMED.includes(number));
  const certain = rows.filter(({ number }) => !ASSUMED.includes(number));
  for (const device of members) {
    const texts = textsOf(device, rows[0]?.property ?? 'name');
    if (certain.some((row) => texts.some((text) => holds(text, row)))) continue;
    const meets = (meaning: Meaning) => inDoubt.some(({ value }) => texts.some((text) => HOLDS[meaning](text, value)));
    const [starts, ends] = [meets('starts-with'), meets('ends-with')];
    if (starts && ends) continue;
    count.devices++;
    if (starts) alone['starts-with']++;
    if (ends) alone['ends-with']++;
  }
}

const HOLDS: Readonly<Record<TextOperator, (text: string, value: string) => boolean>> = {
  'starts-with': (text, value) => text.startsWith(value),
  'ends-with': (text, value) => text.endsWith(value),
  equals: (text, value) => text === value,
  contains: (text, value) => text.includes(value),
};

function holds(text: string, { number, value }: Asked): boolean {
  const operator = ASSUMED_OPERATORS.byNumber[number];
  return operator !== undefined && HOLDS[operator](text, value);
}

/** A name counts as its first label and whole: which of the two is compared plays no part here. */
function textsOf({ name, dnsName, domain, tags }: Device, property: Asked['property']): readonly string[] {
  const texts = { name: [name, dnsName], domain: [domain], tag: tags }[property];
  return texts.map((text) => foldCase(text.trim()));
}

/** What the numbers of a tenant mean, kept once its groups have shown it. */
export interface OperatorMemory {
  /**
   * @param devices the list of devices, if it was read with the groups
   * @param ask gives a recent list, or null if it cannot be read; asked once, where a number is in doubt
   */
  of(
    groups: readonly WireGroup[],
    devices: readonly Device[] | null,
    ask: () => Promise<readonly Device[] | null>,
  ): Promise<Operators>;
}

/** Numbers keep their meaning, so what was shown stays. */
export function createOperatorMemory(): OperatorMemory {
  let known = ASSUMED_OPERATORS;
  let wasAsked = false;
  return {
    async of(groups, devices, ask) {
      const doubted = ASSUMED.filter((number) => !known.shown.some((one) => known.byNumber[number] === one));
      if (!hasNumber(groups, doubted)) return known;
      const list = devices ?? (wasAsked ? null : await ask());
      wasAsked = wasAsked || list !== null;
      const found = list === null ? known : operatorsShownBy(groups, list);
      if (found.shown.length > known.shown.length) known = found;
      return known;
    },
  };
}
