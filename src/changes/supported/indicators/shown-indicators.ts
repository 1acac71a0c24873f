import { z } from 'zod';
import type { Base } from '../../base.ts';
import { type TenantSnapshot, writtenName } from '../../tenant-snapshot.ts';
import type { IndicatorsChange } from './indicator-entry.ts';
import { NEAR, nearToShow } from './near-indicators.ts';

const shown = z
  .object({
    /** How many indicators the tenant had; null where that was not read. */
    total: z.number().nullable(),
    /** The devices of all scopes together; `whole`: none may be missing. Null where no scope is named. */
    devices: z.object({ count: z.number(), whole: z.boolean() }).nullable(),
    near: NEAR.exactOptional(),
  })
  .catch({ total: null, devices: null });

/** What is shown of the tenant beside the indicators; it changes by itself, so it is never compared. */
export type ShownIndicators = Readonly<z.infer<typeof shown>>;

export function shownIndicators({ shown: stored }: Pick<Base, 'shown'>): ShownIndicators {
  return shown.parse(stored);
}

/** What to show, from a reading of the tenant. */
export function toShow({ entries }: IndicatorsChange, now: TenantSnapshot): ShownIndicators {
  const names = new Set(entries.flatMap(({ to }) => to?.groups ?? []));
  const devices = names.size === 0 ? null : devicesIn(names, now);
  return { total: now.indicatorTotal ?? null, devices, ...nearToShow(now.nearIndicators ?? []) };
}

function devicesIn(names: ReadonlySet<string>, now: TenantSnapshot): ShownIndicators['devices'] {
  if (!now.devices || !now.groups) return null;
  const ids = new Set(now.groups.filter((group) => names.has(writtenName(now, group))).map(({ id }) => id));
  const count = now.devices.filter(({ groupId }) => typeof groupId === 'number' && ids.has(groupId)).length;
  return { count, whole: now.devicesLack === undefined };
}
