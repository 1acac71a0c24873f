import type { Answer } from '../../requests/messages/answers.ts';
import { outsideSentences } from '../../requests/messages/outside-words.ts';
import type { Outside } from '../../requests/record/outside.ts';
import { rightRefusal } from '../../requests/rules/people/rights.ts';
import { adoptOutside } from '../../requests/watching/adopt.ts';
import { allOutside, askedRequests } from '../../requests/watching/outside-store.ts';
import { alreadyAsked, itemAt } from '../../requests/watching/revert-outside.ts';
import { AirlockError } from '../../shared/errors.ts';
import { enqueue, reply } from '../actions/reply.ts';
import type { Turn } from '../bot/turn.ts';
import type { Command, CommandOf, OutsideCommand } from '../language/command.ts';

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

/** How many changes one answer lists, the newest. */
const LISTED = 5;

async function list(turn: Turn): Promise<void> {
  const open = (await allOutside(turn.services)).map(({ outside }) => outside).filter(isOpen);
  const shown = open.slice(-LISTED).reverse();
  const told = shown.map(({ number, items }) => `Change ${number}: ${outsideSentences(items)}`);
  const more = open.length > LISTED ? [`${open.length - LISTED} older ones are not listed.`] : [];
  const text = told.length === 0 ? NONE : [...told, ...more].join(' ');
  await reply(
    turn,
    notice(
      'Changed outside Airlock',
      text,
      (await mayAdopt(turn)) ? shown.map(({ number }) => `adopt change ${number}`) : [],
    ),
  );
}

/** Nobody is offered what they may not do. */
async function mayAdopt({ services, sender }: Turn): Promise<boolean> {
  const { approvers } = services.policy;
  return !rightRefusal(await services.directory.standing(sender.actor.oid, approvers), approvers, 'adopt changes');
}

function isOpen({ adopted, items, more }: Outside): boolean {
  return !adopted && (more > 0 || items.some(({ reverted }) => reverted === undefined));
}

/** Never that nothing was changed: nobody may have told. */
const NONE = 'Airlock knows of none that is open. What no log and no reading shows, it cannot know.';

async function adoptByText(turn: Turn, { change }: CommandOf<'adopt'>): Promise<void> {
  const { id } = await numbered(turn, change);
  const { adopted, items } = await adoptOutside(turn.services, id, turn.sender.actor);
  const text = `${outsideSentences(items)} Adopted by ${adopted?.by.name}. Nothing was written to Defender.`;
  await reply(turn, notice(`Change ${change} is adopted`, text));
}

async function revertByText(turn: Turn, { change, item }: CommandOf<'revert-outside'>): Promise<void> {
  const outside = await numbered(turn, change);
  const at = { id: outside.id, item: placeOf(outside, item) };
  const before = alreadyAsked(itemAt(outside, at), await askedRequests(turn.services, outside));
  if (before !== null) return reply(turn, notice('Nothing was filed', before));
  await enqueue(turn, 'revert', { outside: at });
}

/** @throws AirlockError input-invalid where it is open which of several is meant */
function placeOf({ items, number }: Outside, item: number | null): number {
  if (item !== null) return item - 1;
  if (items.length === 1) return 0;
  throw new AirlockError(
    'input-invalid',
    `Say which one of its ${items.length} parts: "revert change ${number} no. 1".`,
  );
}

/** @throws AirlockError not-found */
async function numbered({ services }: Turn, change: number): Promise<Outside> {
  const found = (await allOutside(services)).find(({ outside }) => outside.number === change);
  if (found) return found.outside;
  throw new AirlockError(
    'not-found',
    `There is no change ${change}. Write "outside changes" to see those that are open.`,
  );
}

function notice(title: string, text: string, suggestions: readonly string[] = []): Answer {
  return { view: 'notice', data: { tone: 'info', title, text, ...(suggestions.length > 0 && { suggestions }) } };
}
