import type { Step } from '../store/store.ts';
import { formStep } from './form-step.ts';
import type { Parts } from './parts.ts';
import type { Request } from './request.ts';
import { turnedCards } from './turned-cards.ts';

/** What goes with a draft that ends: its form is closed, and where that was open the draft's card says so; its devices are forgotten. */
export async function closeWithDraft(parts: Parts, draft: Request): Promise<Pick<Step, 'form' | 'turns' | 'affected'>> {
  const affected: Step['affected'] = [];
  const form = draft.formId === null ? null : await parts.store.form(parts.tenantId, draft.formId);
  if (!form || form.state === 'closed') return { affected };
  return {
    form: formStep(form, { state: 'closed', faults: [], deadline: null }),
    turns: turnedCards(await parts.store.posts(parts.tenantId, form.id), { requestId: draft.id }),
    affected,
  };
}
