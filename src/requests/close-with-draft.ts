import type { Errand } from '../store/store.ts';
import type { Parts } from './parts.ts';
import type { Request } from './request.ts';
import { formStep } from './step-form.ts';
import { asDraftCards } from './turned-cards.ts';

/** What becomes of the form of a draft that ends: closed with it, and where it was open the draft's card says so. */
export async function closeWithDraft(parts: Parts, draft: Request): Promise<Pick<Errand, 'form' | 'turns'>> {
  const form = draft.formId === null ? null : await parts.store.form(parts.tenantId, draft.formId);
  if (!form || form.state === 'closed') return {};
  const copies = await parts.store.posts(parts.tenantId, form.id);
  return {
    form: formStep(form, { state: 'closed', faults: [], deadline: null }),
    turns: asDraftCards(copies, draft.id),
  };
}
