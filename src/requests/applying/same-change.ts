import type { Change } from '../../changes/registry/change.ts';
import { kindOf, partsOf } from '../../changes/registry/kind-of.ts';
import { asJson, canonical, type Json } from '../../shared/json.ts';
import type { Services } from '../ports/services.ts';
import type { Request } from '../record/request.ts';

/** How many requests are read at a time. */
const PAGE = 100;

/** Longer than a request lives from its draft to its end. */
const LONGEST_LIFE = 30 * 86_400_000;

/**
 * Whether another request has applied the same since this one ended: then a reading that shows it is explained. One
 * that found it in place, or saw it later, wrote nothing. Null where that cannot be told, since one of them is not as
 * recorded: then the next look decides.
 */
export async function isAppliedByAnother(services: Services, ended: Request): Promise<boolean | null> {
  let isAnyLeftOut = false;
  const onUnreadable = () => {
    isAnyLeftOut = true;
  };
  const endedAt = ended.closing?.at ?? ended.outcome?.at ?? 0;
  for (let before: number | undefined; ; ) {
    const query = { open: false, limit: PAGE, ...(before !== undefined && { before }) };
    const page = await services.store.requests(ended.tenantId, query, onUnreadable);
    if (page.some((other) => other.id !== ended.id && isAppliedSince(other, endedAt) && isSame(ended, other)))
      return true;
    const last = page.at(-1);
    if (!last || last.createdAt < endedAt - LONGEST_LIFE) return isAnyLeftOut ? null : false;
    before = last.number;
  }
}

function isAppliedSince({ outcome }: Request, since: number): boolean {
  if (!outcome || outcome.at < since) return false;
  return ['written', 'found-later', 'verified', 'attested'].includes(outcome.code);
}

/** Whether an open request on the same object may be writing, or somebody following its steps, at this moment. */
export async function isBeingAppliedByAnother({ store, tenantId }: Services, ended: Request): Promise<boolean> {
  for (const object of kindOf(ended.change).objects(ended.change)) {
    const open = await store.lockedBy(tenantId, object);
    const isOther = open !== null && !(await store.asLoaded(open)).isSame;
    if (open && (isOther || open.startedAt !== null || open.handover !== null)) return true;
  }
  return false;
}

/** Whether they ask for one and the same of one object, at least in part. */
function isSame({ change }: Request, { change: other }: Request): boolean {
  return partsOf(change).some((part) => partsOf(other).some((one) => isSamePart(part, one)));
}

function isSamePart(change: Change, other: Change): boolean {
  if (change.kind !== other.kind) return false;
  const objects = kindOf(other).objects(other);
  if (
    !kindOf(change)
      .objects(change)
      .some((object) => objects.includes(object))
  )
    return false;
  const values = valuesOf(other);
  const own = Object.entries(valuesOf(change));
  return own.length === 0 || own.some(([key, value]) => canonical(value) === canonical(values[key] ?? null));
}

/** The fields that a change sets, where it is not one whole. */
function valuesOf(change: Change): Readonly<Record<string, Json>> {
  if (change.kind === 'advanced-feature') return { to: change.to };
  if (!('set' in change)) return {};
  return Object.fromEntries(Object.entries(change.set).map(([key, value]) => [key, asJson(value)]));
}
