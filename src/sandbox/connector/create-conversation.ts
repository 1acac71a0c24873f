import type { ChatMessage } from '../chat/state/chat-message.ts';
import { personalChatId, wireConversationId } from '../chat/state/conversation.ts';
import { messageContent } from '../chat/state/message-content.ts';
import type { Teams } from '../chat/state/teams.ts';
import type { ConversationParameters } from '../chat/state/wire-schemas.ts';
import type { Person } from '../company/person.ts';
import { presentPeople } from '../company/world.ts';
import { refusal } from '../wire/wire-refusal.ts';
import { type RateLimits, throttle } from './rate-limits.ts';

/** The answer to POST /v3/conversations; `activityId` is present only if the call included a first message. */
export interface ConversationResource {
  id: string;
  activityId?: string;
  serviceUrl: string;
}

/** Opens the chat with one person, or a new thread in a channel. */
export function createConversation(
  teams: Teams,
  sends: RateLimits,
  asked: ConversationParameters,
): ConversationResource {
  const tenantId = asked.tenantId ?? asked.channelData?.tenant?.id;
  if (tenantId && tenantId !== teams.world.tenantId) {
    throw refusal(403, 'ForbiddenOperationException', 'The bot is not installed in this tenant.');
  }
  const channelId = asked.channelData?.channel?.id;
  if (channelId !== undefined) return newThread(teams, sends, channelId, asked);
  if (!tenantId) throw refusal(400, 'BadArgument', 'Missing tenant id.');
  return personalChat(teams, sends, asked);
}

function newThread(
  teams: Teams,
  sends: RateLimits,
  channelId: string,
  asked: ConversationParameters,
): ConversationResource {
  const target = teams.chat.find(channelId);
  if (target?.conversation.kind !== 'channel') throw refusal(404, 'ConversationNotFound', 'Conversation not found.');
  throttle(sends, channelId);
  if (!asked.activity) throw refusal(400, 'BadSyntax', 'Incorrect conversation creation parameters: no activity.');
  const root = teams.chat.addMessage({ ...target, threadId: null }, null, messageContent(asked.activity));
  return resource(teams, wireConversationId(target.conversation, root.id), root);
}

function personalChat(teams: Teams, sends: RateLimits, asked: ConversationParameters): ConversationResource {
  const [member, ...more] = asked.members ?? [];
  if (!member || more.length > 0 || asked.isGroup) {
    throw refusal(400, 'BadSyntax', 'Bad argument: exactly one member makes a personal chat.');
  }
  const person = findPerson(presentPeople(teams.world), member.id);
  const target = person && teams.chat.find(personalChatId(person));
  if (!target) throw refusal(403, 'BotNotInConversationRoster', 'The bot is not installed for this person.');
  throttle(sends, target.conversation.id);
  const first = asked.activity && teams.chat.addMessage(target, null, messageContent(asked.activity));
  return resource(teams, target.conversation.id, first ?? undefined);
}

function resource(teams: Teams, id: string, first: ChatMessage | undefined): ConversationResource {
  const { serviceUrl } = teams.envelope();
  return first ? { id, activityId: first.id, serviceUrl } : { id, serviceUrl };
}

/** Finds a person by MRI or by Entra object id; members may be named by either. */
export function findPerson(people: readonly Person[], id: string): Person | undefined {
  return people.find((person) => person.mri === id || person.id === id.toLowerCase());
}
