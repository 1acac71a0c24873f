import { z } from 'zod';
import { numberWords } from '../../shared/language/number-words.ts';
import { t } from '../../shared/language/worded.ts';
import type { DiffRow } from '../change-kind.ts';
import { isPartial } from '../device-group/preview/lack-words.ts';
import type { Device } from '../device-group.ts';
import type { TenantSnapshot } from '../tenant-snapshot.ts';

/** How many names stand on the card. */
const NAMED = 3;

const name = z.string().max(256);

/** What became of devices that a change goes by the ids of, since they were found: how many, and the first of them. */
export const SINCE = {
  /** Devices that Defender lists no more: they are left out. */
  gone: z
    .strictObject({ count: z.int().min(1), names: z.array(name).max(NAMED).readonly() })
    .readonly()
    .exactOptional(),
  /** Devices that are called otherwise now. */
  renamed: z
    .strictObject({
      count: z.int().min(1),
      names: z
        .array(z.strictObject({ was: name, is: name }).readonly())
        .max(NAMED)
        .readonly(),
    })
    .readonly()
    .exactOptional(),
};

const schema = z.strictObject(SINCE).readonly();

type Since = Readonly<z.infer<typeof schema>>;

/** A device that a change goes by, with its record; without one where the list was not whole. */
interface Kept<D> {
  readonly was: D;
  readonly device: Device | null;
}

/**
 * The devices of a change by their ids, whatever they are called now: a name may be another device's by then. What a
 * whole list has no more is left out, so that it does not hinder the others.
 */
export function devicesByIds<D extends { readonly id: string; readonly name: string }>(
  devices: readonly D[],
  { devices: listed = [], devicesLack }: TenantSnapshot,
): { readonly kept: readonly Kept<D>[]; readonly since: Since } {
  const byId = new Map(listed.map((one) => [one.id, one]));
  const all = devices.map((was) => ({ was, device: byId.get(was.id) ?? null }));
  const kept = all.filter(({ device }) => device !== null || isPartial(devicesLack));
  const gone = all.filter((one) => !kept.includes(one)).map(({ was }) => was.name);
  const renamed = kept.flatMap(({ was, device }) => {
    const is = device ? calledNow(device) : was.name;
    return is.toLowerCase() === was.name.toLowerCase() ? [] : [{ was: was.name, is }];
  });
  const since = {
    ...(gone.length > 0 && { gone: { count: gone.length, names: gone.slice(0, NAMED) } }),
    ...(renamed.length > 0 && { renamed: { count: renamed.length, names: renamed.slice(0, NAMED) } }),
  };
  return { kept, since };
}

/** How people call a device, as far as a change has room for it. */
export function calledNow({ name: short, dnsName, id }: Pick<Device, 'name' | 'dnsName' | 'id'>): string {
  return (short || dnsName || id).slice(0, 256);
}

/** The same change without what was told of it before. */
export function withoutSince<C extends Since>(change: C): Omit<C, keyof Since> {
  const { gone: _gone, renamed: _renamed, ...rest } = change;
  return rest;
}

/** The rows of a card that tell it. */
export function sinceRows({ gone, renamed }: Since): readonly DiffRow[] {
  const calls = renamed?.names.map(({ was, is }) => t`${was} is called ${is} now`) ?? [];
  return [
    ...(renamed
      ? [{ label: t`Called otherwise now`, from: '-', to: withMore(calls, renamed.count - calls.length) }]
      : []),
    ...(gone ? [{ label: t`Left out`, from: '-', to: goneWords(gone) }] : []),
  ];
}

function goneWords({ names, count }: NonNullable<Since['gone']>): string {
  return t`Not listed in Defender any more: ${withMore(names, count - names.length)}`;
}

/** Why nothing is left of a change whose devices are all gone. */
export function allGone({ gone }: Since): string {
  return gone ? `${goneWords(gone)}.` : t`These devices are not listed in Defender any more.`;
}

function withMore(names: readonly string[], more: number): string {
  return more > 0 ? t`${names.join(', ')} and ${numberWords(more)} more` : names.join(', ');
}
