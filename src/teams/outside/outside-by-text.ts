import { allOutside } from '../../requests/knowing/outside-known.ts';
import type { Answer } from '../../requests/messages/answers.ts';
import { answerMessage } from '../../requests/messages/outbox-messages.ts';
import { outsideAnswer, outsideSentences } from '../../requests/messages/outside-words.ts';
import { fullName } from '../../requests/record/actor-names.ts';
import type { Outside } from '../../requests/record/outside.ts';
import { judgeAdoption } from '../../requests/rules/people/judging/judge-adoption.ts';
import { adoptOutside, assertStands } from '../../requests/watching/adopt.ts';
import { askedRequests } from '../../requests/watching/outside-store.ts';
import { alreadyAsked, itemAt } from '../../requests/watching/revert-outside.ts';
import { AirlockError } from '../../shared/errors.ts';
import { msg, t } from '../../shared/language/worded.ts';
import { enqueue, reply } from '../actions/reply.ts';
import type { Turn } from '../bot/turn.ts';
import type { Command, CommandOf, OutsideCommand } from '../language/command.ts';
import { outsidePage } from './list-outside.ts';

export function isOutsideCommand(command: Command): command is OutsideCommand {
  return command.kind === 'outside' || command.kind === 'adopt' || command.kind === 'revert-outside';
}

/** @throws AirlockError with the sentence to answer; then nothing was done. */
export function runOutsideCommand(turn: Turn, command: OutsideCommand): Promise<void> {
  switch (command.kind) {
    case 'outside':
      return list(turn);
    case 'adopt':
      return adoptByText(turn, command);
    case 'revert-outside':
      return revertByText(turn, command);
  }
}

async function list(turn: Turn): Promise<void> {
  await reply(turn, { view: 'outside-list', data: await outsidePage(turn.services, 1) });
}

async function adoptByText(turn: Turn, { change }: CommandOf<'adopt'>): Promise<void> {
  const found = await numbered(turn, change);
  const { id } = found;
  if (turn.services.policy.typedDecisions !== 'on' && !found.adopted) return offerOutside(turn, found);
  const { adopted, items } = await adoptOutside(turn.services, { id, seen: null }, turn.sender.actor);
  const text = t`${outsideSentences(items)} Adopted by ${adopted && fullName(adopted.by)}. Nothing was written to Defender.`;
  await reply(turn, notice(t`Change ${change} is adopted`, text));
}

/**
 * Nothing was adopted: a number alone does not show that somebody has seen the change, or who typed it. Posts the
 * change's card, to look at and to press; whoever may not adopt it hears why at once.
 * @throws AirlockError not-allowed, directory-unavailable
 */
async function offerOutside(turn: Turn, outside: Outside): Promise<void> {
  const { services, sender, key } = turn;
  await turn.admit();
  await judgeAdoption(services, outside.items, sender.actor.oid);
  await assertStands(services, outside);
  const to = { tenantId: services.tenantId, conversation: sender.conversation.key, now: services.clock.now() };
  const title = t`Look at change ${outside.number} first`;
  const look: Answer = { view: 'notice', data: { tone: 'warning', title, text: LOOK_FIRST } };
  const card = outsideAnswer(outside, await askedRequests(services, outside));
  services.meter.count('refusals', { code: 'card-needed' });
  const messages = [answerMessage(to, `${key}:answer`, look), answerMessage(to, `${key}:card`, card)];
  await services.store.send({ messages, tasks: [] });
}

const LOOK_FIRST = msg`Nothing was adopted: a number alone does not show that you have seen the change. This is the change; look at it, then press.`;

async function revertByText(turn: Turn, { change, item }: CommandOf<'revert-outside'>): Promise<void> {
  const outside = await numbered(turn, change);
  const at = { id: outside.id, item: placeOf(outside, item) };
  const before = alreadyAsked(itemAt(outside, at), await askedRequests(turn.services, outside));
  if (before !== null) return reply(turn, notice(t`Nothing was filed`, before));
  await enqueue(turn, 'revert', { outside: at });
}

/** @throws AirlockError input-invalid where it is open which of several is meant */
function placeOf({ items, number }: Outside, item: number | null): number {
  if (item !== null) return item - 1;
  if (items.length === 1) return 0;
  throw new AirlockError(
    'input-invalid',
    t`Say which one of its ${items.length} parts: "revert change ${number} no. 1".`,
  );
}

/** @throws AirlockError not-found */
async function numbered({ services }: Turn, change: number): Promise<Outside> {
  const found = (await allOutside(services)).find(({ outside }) => outside.number === change);
  if (found) return found.outside;
  throw new AirlockError(
    'not-found',
    t`There is no change ${change}. Write "outside changes" to see those that are open.`,
  );
}

function notice(title: string, text: string): Answer {
  return { view: 'notice', data: { tone: 'info', title, text } };
}
