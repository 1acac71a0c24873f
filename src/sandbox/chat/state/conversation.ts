import type { Person } from '../../company/person.ts';

/** The fixed parts of the sandbox's Teams; docs/architecture.md#the-sandbox lists these ids. */
export const BOT = { id: '28:airlock', name: 'Airlock' } as const;

export const TEAM = {
  id: '19:team@thread.tacv2',
  name: 'Security Operations',
  aadGroupId: '5f1c0a0e-7b1d-4c39-9d0e-2f6f3c1a7e55',
} as const;

export const SOC_CHANNEL_ID = '19:soc@thread.tacv2';
export const GROUP_CHAT_ID = '19:nightshift@thread.v2';

export type ConversationKind = 'channel' | 'groupChat' | 'personal';

/** A channel, a group chat, or one person's chat with the bot. Only a channel has threads. */
export interface Conversation {
  /** Without `;messageid=`. */
  readonly id: string;
  readonly kind: ConversationKind;
  readonly title: string;
  readonly members: readonly Person[];
}

/**
 * Creates every conversation of the company. The General channel has the team's own id, as in Teams. Whoever joins the
 * people joins the channels.
 */
export function furnishConversations(people: readonly Person[]): Map<string, Conversation> {
  const rooms: Conversation[] = [
    { id: SOC_CHANNEL_ID, kind: 'channel', title: 'SOC', members: people },
    { id: TEAM.id, kind: 'channel', title: 'General', members: people },
    { id: GROUP_CHAT_ID, kind: 'groupChat', title: 'Night shift', members: people.slice(0, 4) },
  ];
  rooms.push(...people.map(personalChat));
  return new Map(rooms.map((room) => [room.id, room]));
}

export function personalChat(person: Person): Conversation {
  return { id: personalChatId(person), kind: 'personal', title: BOT.name, members: [person] };
}

/** The id of a person's chat with the bot: `a:` and the person's own part of the MRI. */
export function personalChatId(person: Person): string {
  return `a:${person.mri.replace(/^29:/, '')}`;
}

/**
 * Splits a conversation id of the wire: `19:soc@thread.tacv2;messageid=17` names a thread, the plain id the whole
 * conversation.
 */
export function parseConversationId(wireId: string): { id: string; threadId: string | null } {
  const [id = '', ...rest] = wireId.split(';');
  const thread = rest.find((part) => part.startsWith('messageid='));
  return { id, threadId: thread ? thread.slice('messageid='.length) : null };
}

/** The conversation id as activities carry it. */
export function wireConversationId(conversation: Conversation, threadId: string | null): string {
  return conversation.kind === 'channel' && threadId ? `${conversation.id};messageid=${threadId}` : conversation.id;
}
