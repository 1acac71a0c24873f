import {
  type IndicatorsChange,
  indicatorKey,
  MOST_ENTRIES,
} from '../../../changes/supported/indicators/indicator-entry.ts';
import { nearIndicators } from '../../../changes/supported/indicators/near-indicators.ts';
import type { TenantSnapshot } from '../../../changes/tenant-snapshot.ts';
import type { BatchOutcome, ItemOutcome, SentItem } from '../../../requests/ports/tenant.ts';
import { msg } from '../../../shared/language/worded.ts';
import type { KindContext, SupportedKind, WritingOf } from '../supported-kind.ts';
import { followIndicators } from './follow-indicators.ts';
import { isUnsure, readIndicators, TI_PERMISSION } from './read-indicators.ts';
import { isOwn, shows } from './wire-indicator.ts';
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
  const [scopeless] = found.filter(({ groupsUnread }) => groupsUnread);
  const odd = entries.filter((one) => list.odd.has(indicatorKey(one))).length;
  const lacks = scopeless ? SCOPE_UNREAD : lacksOf(list.unread + odd);
  const near = nearIndicators(entries, list.byKey.values());
  return { indicators: { found, lacks }, nearIndicators: near, indicatorTotal: list.total };
}

const SCOPE_UNREAD = msg`Defender tells the device groups of an indicator by number alone, so its scope is not known. Nothing is changed.`;

/** Indicators of other values may come in any form. */
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
  const list = await readIndicators(call(TI_PERMISSION));
  const outcomes: ItemOutcome[] = [];
  const absent: string[] = [];
  for (const { key } of items) {
    const one = entryOf(change, key);
    const now = list.byKey.get(indicatorKey(one));
    if (isUnsure(list, indicatorKey(one))) continue;
    if (shows(now, one.to, mark)) outcomes.push({ key, state: 'done', ...(now && { externalId: now.id }) });
    else if (!isOwn(now, one.to, mark)) absent.push(key);
  }
  return { outcomes, retryAt: null, absent };
}
