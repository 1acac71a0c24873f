import type { FormStep } from '../store/store.ts';
import type { Draftable } from './assess-draft.ts';
import type { Parts } from './parts.ts';
import type { Request } from './request.ts';

/**
 * The form in which a draft that was not made with one can be edited: born with the draft, so that "Edit" finds what can be chosen and
 * need not ask the tenant. Null for a change that no form asks about.
 */
export function formOfDraft(parts: Parts, draft: Request, { wish, choices }: Draftable): FormStep | null {
  if (wish === null) return null;
  return {
    form: {
      id: parts.ids.next(),
      tenantId: parts.tenantId,
      rev: 1,
      state: 'drafted',
      wish,
      draftedWish: wish,
      faults: [],
      choices,
      requester: draft.requester,
      origin: draft.origin,
      createdAt: draft.createdAt,
      deadline: null,
      requestId: draft.id,
    },
    expectedRev: null,
  };
}
