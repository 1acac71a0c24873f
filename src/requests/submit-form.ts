import { checkWish } from '../changes/device-group/check-wish.ts';
import { asJson } from '../changes/json.ts';
import type { NewTask } from '../store/task.ts';
import type { Form } from './form.ts';
import type { FormPress } from './form-press.ts';
import { holdsTyped } from './holds-typed.ts';
import { openUntil } from './open-until.ts';
import type { Parts } from './parts.ts';
import { pressedForm } from './pressed-form.ts';
import { stepForm } from './step-form.ts';
import { typedInto } from './typed-into.ts';

/**
 * The requester sends the form: it stays open with every fault that can be seen without the tenant, or goes on to be checked against it.
 * @throws AirlockError not-found, not-allowed, wrong-state, rev-conflict, input-invalid
 */
export function submitForm(parts: Parts, press: FormPress): Promise<Form> {
  return pressedForm(parts, press, {
    isTaken: (form) => holdsTyped(form, press.wish) && (form.state !== 'open' || form.faults.length > 0),
    take(form) {
      const wish = typedInto(form, press.wish);
      const faults = checkWish(wish);
      const deadline = openUntil(parts, form);
      if (faults.length > 0) return stepForm(parts, form, { wish, faults, deadline });
      const tasks = [checkTask(parts, form, press.correlation)];
      return stepForm(parts, form, { wish, faults: [], state: 'checking', deadline }, { tasks });
    },
  });
}

function checkTask(parts: Parts, form: Form, correlation: string): NewTask {
  const rev = form.rev + 1;
  return {
    key: `${form.id}:check:${rev}`,
    kind: 'check-form',
    tenantId: parts.tenantId,
    requestId: null,
    payload: asJson({ formId: form.id, rev }),
    dueAt: parts.clock.now(),
    correlation,
  };
}
