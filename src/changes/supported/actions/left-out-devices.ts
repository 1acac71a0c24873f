import { z } from 'zod';
import { numberWords } from '../../../shared/language/number-words.ts';
import { t } from '../../../shared/language/worded.ts';
import type { DiffRow } from '../../change-kind.ts';
import { isPartial } from '../../device-group/preview/lack-words.ts';
import type { Device } from '../../device-group.ts';
import type { TenantSnapshot } from '../../tenant-snapshot.ts';
import { calledNow } from '../devices-by-id.ts';

/** How many names stand on the card. */
const NAMED = 3;

/** Why a device is told apart: as its record says it, or `untold` where the record does not say its group. */
const WHYS = ['inactive', 'duplicate', 'merged', 'discovered', 'unknown', 'untold'] as const;

type Why = (typeof WHYS)[number];

/** What is told of the devices of a group, or of those that were named, besides those that are simply taken. */
export const TOLD = {
  /** Devices that are not onboarded and active as far as is known: how many, and the first of their names. */
  told: z
    .array(z.strictObject({ why: z.enum(WHYS), count: z.int().min(1), names: z.array(z.string().max(256)).readonly() }))
    .readonly()
    .exactOptional(),
  /** Whether the list of devices was not whole, so that a group may have more of them. */
  short: z.literal(true).exactOptional(),
};

const schema = z.strictObject(TOLD).readonly();

export type ToldDevices = Readonly<z.infer<typeof schema>>;

type Told = Pick<Device, 'id' | 'name' | 'dnsName' | 'state'>;

/** @param untold those of which it is not known whether they are in the group */
export function toldOf(
  others: readonly Told[],
  untold: readonly Told[],
  { devicesLack }: Pick<TenantSnapshot, 'devicesLack'>,
): ToldDevices {
  const of = (why: Why) => (why === 'untold' ? untold : others.filter(({ state }) => state === why));
  const told = WHYS.map((why) => ({ why, count: of(why).length, names: namesOf(of(why)) })).filter(
    ({ count }) => count > 0,
  );
  return { ...(told.length > 0 && { told }), ...(isPartial(devicesLack) && { short: true as const }) };
}

function namesOf(devices: readonly Told[]): readonly string[] {
  return devices.slice(0, NAMED).map(calledNow);
}

/** The rows of a card that tell them. @param isGroup whether they are left out, or were named and are taken */
export function toldRows({ told = [], short }: ToldDevices, isGroup: boolean): readonly DiffRow[] {
  const rows = told.map(({ why, count, names }) => ({
    label: isGroup ? t`Left out` : t`Taken as named`,
    from: '-',
    to: whyWords(why, namesWords(names, count)),
  }));
  if (!short || !isGroup) return rows;
  return [
    ...rows,
    { label: t`Not known`, from: '-', to: t`Defender's list of devices is not whole: there may be more.` },
  ];
}

function namesWords(names: readonly string[], count: number): string {
  const more = count - names.length;
  return more > 0 ? t`${names.join(', ')} and ${numberWords(more)} more` : names.join(', ');
}

function whyWords(why: Why, names: string): string {
  switch (why) {
    case 'inactive':
      return t`Inactive: ${names}`;
    case 'duplicate':
      return t`Maybe duplicates: ${names}`;
    case 'merged':
      return t`Merged into another entry in Defender: ${names}`;
    case 'discovered':
      return t`Discovered, not onboarded: ${names}`;
    case 'unknown':
      return t`Not told whether onboarded: ${names}`;
    case 'untold':
      return t`Not told whether in this group: ${names}`;
  }
}
