import { z } from 'zod';
import type { Answer, OutsideData, OutsideListData, Tone } from '../../requests/messages/answers.ts';
import { type DevicesData, LISTS } from '../../requests/messages/devices-data.ts';
import type { Form } from '../../requests/record/form.ts';
import type { Request } from '../../requests/record/request.ts';
import type { RequestAction } from '../../requests/rules/load.ts';
import { requestId } from '../../shared/ids.ts';
import type { Turn } from '../bot/turn.ts';

const execute = z.object({
  action: z.object({ type: z.literal('Action.Execute'), verb: z.string().max(64), data: z.unknown().optional() }),
  trigger: z.unknown().optional(),
});

/** An action on a card: a person's own, or a refresh that the person's client sends automatically. */
export interface IncomingAction {
  readonly verb: string;
  /** False for everything but a person's own action; then it never changes anything. */
  readonly isManual: boolean;
  /** As it came: what a card carries and what is typed into it. */
  readonly data: unknown;
}

/**
 * Reads the value of an `adaptiveCard/action` invoke. It comes from the client, so nothing in it is trusted.
 * @returns null for any other value.
 */
export function parseAction(value: unknown): IncomingAction | null {
  if (typeof value !== 'object' || value === null) return null;
  const known = ACTIONS.get(value);
  if (known !== undefined) return known;
  const action = actionIn(value);
  ACTIONS.set(value, action);
  return action;
}

/** What was read of a value: each turn asks several times what its sender pressed. */
const ACTIONS = new WeakMap<object, IncomingAction | null>();

function actionIn(value: object): IncomingAction | null {
  const parsed = execute.safeParse(value);
  if (!parsed.success) return null;
  const { action, trigger } = parsed.data;
  return { verb: action.verb, isManual: trigger === undefined || trigger === 'manual', data: action.data };
}

/** No activity is longer, in bytes. */
const MOST_TYPED = 256 * 1_024;

/**
 * Everything that a request's card carries. Whatever the action, the reasons come along when the card has inputs for
 * them.
 */
const data = z.strictObject({
  requestId: z.uuid().toLowerCase().pipe(requestId),
  /** Tells an Approve that was sent before its sender took their approval back; it decides nothing else. */
  rev: z.int().min(1).max(1_000_000),
  /** Absent on cards that an earlier version drew. */
  digest: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable()
    .default(null),
  /** The message whose card asks for a view by itself, by its number in the store; null where the card does not say. */
  copy: z.int().min(1).nullable().default(null),
  /** Longer than any reason that counts, so that whoever typed it is told how long it may be. */
  reason: z.string().max(MOST_TYPED).default(''),
  approvalReason: z.string().max(MOST_TYPED).default(''),
  /** Of the devices; counts from 1. */
  page: z.int().min(1).max(1_000_000).default(1),
  /** What is listed: the devices that move, or all that is written one by one. */
  of: z.enum(LISTS).default('moves'),
});

/** An action on a request's card. */
export type IncomingRequestAction = Omit<IncomingAction, 'data'> &
  z.infer<typeof data> & {
    /** The request where it was just read; else its handler reads it. */
    readonly loaded?: Request | null;
  };

/** @returns null when the data does not come from a request's card. */
export function parseRequestAction(action: IncomingAction): IncomingRequestAction | null {
  const known = ON_REQUESTS.get(action);
  if (known !== undefined) return known;
  const { verb, isManual, data: carried } = action;
  const parsed = data.safeParse(carried);
  const onRequest = parsed.success ? { verb, isManual, ...parsed.data } : null;
  ON_REQUESTS.set(action, onRequest);
  return onRequest;
}

const ON_REQUESTS = new WeakMap<IncomingAction, IncomingRequestAction | null>();

/** What a use case needs of a press on a request's card. */
export function pressed(
  { sender, correlation }: Turn,
  { requestId, digest, rev, loaded = null }: IncomingRequestAction,
): RequestAction {
  return { requestId, door: 'card', digest, rev, loaded, actor: sender.actor, correlation };
}

/** The result of an action, shown right above the buttons of its card. */
export interface ActionNotice {
  readonly tone: Tone;
  readonly text: string;
}

/** The answer to an action: a card drawn from the committed state. */
export type ActionResult =
  | ShownRequest
  | ShownForm
  | ShownOutside
  | ShownOutsideList
  | ShownAnswer
  | { readonly devices: DevicesData }
  /** Where there is no card to show. */
  | { readonly sentence: string };

export interface ShownOutsideList {
  readonly outsideList: OutsideListData;
}

interface ShownAnswer {
  readonly answer: Answer;
  readonly notice?: ActionNotice;
}

export interface ShownOutside {
  readonly outside: OutsideData;
  /** The page of the list from which it was opened; 0 or absent where it was not. */
  readonly page?: number;
  /** Why its viewer may not adopt it; absent where they may, or nobody could say. */
  readonly whyNotAdopt?: string;
  readonly notice?: ActionNotice;
}

export interface ShownRequest {
  readonly request: Request;
  readonly notice?: ActionNotice;
  /** The press that was refused: its buttons and what was typed stay where the viewer cannot be asked about. */
  readonly pressed?: IncomingRequestAction;
}

export interface ShownForm {
  readonly form: Form;
  readonly notice?: ActionNotice;
}

/**
 * Handles an action on a request's card and answers with the request as committed.
 * @throws AirlockError with the sentence to show on the card.
 */
export type CardActionHandler = (turn: Turn, action: IncomingRequestAction) => Promise<ActionResult>;
