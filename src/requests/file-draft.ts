import { AirlockError } from '../errors.ts';
import type { NewPost } from '../store/post.ts';
import type { Task } from '../store/task.ts';
import type { Asker } from './answer-asker.ts';
import type { Draftable } from './assess-draft.ts';
import { draftStep } from './draft-step.ts';
import { formOfDraft } from './form-of-draft.ts';
import type { Parts } from './parts.ts';
import type { Request } from './request.ts';

/**
 * Stores a draft that was asked for in words, and answers with its card.
 * @param revertOf the number of the request that it undoes
 * @throws AirlockError not-found, rev-conflict
 */
export async function fileDraft(
  parts: Parts,
  asker: Asker,
  draftable: Draftable,
  task: Task,
  revertOf: number | null = null,
): Promise<void> {
  const where = await parts.store.conversation(asker.conversation);
  if (!where) throw new AirlockError('not-found', 'The conversation in which this was asked is not known.');
  const { change, base, affected } = draftable;
  const step = draftStep(parts, { ...asker, change, base, affected, revertOf, formId: null });
  const form = formOfDraft(parts, step.request, draftable);
  await parts.store.commit({
    ...step,
    request: { ...step.request, formId: form?.form.id ?? null },
    posts: [cardOf(parts, step.request, where.kind === 'personal')],
    ...(form && { form }),
    completes: task,
  });
}

function cardOf(parts: Parts, draft: Request, personal: boolean): NewPost {
  return {
    key: `${draft.id}:card:${draft.origin}`,
    tenantId: parts.tenantId,
    conversation: draft.origin,
    content: {
      kind: 'request',
      requestId: draft.id,
      audience: personal ? 'requester' : 'shared',
      viewer: personal ? draft.requester.oid : null,
    },
    dueAt: parts.clock.now(),
  };
}
