import { FEATURE_NAMES } from '../../changes/features.ts';
import { featureKey } from '../../changes/knowledge/knowledge.ts';
import { kindOf } from '../../changes/registry/kind-of.ts';
import type { TenantSnapshot } from '../../changes/tenant-snapshot.ts';
import { AirlockError } from '../../shared/errors.ts';
import { inEnglish, t } from '../../shared/language/worded.ts';
import { assessDraft, readForDraft } from '../drafting/assess.ts';
import { assertDraftRoom } from '../drafting/before/draft-room.ts';
import { fileDraft, refusal } from '../drafting/draft.ts';
import { allOutside, type KnownOutside } from '../knowing/outside-known.ts';
import { type Asker, replyTo } from '../messages/outbox-messages.ts';
import { askedWords, outsideSentences } from '../messages/outside-words.ts';
import type { Task } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import type { RequestStep } from '../ports/store.ts';
import { type FactChange, knownIn } from '../record/fact.ts';
import type { Outside, OutsideItem } from '../record/outside.ts';
import type { Evidence, Request } from '../record/request.ts';
import { hasEnded } from '../record/transitions.ts';
import { personOf } from '../rules/advance.ts';
import { whoAsks } from '../rules/four-eyes.ts';
import { lockedBy, replyLocked } from '../rules/object-lock.ts';
import { featureFact, latestOf } from './feature-fact.ts';
import { askedRequests, knownOutside, outsideChange, outsideReplacements } from './outside-store.ts';

/** Which change outside Airlock somebody asks to revert: its card, and the place on it, from 0. */
export interface OutsideRef {
  readonly id: string;
  readonly item: number;
}

/** The change that a button is about. @throws AirlockError not-found, wrong-state where Airlock cannot ask for it */
export function itemAt(
  { items }: Outside,
  { item }: OutsideRef,
): OutsideItem & { readonly revert: NonNullable<OutsideItem['revert']> } {
  const found = items[item];
  if (!found) throw new AirlockError('not-found', t`Airlock knows of no such change here.`);
  const { revert } = found;
  if (!revert) throw new AirlockError('wrong-state', t`Airlock cannot ask for the opposite of this change.`);
  return { ...found, revert };
}

/** Why nobody needs to ask again; null where nobody asked, or what was asked has ended without being applied. */
export function alreadyAsked(item: OutsideItem, asked: ReadonlyMap<string, Request>): string | null {
  const request = asked.get(item.asked?.requestId ?? '');
  const isUnderWay = request !== undefined && (!hasEnded(request.state) || request.state === 'applied');
  return isUnderWay ? askedWords(item, request) : null;
}

/**
 * Answers a press on "Ask to revert" with a draft of the opposite change, which needs a reason and an approval like
 * any other, or with why there is none.
 * @throws AirlockError not-allowed, not-found, wrong-state, directory-unavailable, rev-conflict and the tenant's
 *   errors: nothing was filed.
 */
export async function revertOutside(
  services: Services,
  asks: Asker & { readonly outside: OutsideRef },
  task: Task,
): Promise<void> {
  const asked = { ...asks, ...(await whoAsks(services, asks.actor)) };
  await assertDraftRoom(services, asked.actor, asked.conversation);
  const known = await knownOutside(services, asked.outside.id);
  const item = itemAt(known.outside, asked.outside);
  const title = kindOf(item.revert).title(item.revert);
  const before = alreadyAsked(item, await askedRequests(services, known.outside));
  if (before !== null) {
    const data = { tone: 'info', title, text: t`${before} Nothing was filed.` } as const;
    return replyTo(services, asked, task, { view: 'notice', data });
  }
  const locking = await lockedBy(services, item.revert);
  if (locking) return replyLocked(services, asked, task, locking);
  const learnt = await toldOf(services, item);
  const now = withTold(await readForDraft(services, { change: item.revert }), learnt);
  const assessed = assessDraft({ change: item.revert }, now);
  if (assessed.verdict !== 'open') return replyTo(services, asked, task, refusal(title, assessed));
  const reason = reasonFor(known.outside, item);
  await fileDraft(services, { ...asked, reason }, assessed, task, null, (step) =>
    noteAsked(services, { known, learnt, evidence: asked.evidence }, asked.outside.item, step),
  );
}

/** For the requester to keep or change: the card then says what it undoes, and whose change that was. */
function reasonFor({ number }: Outside, { name, by }: OutsideItem): string {
  const who = name ?? by;
  return `Undoes change ${number}, made outside Airlock${who === null ? '' : ` by ${who}`}`;
}

/**
 * What becomes known of the switch: whoever asks to undo a change goes by the record, or the reading, that tells of
 * it. By the newest, where there are several.
 */
async function toldOf(services: Services, { feature }: OutsideItem): Promise<readonly FactChange[]> {
  if (feature === null) return [];
  const known = await allOutside(services);
  if (latestOf(known, feature.name)?.value === null) return [];
  const last = known
    .flatMap(({ outside }) => outside.items)
    .filter((item) => item.feature?.name === feature.name)
    .sort((one, other) => (one.at ?? one.readAt) - (other.at ?? other.readAt))
    .at(-1);
  if (!last?.feature?.value || last.reverted !== undefined) return [];
  const { by, at, readAt } = last;
  const { name, value } = last.feature;
  const source =
    at === null
      ? ({ kind: 'read', at: readAt } as const)
      : ({ kind: 'corroborated', at, by: by ?? '', request: null } as const);
  return featureFact(services, { name, value }, source);
}

/** The snapshot with what was told in place of what cannot be read. */
function withTold(now: TenantSnapshot, learnt: readonly FactChange[]): TenantSnapshot {
  const told = FEATURE_NAMES.flatMap((name) => {
    const fact = learnt.find(({ fact: { key } }) => key === featureKey(name))?.fact;
    const isOpen = now.features?.[name] === 'unread' || now.sources?.[featureKey(name)] !== undefined;
    return isOpen && (fact?.value === 'on' || fact?.value === 'off')
      ? [{ name, value: fact.value, source: fact.source }]
      : [];
  });
  return {
    ...now,
    features: { ...now.features, ...Object.fromEntries(told.map(({ name, value }) => [name, value])) },
    sources: { ...now.sources, ...Object.fromEntries(told.map(({ name, source }) => [featureKey(name), source])) },
  };
}

/** Its card says from now on that somebody asked. */
async function noteAsked(
  services: Services,
  {
    known: { outside, changedAt },
    learnt,
    evidence,
  }: { readonly known: KnownOutside; readonly learnt: readonly FactChange[]; readonly evidence: Evidence },
  index: number,
  step: RequestStep,
): Promise<Pick<RequestStep, 'facts' | 'replacements' | 'audit'>> {
  const { requester, id: requestId, createdAt, tenantId } = step.request;
  const items = outside.items.map((item, at) =>
    at === index ? { ...item, asked: { by: requester, requestId, at: createdAt } } : item,
  );
  const noted = { ...outside, items };
  const found = inEnglish(() => outsideSentences(items.slice(index, index + 1)));
  const facts = [outsideChange(services, noted, changedAt), ...learnt];
  const data = { outside: outside.number, found, person: personOf(requester, evidence), known: knownIn(facts) };
  const entry = { tenantId, at: createdAt, event: 'outside.revert', actor: requester.oid, requestId: null, data };
  return {
    facts,
    replacements: await outsideReplacements(services, noted, new Map([[requestId, step.request]])),
    audit: [...step.audit, entry],
  };
}
