import type { Errand } from '../store/store.ts';
import type { Form } from './form.ts';
import { formStep } from './form-step.ts';
import type { Parts } from './parts.ts';
import { turnedCards } from './turned-cards.ts';

/**
 * What becomes of a form that nobody goes on with: it is closed. One in which a draft was edited gives way to the draft's card again, and
 * holds what the draft is.
 */
export async function putAway(parts: Parts, form: Form): Promise<Required<Pick<Errand, 'form' | 'turns'>>> {
  const draft = form.requestId === null ? null : await parts.store.request(parts.tenantId, form.requestId);
  const turns = draft ? turnedCards(await parts.store.posts(parts.tenantId, form.id), { requestId: draft.id }) : [];
  const isDraft = draft?.state === 'draft';
  const wish = (isDraft ? form.draftedWish : null) ?? form.wish;
  const state = isDraft ? 'drafted' : 'closed';
  return { form: formStep(form, { state, wish, faults: [], deadline: null }), turns };
}
