import { answerMessage } from '../../requests/messages/outbox-messages.ts';
import type { Turn } from '../bot/turn.ts';

/** Sends help once to each conversation that the bot is added to. */
export async function greet({ services, sender, activity }: Turn): Promise<void> {
  const { key, kind } = sender.conversation;
  const added =
    activity.type === 'installationUpdate'
      ? activity.action === 'add' || activity.action === 'add-upgrade'
      : activity.membersAdded.some((member) => member.id === sender.bot.id);
  if (!added) return;
  const to = { tenantId: services.tenantId, conversation: key, now: services.clock.now() };
  const help = { view: 'help', data: { mention: kind !== 'personal' } } as const;
  await services.store.send({ messages: [answerMessage(to, `${key}:welcome`, help)], tasks: [] });
}
