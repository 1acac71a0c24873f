import { type InvokeAnswer, textInvokeAnswer } from '../invoke-answer.ts';
import type { Turn } from '../turn.ts';
import { answerCardAction } from './card-action.ts';
import { answerSearch, type Datasets } from './search.ts';

/** Answers every invoke there is: one that nobody answers is a failure in Teams, and is sent again. */
export async function answerInvoke(turn: Turn, datasets: Datasets): Promise<InvokeAnswer> {
  switch (turn.activity.name) {
    case 'adaptiveCard/action':
      return answerCardAction(turn);
    case 'application/search':
      return answerSearch(turn, datasets);
    default:
      return textInvokeAnswer('Airlock does not do that. Write "help" to see what it does.');
  }
}
