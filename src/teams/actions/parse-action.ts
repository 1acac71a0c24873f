import { z } from 'zod';
import type { DevicesData, Tone } from '../../requests/messages/answers.ts';
import type { Form } from '../../requests/record/form.ts';
import type { Request } from '../../requests/record/request.ts';
import type { Turn } from '../bot/turn.ts';

const execute = z.object({
  action: z.object({ type: z.literal('Action.Execute'), verb: z.string().max(64), data: z.unknown().optional() }),
  trigger: z.unknown().optional(),
});

/** A button of a card, pressed, or the client asking by itself for its person's own card. */
export interface IncomingAction {
  readonly verb: string;
  /** False for everything but a person's own press: such a press never changes anything. */
  readonly isManual: boolean;
  /** As it came: what a card carries and what is typed into it. */
  readonly data: unknown;
}

/** Reads the value of an `adaptiveCard/action` invoke; it comes from the client and is trusted in nothing. @returns null when it is none. */
export function parseAction(value: unknown): IncomingAction | null {
  const pressed = execute.safeParse(value);
  if (!pressed.success) return null;
  const { action, trigger } = pressed.data;
  return { verb: action.verb, isManual: trigger === undefined || trigger === 'manual', data: action.data };
}

/** All that a request's card carries; the reason is there when the card holds an input for one, whatever was pressed. */
const data = z.strictObject({
  requestId: z.uuid().transform((id) => id.toLowerCase()),
  rev: z.int().min(1).max(1_000_000),
  reason: z.string().max(10_000).default(''),
  /** Of the devices; counts from 1. */
  page: z.int().min(1).max(1_000_000).default(1),
});

/** A press of a request's card. */
export type IncomingRequestAction = Omit<IncomingAction, 'data'> & z.infer<typeof data>;

/** @returns null when the data is none of ours. */
export function parseRequestAction({ verb, isManual, data: carried }: IncomingAction): IncomingRequestAction | null {
  const ours = data.safeParse(carried);
  return ours.success ? { verb, isManual, ...ours.data } : null;
}

/** What became of a press, above the card. */
export interface ActionNotice {
  readonly tone: Tone;
  readonly text: string;
}

/** What a press is answered with: a card made from what is committed now. */
export type ActionResult = ShownRequest | ShownForm | { readonly devices: DevicesData };

export interface ShownRequest {
  readonly request: Request;
  readonly notice?: ActionNotice;
}

export interface ShownForm {
  readonly form: Form;
  readonly notice?: ActionNotice;
}

/** What a button of a request's card does. @throws AirlockError with the sentence to show on the card. */
export type CardActionHandler = (turn: Turn, press: IncomingRequestAction) => Promise<ActionResult>;
