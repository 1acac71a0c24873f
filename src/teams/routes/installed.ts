import { createHash } from 'node:crypto';
import { answerMessage } from '../../requests/messages/outbox-messages.ts';
import { helpOf } from '../actions/catalogue.ts';
import type { Turn } from '../bot/turn.ts';
import { closedDoor } from './door.ts';

/** How long, in ms, the two activities of different types that tell of one adding of the bot may lie apart. */
const ONE_ADDING = 10 * 60_000;

/**
 * Sends help to a conversation that the bot is added to by somebody who may look, once each time; and once to one that
 * never had it, where only the app's version is new.
 */
export async function greet(turn: Turn): Promise<void> {
  const { services, sender, activity } = turn;
  const { key } = sender.conversation;
  const isUpgrade = activity.type === 'installationUpdate' && activity.action === 'add-upgrade';
  const added =
    activity.type === 'installationUpdate'
      ? activity.action === 'add' || isUpgrade
      : activity.membersAdded.some((member) => member.id === sender.bot.id);
  if (!added) return;
  const { store, tenantId, clock } = services;
  await store.signOfLife(key, clock.now());
  if (await closedDoor(turn)) return;
  const lease = `greeted:${createHash('sha256').update(key).digest('hex')}`;
  if (!(await store.acquire(lease, activity.type, clock.now(), ONE_ADDING))) return;
  const help = { view: 'help', data: helpOf(turn) } as const;
  const message = answerMessage(
    { tenantId, conversation: key, now: clock.now() },
    `${isUpgrade ? key : turn.key}:welcome`,
    help,
  );
  await store.send({ messages: [message], tasks: [] });
}
