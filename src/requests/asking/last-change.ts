import type { FeatureName } from '../../changes/features.ts';
import { kindOf, partsOf } from '../../changes/registry/kind-of.ts';
import { joinedByAnd } from '../../shared/language/in-sentences.ts';
import { msg, say, t } from '../../shared/language/worded.ts';
import { allOutside, changedBy, type NumberedItem } from '../knowing/outside-known.ts';
import type { NoticeData } from '../messages/answers.ts';
import { allNamedInLog } from '../messages/corroboration-words.ts';
import { outsideSentences } from '../messages/outside-words.ts';
import { notTold } from '../messages/untrue-words.ts';
import type { Services } from '../ports/services.ts';
import { fullName } from '../record/actor-names.ts';
import { type Actor, type Emergency, givenOf, type Request } from '../record/request.ts';
import { isCorroborated } from '../record/told-by-request.ts';
import { isSwapped } from '../rules/load.ts';
import { type Place, sharedPlace } from '../rules/shared-places.ts';
import { sentences } from './question.ts';

/** How many requests are looked at, the newest first. A change may be applied long after it was asked for. */
const LOOKED_AT = 200;

type Applied = Extract<Request, { state: 'applied' }>;

/** What was applied last of the requests that are shown in a place, and what came after it. */
export interface LastApplied {
  readonly request: Applied;
  /** Whether somebody changed it in the database: then nothing of it but its number is told. */
  readonly isSwapped: boolean;
  /** A change outside Airlock that is newer, by the number under which it is told; null for none. */
  readonly outside: NumberedItem | null;
  /** Whether a request that is not shown there was applied later. */
  readonly isNewerElsewhere: boolean;
}

/**
 * The request that was applied last; null for none. In a channel or group chat, of those that were asked or announced
 * there.
 * @param feature only changes of this switch; null for any
 */
export async function lastApplied(
  services: Services,
  place: Place,
  feature: FeatureName | null,
): Promise<LastApplied | null> {
  const here = sharedPlace(place);
  const request = await newest(services, here, feature);
  if (request === null) return null;
  const all = here === null ? request : await newest(services, null, feature);
  const isNewerElsewhere = all !== null && all.id !== request.id && all.outcome.at > request.outcome.at;
  const [outside, swapped] = await Promise.all([
    newerOutside(services, request, feature),
    isSwapped(services, request, `last:${request.id}`),
  ]);
  return { request, isSwapped: swapped, isNewerElsewhere, outside };
}

async function newest(
  { store, tenantId }: Services,
  place: ReturnType<typeof sharedPlace>,
  feature: FeatureName | null,
): Promise<Applied | null> {
  const found = await store.requests(tenantId, { open: false, isAll: true, limit: LOOKED_AT, place }, () => undefined);
  const applied = found.filter((request): request is Applied => request.state === 'applied');
  const wanted = applied.filter(({ change }) => feature === null || isOf(change, feature));
  return wanted.sort((a, b) => b.outcome.at - a.outcome.at)[0] ?? null;
}

async function newerOutside(
  services: Services,
  { outcome }: Applied,
  feature: FeatureName | null,
): Promise<LastApplied['outside']> {
  const known = await allOutside(services);
  const found = known.flatMap(({ outside: { number, items } }) => items.map((item) => ({ number, item })));
  const newer = found.filter(
    ({ item }) => changedBy(item) > outcome.at && (feature === null || item.feature?.name === feature),
  );
  return newer.sort((a, b) => changedBy(b.item) - changedBy(a.item))[0] ?? null;
}

function isOf(change: Request['change'], feature: FeatureName): boolean {
  return partsOf(change).some((part) => part.kind === 'advanced-feature' && part.feature === feature);
}

/** What was changed last, who asked for it and who approved it; as far as Airlock knows. */
export async function lastChange(services: Services, place: Place, feature: FeatureName | null): Promise<NoticeData> {
  const last = await lastApplied(services, place, feature);
  const isShared = sharedPlace(place) !== null;
  if (!last) {
    const text = t`${noneApplied(feature, isShared)} What somebody changed without one is under "outside changes".`;
    return { tone: 'info', title: t`No request was applied so far`, text, suggestions: ['outside changes', 'history'] };
  }
  const { number, change } = last.request;
  if (last.isSwapped) {
    const text = sentences(notTold(number), laterWords(last));
    return { tone: 'attention', title: t`The last request is not as recorded`, text, suggestions: [`show ${number}`] };
  }
  const what = `#${number}, ${kindOf(change).title(change)}`;
  return {
    tone: 'info',
    title: isShared ? t`The last request that is shown here: ${what}` : t`The last request: ${what}`,
    text: sentences(peopleOf(last.request), appliedBy(last.request), laterWords(last) ?? say(ONLY_REQUESTS)),
    suggestions: lastSuggestions(last),
  };
}

function noneApplied(feature: FeatureName | null, isShared: boolean): string {
  if (feature === null)
    return isShared ? t`No request was applied of those that are shown here.` : t`No request was applied.`;
  return isShared
    ? t`No request about this switch was applied of those that are shown here.`
    : t`No request about this switch was applied.`;
}

const ONLY_REQUESTS = msg`Changes without a request are not among these.`;

/** What came after it; null where nothing is known that did. */
export function laterWords({ outside, isNewerElsewhere }: LastApplied): string | null {
  const elsewhere = isNewerElsewhere ? t`A request that is not shown here was applied later.` : null;
  const newer =
    outside && t`Outside Airlock changed since (no. ${outside.number}): ${outsideSentences([outside.item])}`;
  return elsewhere === null && newer === null ? null : sentences(elsewhere, newer);
}

/** A revert is offered only where it undoes what came last, and what was before is known. */
function lastSuggestions({ request, outside, isNewerElsewhere }: LastApplied): readonly string[] {
  const { number, change, base } = request;
  const isLast = outside === null && !isNewerElsewhere;
  const mayRevert = isLast && !kindOf(change).unrestorable?.(change, base);
  return [`show ${number}`, ...(mayRevert ? [`revert ${number}`] : []), 'outside changes'];
}

/** Who asked, and who approved: before it was done or, of an emergency, afterwards. */
export function peopleOf(request: Pick<Request, 'requester' | 'approvals' | 'alone'>): string {
  const asked = t`${fullName(request.requester)} asked for it.`;
  const by = joinedByAnd(givenOf(request).map(({ by }: { readonly by: Actor }) => fullName(by)));
  if (request.alone?.why === 'emergency') return sentences(asked, emergencyWords(request.alone, by));
  if (by !== '') return t`${asked} ${by} approved it.`;
  return request.alone ? sentences(asked, t`It went ahead on one person’s word.`) : asked;
}

function emergencyWords({ settled }: Emergency, by: string): string {
  if (by !== '') return t`It was done at once as an emergency; ${by} approved it afterwards.`;
  return settled?.how === 'undone'
    ? t`It was done at once as an emergency, approved by nobody, and undone by #${settled.request}.`
    : t`It was done at once as an emergency, and nobody has approved it so far.`;
}

/** Who applied it, and how that is known; null where Airlock wrote it, and where nobody is named. */
export function appliedBy({
  change,
  outcome,
  handover,
}: Pick<Applied, 'change' | 'outcome' | 'handover'>): string | null {
  const logged = allNamedInLog(outcome);
  if (isCorroborated({ change, outcome })) return t`Microsoft's audit log names ${logged} as who applied it.`;
  const word = handover?.attested ? t`${fullName(handover.attested.by)} applied it, by their own word.` : null;
  return logged === '' ? word : sentences(word, t`Microsoft's audit log names ${logged} for a part of it.`);
}
