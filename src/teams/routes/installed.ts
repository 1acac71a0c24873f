import { say } from '../../requests/messages/outbox-messages.ts';
import type { Turn } from '../bot/turn.ts';

/** The bot was added to a team, a chat or for a person: it says once, in each conversation, what it does. */
export async function greet({ parts, sender, activity }: Turn): Promise<void> {
  const { key, kind } = sender.place;
  const added =
    activity.type === 'installationUpdate'
      ? activity.action === 'add' || activity.action === 'add-upgrade'
      : activity.membersAdded.some((member) => member.id === sender.bot.id);
  if (!added) return;
  const to = { tenantId: parts.tenantId, conversation: key, now: parts.clock.now() };
  const help = { view: 'help', data: { mention: kind !== 'personal' } } as const;
  await parts.store.send({ posts: [say(to, `${key}:welcome`, help)], tasks: [] });
}
