import { asJson, canonical } from '../changes/json.ts';
import type { Form, FormWish } from './form.ts';

/** Whether the form holds exactly what was typed. */
export function holdsTyped(form: Form, typed: FormWish): boolean {
  return canonical(asJson(form.wish)) === canonical(asJson(typed));
}
