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
  if (keys === null) return false;
  return isSame(sealIn(id, text) ?? '', `${keys.keyId}:${keys.seal(textOf(message))}`);
}

/** Whom a request was announced to, as it is stored: cards show the names and reasons in it, so it is sealed, too. */
export function sealedAnnouncement(announcement: Announcement, keys: Sealer | null): string {
  if (keys === null) return writeBody(announcement);
  return writeBody({ ...announcement, seal: sealOfAnnouncement(announcement, keys) });
}

/** Whether the service itself stored an announcement. @param text as it is stored */
export function isOwnAnnouncement(announcement: Announcement, text: string, keys: Sealer | null): boolean {
  if (keys === null) return false;
  const stored = readValue({ table: 'announcements', id: announcement.requestId }, text);
  const seal = isNamed(stored) && typeof stored.seal === 'string' ? stored.seal : '';
  return isSame(seal, sealOfAnnouncement(announcement, keys));
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
