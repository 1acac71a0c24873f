import type { Person } from '../../company/person.ts';
import { isShownTo } from './chat-message.ts';
import { type Conversation, type ConversationKind, GROUP_CHAT_ID, SOC_CHANNEL_ID, TEAM } from './conversation.ts';
import type { Teams } from './teams.ts';

export interface ConversationEntry {
  id: string;
  kind: ConversationKind;
  title: string;
  /** The team's name for a channel; otherwise the members. */
  subtitle: string;
  memberCount: number;
  unread: number;
  /** ISO 8601, UTC; null for an empty conversation. */
  lastAt: string | null;
}

const ORDER = [SOC_CHANNEL_ID, TEAM.id, GROUP_CHAT_ID];

/** A person's conversations: the channels, the group chats, the chat with the bot. */
export function conversationList(teams: Teams, person: Person): ConversationEntry[] {
  const mine = [...teams.chat.conversations.values()].filter((one) => one.members.includes(person));
  return mine.sort((a, b) => rank(a) - rank(b)).map((one) => entry(teams, person, one));
}

function rank(conversation: Conversation): number {
  const index = ORDER.indexOf(conversation.id);
  return index === -1 ? ORDER.length : index;
}

function entry(teams: Teams, person: Person, conversation: Conversation): ConversationEntry {
  const last = teams.chat.messagesIn(conversation).findLast((one) => isShownTo(one, person));
  return {
    id: conversation.id,
    kind: conversation.kind,
    title: conversation.title,
    subtitle: subtitle(conversation, person),
    memberCount: conversation.members.filter(({ gone }) => !gone).length,
    unread: teams.chat.unread(person, conversation),
    lastAt: last ? new Date(last.at).toISOString() : null,
  };
}

function subtitle(conversation: Conversation, person: Person): string {
  if (conversation.kind === 'channel') return TEAM.name;
  if (conversation.kind === 'personal') return 'App';
  const others = conversation.members.filter((member) => member !== person);
  return others.map((member) => member.name.split(' ')[0]).join(', ');
}
