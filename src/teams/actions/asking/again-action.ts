import { leftToDo, whyNoRest } from '../../../requests/drafting/written-items.ts';
import { sentenceAmongOthers } from '../../../requests/messages/among-others.ts';
import type { Request } from '../../../requests/record/request.ts';
import { mayAskAgain } from '../../../requests/record/told-by-request.ts';
import { assertSameDigest } from '../../../requests/rules/approvable.ts';
import { expireIfOverdue } from '../../../requests/rules/expiry.ts';
import { asTold, loadRequest } from '../../../requests/rules/load.ts';
import { AirlockError } from '../../../shared/errors.ts';
import { t } from '../../../shared/language/worded.ts';
import type { Turn } from '../../bot/turn.ts';
import type { CommandOf } from '../../language/command.ts';
import { type CardActionHandler, pressed } from '../parse-action.ts';
import { enqueue, numberedRequest } from '../reply.ts';

/** Asks for the same once more, where a request ended without being applied; the draft follows as a card of its own. */
export const askAgain: CardActionHandler = async (turn, action) => {
  const request = await loadRequest(turn.services, action.requestId);
  assertSameDigest(request, pressed(turn, action));
  await fileAgain(turn, request);
  const text = t`The draft of the same, with its reason, stands below, or why there is none.`;
  return { request: await loadRequest(turn.services, request.id), notice: { tone: 'info', text } };
};

export async function askAgainByText(turn: Turn, { number }: CommandOf<'again'>): Promise<void> {
  await fileAgain(turn, await numberedRequest(turn, number));
}

/** @throws AirlockError wrong-state with the sentence that says what became of it */
async function fileAgain(turn: Turn, asked: Request): Promise<void> {
  const request = await asTold(turn.services, await expireIfOverdue(turn.services, asked), turn.correlation);
  if (!mayAskAgain(request)) {
    const why = whyNoRest(request, turn.services.clock.now());
    throw new AirlockError('wrong-state', why ?? (await sentenceAmongOthers(turn.services, request)));
  }
  const { number, reason } = request;
  const change = await leftToDo(turn.services, request);
  await enqueue(turn, 'draft', { change, reason }, `ask again ${number}`);
}
