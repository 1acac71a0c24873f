import { adoptOutside } from '../../requests/watching/adopt.ts';
import type { ShownOutside } from '../actions/parse-action.ts';
import type { Turn } from '../bot/turn.ts';
import type { IncomingOutsideAction } from './parse-outside-action.ts';
import { shownOutside } from './shown-outside.ts';

/** Lets a change stand that was made outside Airlock; writes nothing to Defender. */
export async function adopt(turn: Turn, { id, digest }: IncomingOutsideAction): Promise<ShownOutside> {
  return shownOutside(turn, await adoptOutside(turn.services, { id, seen: digest }, turn.sender.actor));
}
