import { kindOf, parseChange } from '../changes/kind-of.ts';
import { AirlockError } from '../errors.ts';
import type { Task } from '../store/task.ts';
import { type Asker, answerAsker } from './answer-asker.ts';
import { answerHeld } from './answer-held.ts';
import { assessDraft } from './assess-draft.ts';
import { draftScopes } from './draft-scopes.ts';
import { fileDraft } from './file-draft.ts';
import { holderOf } from './holder-of.ts';
import type { Parts } from './parts.ts';
import { refusal } from './refusal.ts';
import type { Request } from './request.ts';
import { assertMayRequest } from './rights.ts';
import { stateSentence } from './state-sentence.ts';
import { tenantOf } from './tenant-of.ts';

/**
 * Somebody asks to undo an applied request: answers with a draft of the opposite change, to be given a reason and approved like any other,
 * or says why there is nothing to undo.
 * @throws AirlockError not-allowed, not-found, wrong-state, directory-unavailable and the tenant's errors: nothing was filed.
 */
export async function revertRequest(
  parts: Parts,
  asked: Asker & { readonly number: number },
  task: Task,
): Promise<void> {
  await assertMayRequest(parts, asked.actor);
  const applied = await appliedRequest(parts, asked.number);
  const rules = kindOf(applied.change);
  const now = await tenantOf(parts, applied.change).read(draftScopes(applied), 'recent');
  const title = `Undo #${applied.number}: ${rules.title(applied.change)}`;
  const inverse = rules.inverse(applied.change, applied.base, now);
  if ('why' in inverse) {
    const data = {
      tone: 'warning',
      title,
      text: `${inverse.why} Nothing was filed.`,
      suggestions: [...(inverse.instead ? [inverse.instead] : []), 'status'],
    } as const;
    return answerAsker(parts, asked, task, { view: 'notice', data });
  }
  const change = parseChange(inverse.change);
  const held = await holderOf(parts, change);
  if (held) return answerHeld(parts, asked, task, held);
  const assessed = assessDraft({ change }, now);
  if (assessed.verdict !== 'open') return answerAsker(parts, asked, task, refusal(title, assessed));
  await fileDraft(parts, asked, assessed, task, applied.number);
}

async function appliedRequest(parts: Parts, number: number): Promise<Request> {
  const request = await parts.store.requestByNumber(parts.tenantId, number);
  if (!request || request.submittedAt === null) {
    throw new AirlockError('not-found', `There is no request #${number}. Write "requests" to see those that are open.`);
  }
  if (request.state === 'applied') return request;
  throw new AirlockError(
    'wrong-state',
    `Only what was applied can be undone, and #${number} was not. ${stateSentence(request)}`,
  );
}
