import { timingSafeEqual } from 'node:crypto';
import type { NewOutboxMessage, OutboxContent } from '../../requests/ports/outbox.ts';
import type { Announcement } from '../../requests/record/announcement.ts';
import { asJson, canonical } from '../../shared/json.ts';
import { isNamed } from '../record/entry.ts';
import { readValue, writeBody } from './stored-body.ts';
import type { Sealer } from './task-seal.ts';

/** What is sealed of a message. */
type Sealable = Pick<NewOutboxMessage, 'key' | 'conversation' | 'content'>;

/** Why a row stands for a copy that may be in Teams under an id that the store does not know. */
export const LOST = 'lost';

/**
 * The content of a message as it is stored. Words that stand in the row carry the seal of the service that wrote them,
 * since Teams shows them as the bot's own; a card without words is made from what the record accounts for.
 */
export function sealedContent(message: Sealable, keys: Sealer | null): string {
  const { content } = message;
  if (keys === null || !hasWords(content)) return writeBody(content);
  return writeBody({ ...content, seal: `${keys.keyId}:${keys.seal(textOf(message))}` });
}

/** Whether the words of a stored message are the service's own; true where it has none. @param text as it is stored */
export function isOwnWords(id: number, message: Sealable, text: string, keys: Sealer | null): boolean {
  if (!hasWords(message.content)) return true;
  return keys !== null && wordsFault(id, message, text, keys) === null;
}

/** What is wrong with a seal: there is none, another key made it, or it is not of what it stands beside. */
export type SealFault =
  | { readonly kind: 'unsealed' }
  | { readonly kind: 'forged' }
  | { readonly kind: 'another-key'; readonly keyId: string };

/** What is wrong with the seal of a message; null where it holds, or where it has no words. @param text as stored */
export function wordsFault(id: number, message: Sealable, text: string, keys: Sealer): SealFault | null {
  if (!hasWords(message.content)) return null;
  return faultOf(sealIn(id, text), `${keys.keyId}:${keys.seal(textOf(message))}`);
}

/** The same of whom this request was announced to. */
export function announcementFault(
  id: string,
  announcement: Announcement,
  text: string,
  keys: Sealer,
): SealFault | null {
  const stored = readValue({ table: 'announcements', id }, text);
  const seal = isNamed(stored) && typeof stored.seal === 'string' ? stored.seal : null;
  return announcement.requestId === id ? faultOf(seal, sealOfAnnouncement(announcement, keys)) : { kind: 'forged' };
}

function faultOf(seal: string | null, own: string): SealFault | null {
  if (seal === null) return { kind: 'unsealed' };
  if (isSame(seal, own)) return null;
  const [keyId = '', ownId] = [seal, own].map((one) => one.slice(0, one.indexOf(':')));
  return keyId === ownId ? { kind: 'forged' } : { kind: 'another-key', keyId };
}

/** Whom a request was announced to, as it is stored: cards show the names and reasons in it, so it is sealed, too. */
export function sealedAnnouncement(announcement: Announcement, keys: Sealer | null): string {
  if (keys === null) return writeBody(announcement);
  return writeBody({ ...announcement, seal: sealOfAnnouncement(announcement, keys) });
}

/** Whether the service itself stored it as that of this request. @param text as it is stored */
export function isOwnAnnouncement(id: string, announcement: Announcement, text: string, keys: Sealer | null): boolean {
  return keys !== null && announcementFault(id, announcement, text, keys) === null;
}

function sealOfAnnouncement(announcement: Announcement, keys: Sealer): string {
  return `${keys.keyId}:${keys.seal(canonical({ announcement: asJson(announcement) }))}`;
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Whether a stored content bears a seal, whatever it is worth. */
export function hasSeal(id: number, text: string): boolean {
  return sealIn(id, text) !== null;
}

function sealIn(id: number, text: string): string | null {
  const stored = readValue({ table: 'posts', id }, text);
  return isNamed(stored) && typeof stored.seal === 'string' ? stored.seal : null;
}

function hasWords(content: OutboxContent): boolean {
  return content.kind === 'answer' || (content.kind === 'request' && content.notice !== undefined);
}

/** A lost copy is the message that was lost, under a key of its own. */
function textOf({ key, conversation, content }: Sealable): string {
  const [own = key] = key.split(`:${LOST}:`, 1);
  return canonical({ key: own, conversation, content: asJson(content) });
}
