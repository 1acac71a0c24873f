import { requestNotices } from '../../messages/outbox-messages.ts';
import { unreachedKey, unreachedNotice } from '../../messages/telling-words.ts';
import type { OutboxMessage } from '../../ports/outbox.ts';
import type { Services } from '../../ports/services.ts';
import type { Request } from '../../record/request.ts';
import { ifRecorded } from '../../rules/load.ts';
import { otherChannel } from './call-deciders.ts';

/** Milliseconds in which several people are told, so that the card that lists them is drawn once for all. */
const GATHER = 1_500;

/**
 * Draws the cards that list who was told once more, after a message of the announcement was delivered or refused; where
 * Teams refuses them all, whoever asked is told.
 */
export async function noteTelling(services: Services, { key, content, tenantId }: OutboxMessage): Promise<void> {
  const { store, clock } = services;
  const requestId = content.kind === 'request' ? content.requestId : content.kind === 'answer' && content.whilePending;
  if (!requestId) return;
  const announced = await store.announced(tenantId, requestId);
  if (!announced?.deciders.some(({ keys }) => keys.includes(key))) return;
  const request = await ifRecorded(services, await store.request(tenantId, requestId));
  if (request?.state !== 'pending') return;
  await drawList(services, request, clock.now() + GATHER);
  const unreached = () => unreachedNotice(request, announced);
  const messages = await requestNotices(services, request, unreachedKey(request), unreached);
  if (messages.length > 0) await store.send({ messages, tasks: [] });
}

/** Draws the copies that list who was told once more, in the places that everybody of them reads along. */
export async function drawList(services: Services, request: Request, at: number): Promise<void> {
  const channel = await otherChannel(services, request);
  await services.store.redraw(request.id, [request.origin, ...(channel === null ? [] : [channel])], at);
}
