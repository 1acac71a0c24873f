import { answerMessage } from '../../requests/messages/outbox-messages.ts';
import type { Turn } from '../bot/turn.ts';
import { closedDoor } from './door.ts';

/** Sends help once to each conversation that the bot is added to by somebody who may look. */
export async function greet(turn: Turn): Promise<void> {
  const { services, sender, activity } = turn;
  const { key, kind } = sender.conversation;
  const added =
    activity.type === 'installationUpdate'
      ? activity.action === 'add' || activity.action === 'add-upgrade'
      : activity.membersAdded.some((member) => member.id === sender.bot.id);
  if (!added || (await closedDoor(turn))) return;
  const to = { tenantId: services.tenantId, conversation: key, now: services.clock.now() };
  const help = { view: 'help', data: { mention: kind !== 'personal' } } as const;
  await services.store.send({ messages: [answerMessage(to, `${key}:welcome`, help)], tasks: [] });
}
