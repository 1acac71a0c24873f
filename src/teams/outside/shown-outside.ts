import { outsideAnswer } from '../../requests/messages/outside-words.ts';
import type { Outside } from '../../requests/record/outside.ts';
import { judgeAdoption } from '../../requests/rules/people/judging/judge-adoption.ts';
import { askedRequests } from '../../requests/watching/outside-store.ts';
import { isAirlockError } from '../../shared/errors.ts';
import type { ShownOutside } from '../actions/parse-action.ts';
import type { Turn } from '../bot/turn.ts';

/** The card of a change outside Airlock as it stands, as its viewer sees it: nobody is offered what they may not do. */
export async function shownOutside(turn: Turn, outside: Outside): Promise<ShownOutside> {
  const { data } = outsideAnswer(outside, await askedRequests(turn.services, outside));
  const why = outside.adopted ? null : await whyNotAdopt(turn, outside);
  return { outside: data, ...(why !== null && { whyNotAdopt: why }) };
}

/**
 * Why they may not adopt it: they or another account of theirs made it, or they do not hold what it takes. What could
 * not be asked is no "no": then the press is judged.
 */
async function whyNotAdopt({ services, drawing, sender }: Turn, { items }: Outside): Promise<string | null> {
  try {
    await judgeAdoption({ ...services, directory: drawing }, items, sender.actor.oid);
    return null;
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    return error.code === 'not-allowed' ? error.message : null;
  }
}
