import { amongOthers } from '../../../requests/messages/among-others.ts';
import type { NoticeData } from '../../../requests/messages/answers.ts';
import { type Decided, decisionNotice, outcomeSentence } from '../../../requests/messages/decision-words.ts';
import type { Request } from '../../../requests/record/request.ts';
import type { RequestAction } from '../../../requests/rules/load.ts';
import { toldAnyway } from '../../../requests/rules/may-read.ts';
import { connectorFor } from '../../../requests/rules/setting-owner.ts';
import { isAirlockError } from '../../../shared/errors.ts';
import type { Turn } from '../../bot/turn.ts';
import { numberedRequest, reply } from '../reply.ts';
import { offerCard } from './offer-card.ts';

interface Typed {
  readonly number: number;
  /** The first digits of the digest that was typed after the number; null or absent without one. */
  readonly digest?: string | null;
}

/**
 * Handles a typed decision in the same way as the button, and answers with the change, its direction and what comes
 * next. A decision that is to be made on a card is answered with that person's card.
 */
export async function decideByText(
  turn: Turn,
  decided: Decided,
  { number, digest = null }: Typed,
  decide: (action: RequestAction) => Promise<Request>,
): Promise<void> {
  const { services, sender, correlation } = turn;
  const loaded = await numberedRequest(turn, number);
  const action = { requestId: loaded.id, door: 'typed', digest, loaded, actor: sender.actor, correlation } as const;
  try {
    const after = await decide(action);
    const byHand = connectorFor(services, after.change).applies === 'by-hand';
    const hadApproved = loaded.approvals.some(({ by }) => by.oid === sender.actor.oid);
    const { quorum } = services.policy;
    const isRepeated = after.rev === loaded.rev;
    const data = decisionNotice(decided, await amongOthers(services, after), {
      quorum,
      byHand,
      hadApproved,
      isRepeated,
    });
    await tellDecided(turn, after, data);
  } catch (error) {
    if (!isAirlockError(error, 'card-needed')) throw error;
    await offerCard(turn, loaded, { code: error.code, text: error.message });
  }
}

/**
 * What was decided stands, also where whoever decided may no longer look: then the answer is not stored, and it tells
 * the request to those alone who took part in it.
 */
async function tellDecided(turn: Turn, request: Request, data: NoticeData): Promise<void> {
  try {
    await reply(turn, { view: 'notice', data });
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    const told = await toldAnyway(turn.services, request, turn.sender.actor.oid);
    if (told === 'nothing') throw error;
    const text = told === 'all' ? data.text : outcomeSentence(request, told.why);
    await turn.tell({ view: 'notice', data: { ...data, text } });
  }
}
