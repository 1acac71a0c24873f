import { refusal } from '../../wire/wire-refusal.ts';
import { isRecord, type Mention, type MessageContent } from './chat-message.ts';
import type { OutgoingActivity } from './wire-schemas.ts';

/** Teams' limit for one message with its cards: 100 KB counted in UTF-16 (learn: agent message size limit). */
const LARGEST_BYTES = 100 * 1_024;

/** The part of a bot's message that is stored. It refuses a message that is too big (413) or empty (400). */
export function messageContent(activity: OutgoingActivity): MessageContent {
  if (JSON.stringify(activity).length * 2 > LARGEST_BYTES) {
    throw refusal(413, 'MessageSizeTooBig', 'Message size too large.');
  }
  const text = activity.text ?? '';
  const attachments = activity.attachments ?? [];
  if (text.trim() === '' && attachments.length === 0) {
    throw refusal(400, 'BadSyntax', 'Activity must include non empty text or an attachment.');
  }
  return { text, mentions: mentionsOf(activity), attachments };
}

/**
 * Splits an activity with text and card into two messages, as Teams does. The sender then gets no id
 * (docs/facts/teams.md#retries-and-duplicates).
 */
export function splitContent(content: MessageContent): MessageContent[] {
  if (content.text.trim() === '' || content.attachments.length === 0) return [content];
  return [
    { ...content, attachments: [] },
    { text: '', mentions: [], attachments: content.attachments },
  ];
}

function mentionsOf(activity: OutgoingActivity): Mention[] {
  const mentions: Mention[] = [];
  for (const entity of activity.entities ?? []) {
    const { mentioned, text } = entity;
    if (entity.type !== 'mention' || typeof text !== 'string' || !isRecord(mentioned)) continue;
    if (typeof mentioned.name === 'string') mentions.push({ text, name: mentioned.name });
  }
  return mentions;
}
