import { assertMayRequest } from '../../requests/rules/four-eyes.ts';
import { type AirlockError, isAirlockError } from '../../shared/errors.ts';
import type { Turn } from '../bot/turn.ts';

/**
 * Verbs and commands that ask the directory themselves, in one round with everybody else they are about, or that only
 * take back what is one's own. Whatever goes wrong with one is told to those alone who may look.
 */
export const ASKS_ITSELF: ReadonlySet<string> = new Set([
  'approve',
  'take-back',
  'reject',
  'attest',
  'withdraw',
  'discard',
]);

/** Verbs and commands that ask for a change: why somebody may not says nothing about any request. */
const ASKS_FOR_CHANGES: ReadonlySet<string> = new Set([
  'change',
  'input',
  'several',
  'faulty-list',
  'form',
  'revert',
  'revert-last',
  'again',
  'revert-outside',
  'approval-channel',
]);

/** Somebody at the door: the turn to go on with, or why they may not come in. */
export type AtDoor = { readonly turn: Turn } | { readonly refused: AirlockError };

/**
 * Asks first whether the sender may do a thing of this kind at all, so that nothing is looked up or queued for somebody
 * who may not. Who comes in acts under the name that the directory has for them.
 * @param kind a verb or a command's kind
 */
export async function knock(turn: Turn, kind: string): Promise<AtDoor> {
  if (ASKS_ITSELF.has(kind)) return { turn };
  try {
    if (ASKS_FOR_CHANGES.has(kind)) await assertMayRequest(turn.services, turn.sender.actor);
    const actor = await turn.admit();
    return { turn: { ...turn, sender: { ...turn.sender, actor } } };
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    return { refused: error };
  }
}

/**
 * Why the sender may not look, or why that could not be asked; null where they may. Asked before a refusal is told:
 * its words would say whether something exists.
 */
export async function closedDoor(turn: Turn): Promise<AirlockError | null> {
  const door = await knock(turn, 'look');
  return 'refused' in door ? door.refused : null;
}
