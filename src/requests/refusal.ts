import type { Answer } from './answer.ts';
import type { Refused } from './assess-draft.ts';

/** Says why there is nothing to ask for. @param title what was asked for */
export function refusal(title: string, refused: Refused): Answer {
  if (refused.verdict === 'invalid') {
    const text = 'This cannot be asked for as it stands. Nothing was filed.';
    return { view: 'notice', data: { tone: 'warning', title, text, faults: refused.faults } };
  }
  const tone = refused.verdict === 'already' ? 'good' : 'warning';
  return { view: 'notice', data: { tone, title, text: refused.why, suggestions: ['status'] } };
}
