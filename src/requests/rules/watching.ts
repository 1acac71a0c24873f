import { isOwnChange } from '../../changes/registry/kind-of.ts';
import { pausesOf } from '../../shared/backoff.ts';
import type { NewTask } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import type { Request } from '../record/request.ts';
import { newTask } from './advance.ts';
import { connectorFor } from './setting-owner.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * How long the tenant may take to show a change, in ms: usually minutes, in some tenants several hours (learn:
 * machine-groups). Until then a reading that does not show it proves nothing.
 */
export const SHOWS_WITHIN = 6 * HOUR;

/** How long Airlock looks for a change after its request has ended without the tenant showing it, in ms. */
export const WATCHED_FOR = 7 * DAY;

/** Pauses between looks: short at first, then an hour for about a day, finally three hours. */
export const WATCH_PAUSES = pausesOf(
  15 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  ...Array.from({ length: 24 }, () => HOUR),
  3 * HOUR,
);

/** What goes with the end of a request whose change may still show. */
export interface Watch {
  readonly watchedUntil: number;
  readonly tasks: readonly NewTask[];
}

/**
 * Looks again after the end, where a reading can show the change; null where none can.
 * @param request as it is before the step that ends it
 */
export function watchAfter(services: Services, request: Request, correlation: string): Watch | null {
  if (!canShow(services, request)) return null;
  const { id, rev } = request;
  const now = services.clock.now();
  const dueAt = now + WATCH_PAUSES(0);
  const task = newTask(services, 'surface', { key: `${id}:surface:${rev}`, requestId: id, dueAt, correlation });
  return { watchedUntil: now + WATCHED_FOR, tasks: [task] };
}

/**
 * Airlock's own settings show at once what was written, but for a write that nobody knows the end of: whoever began it
 * may have hung, and go on.
 */
function canShow(services: Services, { change, handover, state }: Request): boolean {
  if (isOwnChange(change)) return state === 'unknown';
  const tenant = connectorFor(services, change);
  return tenant.applies === 'automatically' || (handover !== null && tenant.canShow(change));
}
