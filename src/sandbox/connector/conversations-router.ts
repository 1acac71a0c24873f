import { type Request, type Response, Router } from 'express';
import type { ChatMessage, MessageContent } from '../chat/state/chat-message.ts';
import type { ConversationRef } from '../chat/state/chat-state.ts';
import { messageContent, splitContent } from '../chat/state/message-content.ts';
import type { Teams } from '../chat/state/teams.ts';
import { ConversationParameters, OutgoingActivity } from '../chat/state/wire-schemas.ts';
import type { Person } from '../company/person.ts';
import { refusal } from '../wire/wire-refusal.ts';
import { createConversation } from './create-conversation.ts';
import { type RateLimits, throttle } from './rate-limits.ts';

type ActivityRequest = Request<{ conversationId: string; activityId: string }>;

/** Serves the Bot Connector's `/v3/conversations`: create, send, reply, update, delete. */
export function conversationsRouter(teams: Teams, sends: RateLimits): Router {
  const router = Router();
  router.post('/v3/conversations', (req, res) => {
    const parameters = read(ConversationParameters.safeParse(req.body));
    res.status(201).json(createConversation(teams, sends, parameters));
  });
  router.post('/v3/conversations/:conversationId/activities', (req, res) => send(teams, sends, req, res));
  router.post('/v3/conversations/:conversationId/activities/:activityId', (req, res) => {
    const { id, conversation } = conversationOf(teams, req.params.conversationId);
    const parent = teams.chat.message(req.params.activityId);
    if (parent && parent.conversation !== conversation) throw noActivity(id);
    send(teams, sends, req, res);
  });
  router.put('/v3/conversations/:conversationId/activities/:activityId', (req, res) => {
    const message = ownMessage(teams, sends, req);
    teams.chat.edit(message, messageContent(read(OutgoingActivity.safeParse(req.body))));
    res.json({ id: message.id });
  });
  router.delete('/v3/conversations/:conversationId/activities/:activityId', (req, res) => {
    teams.chat.remove(ownMessage(teams, sends, req));
    res.status(200).end();
  });
  return router;
}

function send(teams: Teams, sends: RateLimits, req: Request<{ conversationId: string }>, res: Response): void {
  const target = conversationOf(teams, req.params.conversationId);
  const activity = read(OutgoingActivity.safeParse(req.body));
  throttle(sends, target.id);
  if (activity.type === 'typing') {
    teams.chat.events.emit('typing', target.conversation, target.threadId);
    res.status(202).json({});
    return;
  }
  if (activity.type !== 'message') throw refusal(400, 'BadSyntax', `Unknown activity type '${activity.type}'.`);
  const onlyFor = targetOf(req, target, activity);
  const posted = postAll(teams, target, splitContent(messageContent(activity)), onlyFor);
  res.status(201).json(posted.length === 1 ? { id: posted[0]?.id } : {});
}

/**
 * Whom alone a message is for (docs/facts/teams.md#targeted-messages); null where it is not sent as a targeted one.
 */
function targetOf(
  { query }: Pick<Request, 'query'>,
  { conversation }: ConversationRef,
  { recipient }: OutgoingActivity,
): Person | null {
  if (query.isTargetedActivity !== 'true') return null;
  if (conversation.kind === 'personal' || recipient?.isTargeted !== true)
    throw refusal(400, 'BadSyntax', 'Targeted messages go to one member of a channel or group chat.');
  const member = conversation.members.find(({ mri, id }) => mri === recipient.id || id === recipient.id);
  if (!member) throw refusal(403, 'ForbiddenOperationException', 'The recipient is no member of the conversation.');
  return member;
}

function postAll(
  teams: Teams,
  target: ConversationRef,
  parts: MessageContent[],
  onlyFor: Person | null,
): ChatMessage[] {
  return parts.map((part) => teams.chat.addMessage(target, null, part, onlyFor));
}

function ownMessage(teams: Teams, sends: RateLimits, req: ActivityRequest): ChatMessage {
  const target = conversationOf(teams, req.params.conversationId);
  throttle(sends, target.id);
  const message = teams.chat.message(req.params.activityId);
  if (!message || message.deleted || message.conversation !== target.conversation) throw noActivity(target.id);
  if ((message.onlyFor !== null) !== (req.query.isTargetedActivity === 'true')) throw noActivity(target.id);
  if (target.threadId !== null && message.threadId !== target.threadId) throw noActivity(target.id);
  if (message.author !== null)
    throw refusal(403, 'ForbiddenOperationException', 'The message was written by somebody else.');
  return message;
}

function conversationOf(teams: Teams, wireId: string): ConversationRef & { id: string } {
  const target = teams.chat.find(wireId);
  if (!target) throw refusal(404, 'ConversationNotFound', 'Conversation not found.');
  return { ...target, id: wireId };
}

function noActivity(wireId: string): Error {
  return refusal(404, 'ActivityNotFoundInConversation', `No such activity in conversation ${wireId}.`);
}

function read<T>(parsed: { success: true; data: T } | { success: false }): T {
  if (!parsed.success) throw refusal(400, 'BadSyntax', 'The body is not what this operation takes.');
  return parsed.data;
}
