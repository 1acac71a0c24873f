import { z } from 'zod';
import { say, t } from '../../../shared/language/worded.ts';
import type { IndicatorRecord } from '../../tenant-snapshot.ts';
import { type Entry, indicatorKey } from './indicator-entry.ts';
import { INDICATOR_TYPES, typeRow } from './indicator-types.ts';
import { stateWords } from './indicator-words.ts';
import { shownValue } from './normalise-value.ts';

/** How many a card names. */
const NAMED = 3;

/** Indicators of a parent domain, a subdomain, or a URL of the same host, as they stood when it was asked. */
export const NEAR = z
  .object({
    count: z.int().positive(),
    named: z
      .array(
        z.object({
          type: z.enum(INDICATOR_TYPES),
          value: z.string(),
          action: z.string(),
          groups: z.array(z.string()).readonly(),
          until: z.number().nullable(),
          groupsUnread: z.literal(true).exactOptional(),
        }),
      )
      .readonly(),
  })
  .readonly();

type Near = z.infer<typeof NEAR>;

/** The host of a domain or a URL; null for anything else. */
function hostOf({ type, value }: { readonly type: string; readonly value: string }): string | null {
  if (type !== 'DomainName' && type !== 'Url') return null;
  return /^(?:[a-z]+:\/\/)?([^/:?#]+)/iu.exec(value)?.[1]?.toLowerCase() ?? null;
}

/** Those of all indicators that stand for a part of what the entries stand for, or for more, and for another value. */
export function nearIndicators(entries: readonly Entry[], all: Iterable<IndicatorRecord>): readonly IndicatorRecord[] {
  const own = new Set(entries.map(indicatorKey));
  const hosts = new Set(entries.flatMap((one) => hostOf(one) ?? []));
  if (hosts.size === 0) return [];
  const isNear = (host: string) =>
    [...hosts].some((one) => one === host || one.endsWith(`.${host}`) || host.endsWith(`.${one}`));
  return [...all].filter((one) => {
    const host = hostOf(one);
    return host !== null && !own.has(indicatorKey(one)) && isNear(host);
  });
}

/** What of them is stored with a request; none where there are none. */
export function nearToShow(near: readonly IndicatorRecord[]): { readonly near?: Near } {
  if (near.length === 0) return {};
  const named = near.slice(0, NAMED).flatMap(({ type, value, action, groups, groupsUnread, expiresAt }) => {
    const known = INDICATOR_TYPES.find((one) => one === type);
    return known
      ? [{ type: known, value, action, groups, until: expiresAt, ...(groupsUnread && { groupsUnread }) }]
      : [];
  });
  return { near: { count: near.length, named } };
}

/** What stands beside, and which of them wins as far as Microsoft documents it (docs/facts/defender.md#indicators). */
export function nearWords(near: Near | undefined): readonly string[] {
  if (!near) return [];
  const told = near.named.map((one) => {
    const name = `${say(typeRow(one.type).words)} ${shownValue(one.type, one.value)}`;
    return `${name}: ${stateWords(one)}`;
  });
  const more = near.count - near.named.length;
  const all = more > 0 ? t`${told.join('; ')} and ${more} more` : told.join('; ');
  return [
    t`Beside it stands ${all}. Of one value Allow wins over Warn, and Warn over Block; Microsoft does not document which wins of a domain and its subdomain or URL.`,
  ];
}
