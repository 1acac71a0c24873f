import type { Form } from './form.ts';
import type { FormPress } from './form-press.ts';
import { goesOn } from './goes-on.ts';
import type { Parts } from './parts.ts';
import { pressedForm } from './pressed-form.ts';
import { putAway } from './put-away.ts';

/**
 * The requester drops what is in the form. Where a draft was edited, the draft stays as it was.
 * @throws AirlockError not-found, not-allowed, wrong-state, rev-conflict
 */
export function closeForm(parts: Parts, press: Omit<FormPress, 'wish'>): Promise<Form> {
  return pressedForm(parts, press, {
    isTaken: (form) => !goesOn(form),
    async take(form) {
      const away = await putAway(parts, form);
      await parts.store.send({ posts: [], tasks: [], ...away });
      return away.form.form;
    },
  });
}
