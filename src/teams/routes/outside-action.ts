import { knownOutside } from '../../requests/watching/outside-store.ts';
import { isAirlockError } from '../../shared/errors.ts';
import type { ShownOutside } from '../actions/parse-action.ts';
import type { Turn } from '../bot/turn.ts';
import { adopt } from '../outside/adopt-action.ts';
import { showOutside } from '../outside/list-outside.ts';
import type { IncomingOutsideAction, OutsideVerb } from '../outside/parse-outside-action.ts';
import { askToRevert } from '../outside/revert-outside-action.ts';
import { shownOutside } from '../outside/shown-outside.ts';
import { refusalOf } from './refusal.ts';

const ACTIONS: Readonly<Record<OutsideVerb, typeof adopt>> = {
  adopt,
  'revert-outside': askToRevert,
  'outside-show': showOutside,
};

/**
 * Handles an action on the card of a change outside Airlock, and answers with the card as it stands; with the reason
 * above it where the action was refused. Only a person's own action changes anything.
 * @throws AirlockError not-found, may-not-read, directory-unavailable
 */
export async function takeOutsideAction(
  turn: Turn,
  verb: OutsideVerb,
  action: IncomingOutsideAction,
): Promise<ShownOutside> {
  const { page } = action;
  const stored = async () => {
    await turn.admit();
    return shownOutside(turn, (await knownOutside(turn.services, action.id)).outside);
  };
  if (!action.isManual) return { ...(await stored()), page };
  try {
    return { ...(await ACTIONS[verb](turn, action)), page };
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    return { ...(await stored()), page, notice: refusalOf(turn, error, { verb, change: action.id }) };
  }
}
