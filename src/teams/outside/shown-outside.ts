import { outsideAnswer } from '../../requests/messages/outside-words.ts';
import type { Outside } from '../../requests/record/outside.ts';
import { judgeAdoption } from '../../requests/rules/people/judging/judge-adoption.ts';
import { askedRequests, knownOutside } from '../../requests/watching/outside-store.ts';
import { isAirlockError } from '../../shared/errors.ts';
import { asJson, canonical } from '../../shared/json.ts';
import type { ShownOutside } from '../actions/parse-action.ts';
import type { Turn } from '../bot/turn.ts';

/** How often it is asked anew where others acted meanwhile. */
const MOST_ASKED = 3;

/**
 * The card of a change outside Airlock as it stands, as its viewer sees it: nobody is offered what they may not do. It
 * is read once more after the directory was asked, so that a late answer shows nothing of before.
 */
export async function shownOutside(turn: Turn, outside: Outside): Promise<ShownOutside> {
  let shown = outside;
  for (let asked = 1; ; asked += 1) {
    const why = shown.adopted ? null : await whyNotAdopt(turn, shown);
    const { outside: now } = await knownOutside(turn.services, shown.id);
    const isSame = canonical(asJson(now)) === canonical(asJson(shown));
    shown = now;
    if (!isSame && asked < MOST_ASKED) continue;
    const { data } = outsideAnswer(shown, await askedRequests(turn.services, shown));
    return { outside: data, ...(why !== null && !shown.adopted && { whyNotAdopt: why }) };
  }
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
