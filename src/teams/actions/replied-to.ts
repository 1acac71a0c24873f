import type { Request } from '../../requests/record/request.ts';
import { channelOf } from '../../requests/rules/setting-owner.ts';
import { isShownIn } from '../../requests/rules/shared-places.ts';
import type { IncomingActivity } from '../bot/activity.ts';
import type { Turn } from '../bot/turn.ts';

/** Ids of messages in Teams. */
const ID = /^[\w:.-]{1,256}$/u;
const MARK = /<quoted\s[^<>]{0,300}?messageId="([^"<>]{1,256})"/giu;
const QUOTE = /<blockquote\s[^<>]{0,400}?itemid="([^"<>]{1,256})"/giu;

/** How many messages of one reply are looked up. */
const LOOKED_UP = 5;

/**
 * The request whose card a message replies to: by a quote, or in the card's thread. Null where it replies to none that
 * is shown there.
 */
async function repliedTo(turn: Turn): Promise<Request | null> {
  const { services, sender, activity } = turn;
  const { store, tenantId } = services;
  for (const id of repliedMessages(activity)) {
    const shown = await store.shownMessage(tenantId, channelOf(sender.conversation.key), id);
    const request = shown?.content.kind === 'request' ? await store.request(tenantId, shown.content.requestId) : null;
    if (request && (await isShown(turn, request))) return request;
  }
  return null;
}

/**
 * The same, else the only request whose card stands in the thread in which somebody writes.
 * @param state `open` for those alone that wait for a decision or are being carried out
 */
export async function requestMeant(turn: Turn, state: 'open' | 'any'): Promise<Request | null> {
  return (await repliedTo(turn)) ?? (await onlyInThread(turn, state));
}

async function onlyInThread(turn: Turn, state: 'open' | 'any'): Promise<Request | null> {
  const { services, sender } = turn;
  const { key } = sender.conversation;
  if (channelOf(key) === key || sender.conversation.kind === 'personal') return null;
  const query = { open: state === 'open', limit: 2, place: key };
  const found = await services.store.requests(services.tenantId, query, () => undefined);
  const [only, ...others] = found.filter(({ submittedAt }) => submittedAt !== null);
  return only && others.length === 0 && (await isShown(turn, only)) ? only : null;
}

/** Whether whoever replies may see it there; a draft only its requester. */
async function isShown({ services, sender }: Turn, request: Request): Promise<boolean> {
  if (request.submittedAt === null && request.requester.oid !== sender.actor.oid) return false;
  return isShownIn(services, request, sender.conversation);
}

/** The messages that an activity replies to, by the surest sign first (docs/facts/teams.md#mentions). */
function repliedMessages({ entities, attachments, text = '', replyToId, conversation }: IncomingActivity): string[] {
  const found = [
    ...entities.flatMap((one) => (one?.type === 'quotedReply' ? [one.quotedReply.messageId] : [])),
    ...[...text.matchAll(MARK)].flatMap(([, id]) => id ?? []),
    ...attachments.flatMap((one) => (one ? idsIn(one) : [])),
    ...(replyToId === undefined ? [] : [replyToId]),
    ...[/;messageid=([^;]+)/iu.exec(conversation?.id ?? '')?.[1] ?? []].flat(),
  ];
  return [...new Set(found)].filter((id) => ID.test(id)).slice(0, LOOKED_UP);
}

function idsIn({ contentType, id, content }: NonNullable<IncomingActivity['attachments'][number]>): string[] {
  if (contentType === 'messageReference') return [...(id === undefined ? [] : [id]), ...referenceIn(content)];
  if (contentType !== 'text/html' || typeof content !== 'string') return [];
  return [...content.matchAll(QUOTE)].flatMap(([, item]) => item ?? []);
}

/** A reference holds JSON as text. */
function referenceIn(content: unknown): string[] {
  const text = typeof content === 'string' ? content : JSON.stringify(content ?? null);
  const id = /"messageId"\s*:\s*"([^"]{1,256})"/u.exec(text)?.[1];
  return id === undefined ? [] : [id];
}
