import { AirlockError } from '../../shared/errors.ts';
import { stateSentence } from '../messages/state-words.ts';
import type { Services } from '../ports/services.ts';
import type { Request } from '../record/request.ts';
import { advance } from '../rules/advance.ts';
import { restoreDraft } from '../rules/form-steps.ts';
import { loadRequest, type RequestAction } from '../rules/load.ts';

/**
 * The requester drops a draft, and its form with it.
 * @throws AirlockError not-found, not-allowed, wrong-state, rev-conflict
 */
export async function discardRequest(services: Services, click: RequestAction): Promise<Request> {
  const draft = await loadRequest(services, click.requestId);
  if (click.actor.oid !== draft.requester.oid)
    throw new AirlockError('not-allowed', `Only ${draft.requester.name} can discard this draft.`);
  if (draft.state === 'discarded') return draft;
  if (draft.state !== 'draft') throw new AirlockError('wrong-state', stateSentence(draft));
  return advance(services, draft, {
    event: 'discard',
    role: 'requester',
    actor: click.actor,
    patch: {
      closing: {
        code: 'discarded',
        by: click.actor,
        at: services.clock.now(),
        note: 'Discarded by the requester.',
        now: null,
      },
    },
    ...(await restoreDraft(services, draft)),
  });
}
