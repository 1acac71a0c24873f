import { z } from 'zod';

const execute = z.object({
  action: z.object({ type: z.literal('Action.Execute'), verb: z.string().max(64), data: z.unknown().optional() }),
  trigger: z.unknown().optional(),
});

/** All that a card of Airlock carries; the reason is there when the card holds an input for one, whatever was pressed. */
const data = z.strictObject({
  requestId: z.uuid().transform((id) => id.toLowerCase()),
  rev: z.int().min(1).max(1_000_000),
  reason: z.string().max(10_000).default(''),
});

/** A button of a card, pressed, or the client asking by itself for its person's own card. */
export interface CardPress {
  readonly verb: string;
  /** False for everything but a person's own press: such a press never changes anything. */
  readonly isManual: boolean;
  readonly requestId: string;
  readonly rev: number;
  readonly reason: string;
}

/** Reads the value of an `adaptiveCard/action` invoke; it comes from the client and is trusted in nothing. @returns null when it is none of ours. */
export function parseCardPress(value: unknown): CardPress | null {
  const pressed = execute.safeParse(value);
  if (!pressed.success) return null;
  const { action, trigger } = pressed.data;
  const ours = data.safeParse(action.data);
  if (!ours.success) return null;
  return { verb: action.verb, isManual: trigger === undefined || trigger === 'manual', ...ours.data };
}
