import { z } from 'zod';
import { utcWords } from '../../../shared/language/time-words.ts';
import { t } from '../../../shared/language/worded.ts';
import type { DiffRow } from '../../change-kind.ts';
import type { ActionRecord, TenantSnapshot } from '../../tenant-snapshot.ts';
import { openActions, tellerOf } from './device-standing.ts';
import { ACTS, type ActName } from './response-acts.ts';

/** How many are named. */
const NAMED = 3;

/** What an undoing leaves as it is: devices that another order than the request's holds so, and whose that is. */
export const OTHERS = z
  .strictObject({
    count: z.int().min(1),
    named: z
      .array(z.strictObject({ name: z.string().max(256), by: z.string().max(400) }).readonly())
      .max(NAMED)
      .readonly(),
  })
  .readonly();

export type Others = z.infer<typeof OTHERS>;

type Acted = { readonly id: string; readonly name: string };

/**
 * The devices that stand so by the request's own orders, or may, and those that another order holds so: who undoes the
 * request must not undo that one. Where nobody said which orders are the request's own, all are taken for such.
 */
export function ownDevices<D extends Acted>(
  act: ActName,
  devices: readonly D[],
  { actions }: TenantSnapshot,
): { readonly own: readonly D[]; readonly others: Others | null } {
  const { ordered } = actions ?? {};
  if (!actions || !ordered) return { own: devices, others: null };
  const held = devices.flatMap((device) => {
    const order = holds(act, device, actions);
    return order === null || ordered.includes(order.id) ? [] : [{ device, order }];
  });
  if (held.length === 0) return { own: devices, others: null };
  const named = held.slice(0, NAMED).map(({ device: { name }, order }) => ({ name, by: byWords(order) }));
  const own = devices.filter((one) => !held.some(({ device }) => device === one));
  return { own, others: { count: held.length, named } };
}

/** The latest order on a device, open or done, where it is of the act's own type; null for none. */
function holds(act: ActName, { id }: Acted, actions: NonNullable<TenantSnapshot['actions']>): ActionRecord | null {
  const { family, type } = ACTS[act];
  const latest = openActions(actions, id, family)[0] ?? tellerOf(actions, id, family);
  return latest?.type === type ? latest : null;
}

const MARK = /\bAirlock #[1-9][0-9]{0,8} [0-9a-f]{8}\b/u;

/** Stored with the change, so in no language: who, when, and a request that its comment names. */
function byWords({ requestor, createdAt, comment }: ActionRecord): string {
  const mark = MARK.exec(comment)?.[0];
  const who = requestor === null || requestor === '' ? [] : [requestor.slice(0, 300)];
  return [...who, utcWords(createdAt), ...(mark ? [mark] : [])].join(', ');
}

/** The row of a card that tells it. */
export function othersRows(others: Others | undefined): readonly DiffRow[] {
  return others ? [{ label: t`Left out`, from: '-', to: othersWords(others) }] : [];
}

export function othersWords({ count, named }: Others): string {
  const names = named.map(({ name, by }) => `${name} (${by})`).join(', ');
  const more = count - named.length;
  return more > 0
    ? t`By another order than that of the request, which is not undone: ${names} and ${more} more`
    : t`By another order than that of the request, which is not undone: ${names}`;
}
