import type { Form } from './form.ts';
import type { Parts } from './parts.ts';

/** Until when a form stays open after a step. One that edits a draft ends with it, whose own deadline stands. */
export function openUntil(parts: Parts, form: Form): number | null {
  return form.requestId === null ? parts.clock.now() + parts.policy.draftWindow : form.deadline;
}
