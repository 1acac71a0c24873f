import { isAirlockError } from '../errors.ts';
import type { Form } from './form.ts';
import type { Parts } from './parts.ts';
import { putAway } from './put-away.ts';

/** Puts a form away whose deadline has come; returned as it is now when somebody else was faster. */
export async function lapseForm(parts: Parts, form: Form): Promise<Form> {
  if (form.deadline === null || form.deadline > parts.clock.now()) return form;
  const away = await putAway(parts, form);
  try {
    await parts.store.send({ posts: [], tasks: [], ...away });
    return away.form.form;
  } catch (error) {
    if (!isAirlockError(error, 'rev-conflict')) throw error;
    return (await parts.store.form(form.tenantId, form.id)) ?? form;
  }
}
