import { z } from 'zod';

const execute = z.object({
  action: z.object({ type: z.literal('Action.Execute'), verb: z.string().max(64), data: z.unknown().optional() }),
  trigger: z.unknown().optional(),
});

/** A button of a card, pressed, or the client asking by itself for its person's own card. */
export interface Press {
  readonly verb: string;
  /** False for everything but a person's own press: such a press never changes anything. */
  readonly isManual: boolean;
  /** As it came: what a card carries and what is typed into it. */
  readonly data: unknown;
}

/** Reads the value of an `adaptiveCard/action` invoke; it comes from the client and is trusted in nothing. @returns null when it is none. */
export function parsePress(value: unknown): Press | null {
  const pressed = execute.safeParse(value);
  if (!pressed.success) return null;
  const { action, trigger } = pressed.data;
  return { verb: action.verb, isManual: trigger === undefined || trigger === 'manual', data: action.data };
}
