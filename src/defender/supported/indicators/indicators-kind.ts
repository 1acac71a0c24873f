import {
  type IndicatorsChange,
  indicatorKey,
  MOST_ENTRIES,
} from '../../../changes/supported/indicators/indicator-entry.ts';
import type { TenantSnapshot } from '../../../changes/tenant-snapshot.ts';
import type { BatchOutcome, SentItem } from '../../../requests/ports/tenant.ts';
import type { KindContext, SupportedKind, WritingOf } from '../supported-kind.ts';
import { followIndicators } from './follow-indicators.ts';
import { readIndicators, TI_PERMISSION } from './read-indicators.ts';
import { shows } from './wire-indicator.ts';
import { entryOf, writeIndicators } from './write-indicators.ts';

/** Indicators: imported and deleted up to 500 at once. The one permission is that of an import. */
export const indicatorsKind: SupportedKind<IndicatorsChange> = {
  kind: 'indicators',
  permissions: [{ resource: 'mde', name: TI_PERMISSION, why: 'reads, writes and deletes indicators' }],
  batchOf: () => MOST_ENTRIES,
  read,
  write: writeIndicators,
  settle,
  follow: followIndicators,
};

async function read(
  { call }: KindContext,
  _scopes: readonly string[],
  { entries }: IndicatorsChange,
): Promise<Partial<TenantSnapshot>> {
  const list = await readIndicators(call(TI_PERMISSION));
  const found = entries.flatMap((one) => list.byKey.get(indicatorKey(one)) ?? []);
  return { indicators: { found, lacks: lacksOf(list.unread) }, indicatorTotal: list.total };
}

function lacksOf(unread: number): string | null {
  if (unread === 0) return null;
  const what = unread === 1 ? 'One indicator comes' : `${unread} indicators come`;
  return `${what} in a form that Airlock does not know, so what is there already is not known. Nothing is changed.`;
}

/** What the list shows is done. What it does not show may still follow, so it stays as it is. */
async function settle(
  { call }: KindContext,
  { change, mark }: WritingOf<IndicatorsChange>,
  items: readonly SentItem[],
): Promise<BatchOutcome> {
  const { byKey, unread } = await readIndicators(call(TI_PERMISSION));
  const outcomes = items.flatMap(({ key }) => {
    const one = entryOf(change, key);
    const now = byKey.get(indicatorKey(one));
    if (!shows(now, one.to, mark) || (one.to === null && unread > 0)) return [];
    return [{ key, state: 'done' as const, ...(now && { externalId: now.id }) }];
  });
  return { outcomes, retryAt: null };
}
