import type { Change } from '../../changes/registry/change.ts';
import { kindOf } from '../../changes/registry/kind-of.ts';
import { isAirlockError } from '../../shared/errors.ts';
import type { ConversationKey } from '../../shared/ids.ts';
import { t } from '../../shared/language/worded.ts';
import { sentenceAmongOthers } from '../messages/among-others.ts';
import { type AskedCopy, type Asker, askedCopy, replyTo } from '../messages/outbox-messages.ts';
import type { Task } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import { fullName } from '../record/actor-names.ts';
import type { Request } from '../record/request.ts';
import { hasEnded } from '../record/transitions.ts';
import { asShown } from './load.ts';
import { endIfRequesterGone } from './people/requester-gone.ts';
import { isShownIn, placeOf } from './shared-places.ts';

/**
 * The open request that locks an object of this change, or null. Each object has at most one; in a race the store
 * refuses the second. A request whose requester is gone ends here, and locks nothing any more.
 */
export async function lockedBy(services: Services, change: Change): Promise<Request | null> {
  const { store, tenantId } = services;
  for (const object of kindOf(change).objects(change)) {
    const locking = await store.lockedBy(tenantId, object);
    const left = locking && (await endQuietly(services, locking));
    const told = left && (await asShown(services, left, `locked:${left.id}`)).request;
    if (told && !hasEnded(told.state)) return told;
  }
  return null;
}

/** A silent directory changes nothing: then the request goes on, and locks. */
async function endQuietly(services: Services, request: Request): Promise<Request> {
  try {
    return await endIfRequesterGone(services, request);
  } catch (error) {
    if (!isAirlockError(error, 'directory-unavailable')) throw error;
    return request;
  }
}

/** What somebody is told who asks for a second change to the same object, and the first one's card. */
export interface Locked {
  readonly text: string;
  /** Null in a place where the first request may not be shown. */
  readonly copy: AskedCopy | null;
}

/**
 * The answer to somebody who asks for a second change to the same object. In a channel or group chat where the first
 * one was neither asked nor announced, it says only that there is one.
 * @param key of what asked
 */
export async function lockedAnswer(
  services: Pick<Services, 'store' | 'tenantId' | 'clock'>,
  locking: Request,
  conversation: ConversationKey,
  key: string,
): Promise<Locked> {
  const { number, requester } = locking;
  const once = t`One request at a time: this can be asked for once that one is decided or withdrawn.`;
  if (!(await isShownIn(services, locking, await placeOf(services, conversation)))) {
    return { text: t`#${number}, asked for elsewhere, is open on the same object. ${once}`, copy: null };
  }
  return {
    text: t`#${number}, asked for by ${fullName(requester)}, is open on the same object. ${await sentenceAmongOthers(services, locking)} ${once}`,
    copy: askedCopy(services, locking, { asked: key, conversation }),
  };
}

/** How to get to what may be done at once: nobody has to wait for the decision on another request. */
function wayOut({ number, requester }: Request, { actor }: Asker): string {
  return requester.oid === actor.oid
    ? t`In an emergency: withdraw #${number} on its card, which is yours, then write this again and do it at once.`
    : t`In an emergency: whoever may approve rejects #${number} on its card, then writes this again and does it at once.`;
}

/**
 * Answers with the open request that locks the object; nothing was filed.
 * @param isUrgent whether what was asked for may be done at once in an emergency
 */
export async function replyLocked(
  services: Services,
  asker: Asker,
  task: Task,
  locking: Request,
  isUrgent = false,
): Promise<void> {
  const { text: why, copy } = await lockedAnswer(services, locking, asker.conversation, task.key);
  const text = isUrgent && locking.state === 'pending' ? `${why} ${wayOut(locking, asker)}` : why;
  const suggestions = [`show ${locking.number}`];
  const data = { tone: 'warning', title: t`There is a request already`, text, suggestions } as const;
  return replyTo(services, asker, task, { view: 'notice', data }, copy);
}
