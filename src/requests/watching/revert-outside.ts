import { kindOf } from '../../changes/registry/kind-of.ts';
import { AirlockError } from '../../shared/errors.ts';
import { assessDraft, readForDraft } from '../drafting/assess.ts';
import { assertDraftRoom, fileDraft, refusal } from '../drafting/draft.ts';
import { type Asker, replyTo } from '../messages/outbox-messages.ts';
import { askedWords, outsideSentences } from '../messages/outside-words.ts';
import type { Task } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import type { RequestStep } from '../ports/store.ts';
import type { Outside, OutsideItem } from '../record/outside.ts';
import type { Request } from '../record/request.ts';
import { hasEnded } from '../record/transitions.ts';
import { personOf } from '../rules/advance.ts';
import { askingActor } from '../rules/four-eyes.ts';
import { lockedBy, replyLocked } from '../rules/object-lock.ts';
import { askedRequests, type KnownOutside, knownOutside, outsideChange, outsideReplacements } from './outside-store.ts';

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
  if (!found) throw new AirlockError('not-found', 'Airlock knows of no such change here.');
  const { revert } = found;
  if (!revert) throw new AirlockError('wrong-state', 'Airlock cannot ask for the opposite of this change.');
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
  const asked = { ...asks, actor: await askingActor(services, asks.actor) };
  await assertDraftRoom(services, asked.actor);
  const known = await knownOutside(services, asked.outside.id);
  const item = itemAt(known.outside, asked.outside);
  const title = kindOf(item.revert).title(item.revert);
  const before = alreadyAsked(item, await askedRequests(services, known.outside));
  if (before !== null) {
    const data = { tone: 'info', title, text: `${before} Nothing was filed.` } as const;
    return replyTo(services, asked, task, { view: 'notice', data });
  }
  const locking = await lockedBy(services, item.revert);
  if (locking) return replyLocked(services, asked, task, locking);
  const assessed = assessDraft({ change: item.revert }, await readForDraft(services, { change: item.revert }));
  if (assessed.verdict !== 'open') return replyTo(services, asked, task, refusal(title, assessed));
  await fileDraft(services, asked, assessed, task, null, (step) =>
    noteAsked(services, known, asked.outside.item, step),
  );
}

/** Its card says from now on that somebody asked. */
function noteAsked(
  services: Services,
  { outside, changedAt }: KnownOutside,
  index: number,
  step: RequestStep,
): Pick<RequestStep, 'facts' | 'replacements' | 'audit'> {
  const { requester, id: requestId, createdAt, tenantId } = step.request;
  const items = outside.items.map((item, at) =>
    at === index ? { ...item, asked: { by: requester, requestId, at: createdAt } } : item,
  );
  const noted = { ...outside, items };
  const found = outsideSentences(items.slice(index, index + 1));
  const data = { outside: outside.number, found, person: personOf(requester) };
  const entry = { tenantId, at: createdAt, event: 'outside.revert', actor: requester.oid, requestId: null, data };
  return {
    facts: [outsideChange(services, noted, changedAt)],
    replacements: outsideReplacements(noted, new Map([[requestId, step.request]])),
    audit: [...step.audit, entry],
  };
}
