import { kindOf } from '../../changes/registry/kind-of.ts';
import type { ConversationKey } from '../../shared/ids.ts';
import type { NewOutboxMessage, OutboxMessage } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import type { OutboxBatch } from '../ports/store.ts';
import type { Request } from '../record/request.ts';

/** Milliseconds after a withdrawal in which asking again sends nobody a card again. */
const COOL_DOWN = 10 * 60_000;

/** How many requests of one person are announced by new cards within that time, whatever they are about. */
const MOST_NEW = 5;

/** How far back to look for withdrawn requests; nobody withdraws more than these within the time. */
const LOOKED_AT = 50;

/** The key of the card that shows the request in a place from now on; null where a new one does. */
type KeyOf = (conversation: ConversationKey) => string | null;

/**
 * Announces a request by the cards of one that the same person withdrew a moment ago on the same object, or on any
 * object once they asked for much: they show the new request from now on. So asking and withdrawing in turn floods no
 * approver. Whoever has no such card gets a new one.
 */
export async function reuseCards(
  services: Services,
  request: Request,
  messages: readonly NewOutboxMessage[],
): Promise<Pick<OutboxBatch, 'messages' | 'replacements'> & { readonly keyOf: KeyOf }> {
  const { store, tenantId } = services;
  const before = await withdrawnBefore(services, request);
  if (before.length === 0) return { messages, keyOf: () => null };
  const reached = new Set((await store.copies(tenantId, request.id)).map(({ conversation }) => conversation));
  const wanted = messages.filter(({ conversation }) => !reached.has(conversation));
  const cards = new Map<ConversationKey, OutboxMessage>();
  for (const { id } of before) {
    if (wanted.every(({ conversation }) => cards.has(conversation))) break;
    for (const copy of (await store.copies(tenantId, id)).filter(isSent)) {
      if (!cards.has(copy.conversation)) cards.set(copy.conversation, copy);
    }
  }
  return {
    keyOf: (conversation) => cards.get(conversation)?.key ?? null,
    messages: wanted.filter(({ conversation }) => !cards.has(conversation)),
    replacements: wanted.flatMap(({ conversation, content }) => {
      const card = cards.get(conversation);
      return card ? [{ key: card.key, content }] : [];
    }),
  };
}

/** A card in another place, which no step of its own request put there. */
function isSent({ content }: OutboxMessage): boolean {
  return content.kind === 'request' && content.audience !== 'requester';
}

/** The withdrawn requests whose cards may be used, the best first: on the same object, then the newest. */
async function withdrawnBefore(services: Services, request: Request): Promise<readonly Request[]> {
  const { store, tenantId, clock } = services;
  const since = clock.now() - COOL_DOWN;
  const recent = await store.requests(tenantId, { open: false, limit: LOOKED_AT, before: request.number });
  const own = recent.filter(({ requester }) => requester.oid === request.requester.oid);
  const withdrawn = own.filter(({ state, closing }) => state === 'withdrawn' && (closing?.at ?? 0) > since);
  const again = withdrawn.filter((one) => isOnSameObject(one, request));
  const asked = own.filter(({ submittedAt }) => (submittedAt ?? 0) > since).length;
  return asked < MOST_NEW ? again.slice(0, 1) : [...again, ...withdrawn.filter((one) => !again.includes(one))];
}

function isOnSameObject(withdrawn: Request, again: Request): boolean {
  const objects = kindOf(again.change).objects(again.change);
  return kindOf(withdrawn.change)
    .objects(withdrawn.change)
    .some((object) => objects.includes(object));
}
