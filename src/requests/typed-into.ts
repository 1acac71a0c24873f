import { AirlockError } from '../errors.ts';
import type { Form, FormWish } from './form.ts';

/**
 * What was typed, as it is kept: a form asks about one thing from its first card to its last, whatever a press says.
 * @throws AirlockError input-invalid
 */
export function typedInto(form: Form, typed: FormWish): FormWish {
  if (typed.kind !== form.wish.kind) {
    throw new AirlockError('input-invalid', 'This card does not belong to this form. Nothing was taken from it.');
  }
  return typed.kind === 'device-group.update' && form.wish.kind === typed.kind
    ? { ...typed, group: form.wish.group }
    : typed;
}
