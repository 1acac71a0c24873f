import { AirlockError } from '../../shared/errors.ts';
import { stateSentence } from '../messages/state-words.ts';
import type { Parts } from '../ports/services.ts';
import type { Request } from '../record/request.ts';
import { advance } from '../rules/advance.ts';
import { closeWithDraft } from '../rules/form-steps.ts';
import { type Click, loadRequest } from '../rules/load.ts';

/**
 * The requester drops a draft, and its form with it.
 * @throws AirlockError not-found, not-allowed, wrong-state, rev-conflict
 */
export async function discardRequest(parts: Parts, click: Click): Promise<Request> {
  const draft = await loadRequest(parts, click.requestId);
  if (click.actor.oid !== draft.requester.oid)
    throw new AirlockError('not-allowed', `Only ${draft.requester.name} can discard this draft.`);
  if (draft.state === 'discarded') return draft;
  if (draft.state !== 'draft') throw new AirlockError('wrong-state', stateSentence(draft));
  return advance(parts, draft, {
    event: 'discard',
    role: 'requester',
    actor: click.actor,
    patch: {
      closing: {
        code: 'discarded',
        by: click.actor,
        at: parts.clock.now(),
        note: 'Discarded by the requester.',
        now: null,
      },
    },
    ...(await closeWithDraft(parts, draft)),
  });
}
