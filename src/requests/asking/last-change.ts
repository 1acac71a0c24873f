import type { FeatureName } from '../../changes/features.ts';
import { kindOf } from '../../changes/registry/kind-of.ts';
import type { NoticeData } from '../messages/answers.ts';
import type { Services } from '../ports/services.ts';
import { fullName } from '../record/actor-names.ts';
import type { Actor, Request } from '../record/request.ts';
import { type Place, sharedPlace } from '../rules/shared-places.ts';

type LastServices = Pick<Services, 'store' | 'tenantId'>;

/** How many requests are looked at, the newest first. A change may be applied long after it was asked for. */
const LOOKED_AT = 200;

type Applied = Extract<Request, { state: 'applied' }>;

/**
 * The request that was applied last; null for none. In a channel or group chat, of those that were asked or announced
 * there.
 * @param feature only changes of this switch; null for any
 */
export async function lastApplied(
  { store, tenantId }: LastServices,
  place: Place,
  feature: FeatureName | null,
): Promise<Applied | null> {
  const query = { open: false, limit: LOOKED_AT, place: sharedPlace(place) };
  const found = await store.requests(tenantId, query, () => undefined);
  const applied = found.filter((request): request is Applied => request.state === 'applied');
  const wanted = applied.filter(({ change }) => feature === null || isOf(change, feature));
  return wanted.sort((a, b) => b.outcome.at - a.outcome.at)[0] ?? null;
}

function isOf(change: Request['change'], feature: FeatureName): boolean {
  return change.kind === 'advanced-feature' && change.feature === feature;
}

/** What was changed last, who asked for it and who approved it; as far as Airlock knows. */
export async function lastChange(
  services: LastServices,
  place: Place,
  feature: FeatureName | null,
): Promise<NoticeData> {
  const request = await lastApplied(services, place, feature);
  const here = sharedPlace(place) === null ? '' : ' of those that are shown here';
  if (!request) {
    const text = `No request${feature === null ? '' : ' about this switch'} was applied${here}. What somebody changed without one is under "outside changes".`;
    return { tone: 'info', title: 'No change so far', text, suggestions: ['outside changes', 'history'] };
  }
  const { number } = request;
  return {
    tone: 'info',
    title: `The last change: #${number}, ${kindOf(request.change).title(request.change)}`,
    text: `${peopleOf(request)} Changes without a request are not among these.`,
    suggestions: [`show ${number}`, `revert ${number}`, 'outside changes'],
  };
}

/** Who asked, and who approved. */
export function peopleOf({ requester, approvals }: Pick<Request, 'requester' | 'approvals'>): string {
  const by = approvals.map(({ by }: { readonly by: Actor }) => fullName(by));
  const approved = by.length === 0 ? '' : ` ${by.join(' and ')} approved it.`;
  return `${fullName(requester)} asked for it.${approved}`;
}
