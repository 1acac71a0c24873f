import type { ReadTenantAudit, TenantAudit } from '../../../requests/ports/tenant-audit.ts';
import { isAirlockError } from '../../../shared/errors.ts';
import type { Clock, Log } from '../../../shared/runtime.ts';
import type { BearerOptions } from '../bearer-call.ts';
import { createCallBudget } from '../call-budget.ts';
import { inOrder, type LogReading } from './audited-change.ts';
import { FEED, feedSource } from './feed-source.ts';
import { HUNTING, huntingSource } from './hunting-source.ts';

type Api = Pick<BearerOptions, 'baseUrl' | 'getToken'>;

export interface AuditOptions {
  readonly tenantId: string;
  readonly graph: Api;
  /** The Management Activity API: `https://manage.office.com`. */
  readonly activity: Api;
  readonly clock: Clock;
  /** Milliseconds for one call. */
  readonly timeoutMs: number;
  readonly log: Log;
}

/** 45 calls a minute for each tenant; the activity feed takes 2,000 (docs/facts/defender.md#audit). */
const HUNTING_LIMITS = [{ calls: 40, windowMs: 60_000 }] as const;
const FEED_LIMITS = [{ calls: 1_500, windowMs: 60_000 }] as const;

type Tried = { readonly read: LogReading } | { readonly why: string };

/**
 * Reads who changed a switch from Microsoft's own audit log: by advanced hunting, and where that is refused or shows
 * nothing new, by the Management Activity API (docs/facts/defender.md#audit). Both hold the same records under the same
 * ids.
 */
export function createAuditReader(options: AuditOptions): ReadTenantAudit {
  const { graph, activity, log } = options;
  const rest = { clock: options.clock, timeoutMs: options.timeoutMs };
  const { tenantId } = options;
  const hunt = huntingSource({
    ...rest,
    ...graph,
    tenantId,
    service: HUNTING,
    budget: createCallBudget(HUNTING_LIMITS, rest.clock),
  });
  const budget = createCallBudget(FEED_LIMITS, rest.clock);
  const follow = feedSource({ ...rest, ...activity, tenantId, service: FEED, budget });
  /** What hunting has shown: where it shows nothing new, the other source may. */
  const shown = new Set<string>();
  return async (from) => {
    const since = Math.floor(from / 1_000) * 1_000;
    const hunted = await reading(log, 'hunting', hunt(since));
    const ids = 'read' in hunted ? hunted.read.changes.map(({ id }) => id) : [];
    const isNew = ids.some((id) => !shown.has(id));
    for (const id of ids) shown.add(id);
    if ('read' in hunted && isNew) return { value: told('hunting', [hunted.read]) };
    const followed = await reading(log, 'activity-feed', follow(since));
    if ('read' in hunted && 'read' in followed) {
      const hasMore = ids.length === 0 || followed.read.changes.some(({ id }) => !shown.has(id));
      return { value: told(hasMore ? 'activity-feed' : 'hunting', [hunted.read, followed.read]) };
    }
    if ('read' in followed) return { value: told('activity-feed', [followed.read]) };
    if ('read' in hunted) return { value: told('hunting', [hunted.read]) };
    return { why: `${hunted.why} ${followed.why}` };
  };
}

async function reading(log: Log, source: TenantAudit['source'], call: Promise<LogReading>): Promise<Tried> {
  try {
    return { read: await call };
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    log.debug({ source, code: error.code, why: error.message }, 'audit log not read from one source');
    return { why: error.message };
  }
}

function told(source: TenantAudit['source'], read: readonly LogReading[]): TenantAudit {
  const changes = inOrder(read.flatMap((one) => one.changes));
  const leftOut = Math.max(...read.map((one) => one.leftOut));
  return { changes, source, until: Math.min(...read.map(({ until }) => until)), ...(leftOut > 0 && { leftOut }) };
}
