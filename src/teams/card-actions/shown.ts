import type { DevicesData, Tone } from '../../requests/answer.ts';
import type { Form } from '../../requests/form.ts';
import type { Request } from '../../requests/request.ts';

/** What became of a press, above the card. */
export interface PressNotice {
  readonly tone: Tone;
  readonly text: string;
}

/** What a press is answered with: a card made from what is committed now. */
export type Shown = ShownRequest | ShownForm | { readonly devices: DevicesData };

export interface ShownRequest {
  readonly request: Request;
  readonly notice?: PressNotice;
}

export interface ShownForm {
  readonly form: Form;
  readonly notice?: PressNotice;
}
