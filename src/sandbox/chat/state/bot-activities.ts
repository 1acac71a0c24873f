import { escapeUTF8 } from 'entities/escape';
import type { Person } from '../../company/person.ts';
import type { FileAttachment } from './attached-files.ts';
import type { Mention } from './chat-message.ts';
import type { ConversationRef } from './chat-state.ts';
import { BOT, TEAM, wireConversationId } from './conversation.ts';

/** The HTML version that Teams attaches to a person's plain message: escaped text, with each mention as a span. */
function teamsHtml(text: string, mentions: readonly Mention[]): string {
  let html = escapeUTF8(text).replaceAll('\n', '<br>');
  for (const [index, mention] of mentions.entries()) {
    const span = `<span itemscope itemtype="http://schema.skype.com/Mention" itemid="${index}">${escapeUTF8(mention.name)}</span>`;
    html = html.replace(escapeUTF8(mention.text), () => span);
  }
  return `<div>${html}</div>`;
}

/** A Bot Framework activity as Teams POSTs it to a bot. */
export type Activity = Readonly<Record<string, unknown>> & { readonly id: string; readonly type: string };

/** What all activities of one moment have in common. */
export interface Envelope {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly serviceUrl: string;
  readonly tenantId: string;
}

/** A person's message; in channels and group chats a bot receives it only when mentioned. */
export function messageActivity(
  envelope: Envelope,
  from: Person,
  target: ConversationRef,
  said: { text: string; mentions: Mention[]; files?: readonly FileAttachment[] },
): Activity {
  return {
    ...base(envelope, from, target, 'message'),
    textFormat: 'plain',
    text: said.text,
    attachments: [...(said.files ?? []), { contentType: 'text/html', content: teamsHtml(said.text, said.mentions) }],
    entities: [
      ...said.mentions.map((mention) => ({
        type: 'mention',
        mentioned: { id: BOT.id, name: mention.name },
        text: mention.text,
      })),
      clientInfo(from),
    ],
  };
}

/** An Action.Submit on a card: a message without text, with the card's data as its value. */
export function submitActivity(
  envelope: Envelope,
  from: Person,
  target: ConversationRef,
  pressed: { replyToId: string; value: unknown },
): Activity {
  const message = base(envelope, from, target, 'message');
  const channelData = {
    ...channelDataOf(envelope, target),
    source: { name: 'message' },
    legacy: { replyToId: pressed.replyToId },
  };
  return { ...message, channelData, replyToId: pressed.replyToId, value: pressed.value, entities: [clientInfo(from)] };
}

/**
 * An invoke of a card: `adaptiveCard/action` (Action.Execute, refresh) or `application/search` (Data.Query);
 * docs/facts/teams.md#card-actions, docs/facts/teams.md#inputs-and-search.
 */
export function invokeActivity(
  envelope: Envelope,
  from: Person,
  target: ConversationRef,
  invoke: { name: 'adaptiveCard/action' | 'application/search'; replyToId: string; value: unknown },
): Activity {
  const channelData = {
    ...channelDataOf(envelope, target),
    source: { name: 'message' },
    legacy: { replyToId: invoke.replyToId },
  };
  return {
    ...base(envelope, from, target, 'invoke'),
    name: invoke.name,
    replyToId: invoke.replyToId,
    value: invoke.value,
    channelData,
    entities: [clientInfo(from)],
  };
}

/** Tells the bot that `from` added it to the team, or that it was added to a person's own chat. */
export function botAddedActivity(envelope: Envelope, from: Person, target: ConversationRef): Activity {
  const personal = target.conversation.kind === 'personal';
  const { id, name, aadGroupId } = TEAM;
  const tenant = { id: envelope.tenantId };
  return {
    ...base(envelope, from, target, 'conversationUpdate'),
    membersAdded: personal ? [{ id: from.mri, aadObjectId: from.id }, { id: BOT.id }] : [{ id: BOT.id }],
    channelData: personal ? { tenant } : { team: { id, name, aadGroupId }, eventType: 'teamMemberAdded', tenant },
  };
}

/** Tells the bot that the app was installed for a person. */
export function installedActivity(envelope: Envelope, from: Person, target: ConversationRef): Activity {
  return {
    ...base(envelope, from, target, 'installationUpdate'),
    action: 'add',
    channelData: { tenant: { id: envelope.tenantId }, source: { name: 'message' } },
    entities: [clientInfo(from)],
  };
}

function base(envelope: Envelope, from: Person, target: ConversationRef, type: string): Activity {
  const { conversation, threadId } = target;
  const timestamp = new Date(envelope.at).toISOString();
  return {
    type,
    id: envelope.id,
    timestamp,
    localTimestamp: timestamp.replace('Z', '+00:00'),
    localTimezone: 'Etc/UTC',
    locale: localeOf(from),
    serviceUrl: envelope.serviceUrl,
    channelId: 'msteams',
    from: { id: from.mri, name: from.name, aadObjectId: from.id },
    conversation: {
      ...(conversation.kind === 'personal' ? {} : { isGroup: true }),
      conversationType: conversation.kind,
      tenantId: envelope.tenantId,
      id: wireConversationId(conversation, threadId),
    },
    recipient: { id: BOT.id, name: BOT.name },
    channelData: channelDataOf(envelope, target),
  };
}

function channelDataOf(envelope: Envelope, target: ConversationRef): Record<string, unknown> {
  const tenant = { id: envelope.tenantId };
  if (target.conversation.kind !== 'channel') return { tenant };
  const channelId = target.conversation.id;
  return { teamsChannelId: channelId, teamsTeamId: TEAM.id, channel: { id: channelId }, team: { id: TEAM.id }, tenant };
}

function localeOf({ locale }: Person): string {
  return locale ?? 'en-US';
}

function clientInfo(from: Person): Record<string, unknown> {
  const locale = localeOf(from);
  const country = locale.split('-')[1] ?? 'US';
  return { type: 'clientInfo', locale, country, platform: 'Web', timezone: 'Etc/UTC' };
}
