import { kindOf } from '../../changes/registry/kind-of.ts';
import type { NewOutboxMessage, OutboxMessage } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import type { OutboxBatch } from '../ports/store.ts';
import type { Request } from '../record/request.ts';

/** Milliseconds after a withdrawal in which asking again sends nobody a card again. */
const COOL_DOWN = 10 * 60_000;

/** How far back to look for the withdrawn request; nobody withdraws more than these within the time. */
const LOOKED_AT = 50;

/**
 * Announces a request by the cards of one that the same person withdrew a moment ago on the same object: they show the
 * new request from now on. So asking and withdrawing in turn floods no approver. Whoever has no such card gets a new
 * one.
 */
export async function reuseCards(
  services: Services,
  request: Request,
  messages: readonly NewOutboxMessage[],
): Promise<Pick<OutboxBatch, 'messages' | 'replacements'>> {
  const { store, tenantId } = services;
  const before = await withdrawnBefore(services, request);
  if (!before) return { messages };
  const reached = new Set((await store.copies(tenantId, request.id)).map(({ conversation }) => conversation));
  const cards = new Map(
    (await store.copies(tenantId, before.id)).filter(isSent).map((copy) => [copy.conversation, copy]),
  );
  const wanted = messages.filter(({ conversation }) => !reached.has(conversation));
  return {
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

async function withdrawnBefore(services: Services, request: Request): Promise<Request | null> {
  const { store, tenantId, clock } = services;
  const since = clock.now() - COOL_DOWN;
  const recent = await store.requests(tenantId, { open: false, limit: LOOKED_AT, before: request.number });
  return recent.find((one) => isAskedAgain(one, request) && (one.closing?.at ?? 0) > since) ?? null;
}

function isAskedAgain(withdrawn: Request, again: Request): boolean {
  if (withdrawn.state !== 'withdrawn' || withdrawn.requester.oid !== again.requester.oid) return false;
  const objects = kindOf(again.change).objects(again.change);
  return kindOf(withdrawn.change)
    .objects(withdrawn.change)
    .some((object) => objects.includes(object));
}
