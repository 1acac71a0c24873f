import type { Change } from '../changes/change.ts';
import type { Wish } from '../changes/device-group/wish.ts';
import { kindOf } from '../changes/kind-of.ts';
import type { Task } from '../store/task.ts';
import { type Asker, answerAsker } from './answer-asker.ts';
import { answerHeld } from './answer-held.ts';
import { assessDraft } from './assess-draft.ts';
import { fileDraft } from './file-draft.ts';
import { holderOf } from './holder-of.ts';
import type { Parts } from './parts.ts';
import { readForDraft } from './read-for-draft.ts';
import { refusal } from './refusal.ts';
import { assertMayRequest } from './rights.ts';

export type Asked = Asker & ({ readonly change: Change } | { readonly wish: Wish });

/**
 * Somebody asked for a change: reads the tenant and answers with a draft to complete, or says why there is nothing to ask for.
 * Only a draft is stored; nothing is filed for what is already so, unsupported, invalid or asked for already.
 * @throws AirlockError not-allowed, directory-unavailable and the tenant's errors: nothing was filed.
 */
export async function draftRequest(parts: Parts, asked: Asked, task: Task): Promise<void> {
  await assertMayRequest(parts, asked.actor);
  const known = 'change' in asked ? await holderOf(parts, asked.change) : null;
  if (known) return answerHeld(parts, asked, task, known);
  const assessed = assessDraft(asked, await readForDraft(parts, asked));
  if (assessed.verdict !== 'open') return answerAsker(parts, asked, task, refusal(titleOf(asked), assessed));
  const held = 'wish' in asked ? await holderOf(parts, assessed.change) : null;
  if (held) return answerHeld(parts, asked, task, held);
  await fileDraft(parts, asked, assessed, task);
}

/** A wish that cannot be read as a change has no better name than what was wished for. */
const WISH_TITLES: Readonly<Record<Wish['kind'], string>> = {
  'device-group.create': 'Create a device group',
  'device-group.update': 'Change a device group',
  'device-group.delete': 'Delete a device group',
  'device-group.rank': 'Rank a device group',
  'ungrouped-devices': 'Change ungrouped devices',
};

function titleOf(asked: Asked): string {
  return 'wish' in asked ? WISH_TITLES[asked.wish.kind] : kindOf(asked.change).title(asked.change);
}
