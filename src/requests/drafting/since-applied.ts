import { kindOf, partsOf } from '../../changes/registry/kind-of.ts';
import type { ConversationKey } from '../../shared/ids.ts';
import { t } from '../../shared/language/worded.ts';
import type { Services } from '../ports/services.ts';
import { fullName } from '../record/actor-names.ts';
import type { Request, RequestIn } from '../record/request.ts';
import { groupNames, groupTerm } from '../record/search-terms.ts';
import { lockedBy } from '../rules/object-lock.ts';
import { isShownIn, placeOf } from '../rules/shared-places.ts';

/** How many requests are looked at, the newest first. */
const LOOKED_AT = 200;

type Reading = Pick<Services, 'store' | 'tenantId'>;
type Applied = RequestIn<'applied'>;

/** The open request about what this one changed, though it may know it by another key: a new group has no number. */
export async function openSince(services: Services, request: Request): Promise<Request | null> {
  const locking = await lockedBy(services, request.change);
  if (locking) return locking;
  const open = await services.store.requests(services.tenantId, { open: true, limit: LOOKED_AT }, () => undefined);
  const about = open.filter((one) => shares(keysOf(one), keysOf(request)));
  for (const { change } of about) {
    const still = await lockedBy(services, change);
    if (still) return still;
  }
  return null;
}

/**
 * The request about the same that was applied last, after this one. Of a place among the groups, that is also one which
 * changed their order. Null for none.
 */
export async function appliedSince({ store, tenantId }: Reading, request: Applied): Promise<Applied | null> {
  const found = await store.requests(tenantId, { open: false, limit: LOOKED_AT }, () => undefined);
  const later = found
    .filter((one): one is Applied => one.state === 'applied' && one.id !== request.id)
    .filter(({ outcome }) => outcome.at >= request.outcome.at)
    .sort((a, b) => b.outcome.at - a.outcome.at);
  const same = later.find((one) => shares(keysOf(one), keysOf(request)));
  return same ?? later.find((one) => isPlacing(request) && isPlacing(one)) ?? null;
}

/** Which request it was, as far as it may be told in this place. */
export async function sinceWords(services: Reading, later: Applied, to: ConversationKey): Promise<string> {
  const { number, requester, change } = later;
  if (!(await isShownIn(services, later, await placeOf(services, to))))
    return t`#${number}, asked for elsewhere, was applied after it.`;
  return t`#${number}, asked for by ${fullName(requester)}, was applied after it: ${kindOf(change).title(change)}.`;
}

function keysOf(request: Request): readonly string[] {
  return [...kindOf(request.change).objects(request.change), ...groupNames(request).map(groupTerm)];
}

function shares(one: readonly string[], other: readonly string[]): boolean {
  return one.some((key) => other.includes(key));
}

const PLACING: readonly string[] = ['device-group.create', 'device-group.delete', 'device-group.rank'];

function isPlacing({ change }: Request): boolean {
  return partsOf(change).some(({ kind }) => PLACING.includes(kind));
}
