import type { Form } from './form.ts';

/** True while somebody may still make something of it. */
export function goesOn(form: Form): boolean {
  return form.state === 'open' || form.state === 'checking';
}
