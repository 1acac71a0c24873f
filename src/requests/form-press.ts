import type { FormWish } from './form.ts';
import type { Actor } from './request.ts';

/** A button of a form's card, pressed: everything that stands in its inputs comes along, whatever was pressed. */
export interface FormPress {
  readonly formId: string;
  readonly rev: number;
  readonly actor: Actor;
  readonly correlation: string;
  /** What is typed, right or wrong. */
  readonly wish: FormWish;
}
