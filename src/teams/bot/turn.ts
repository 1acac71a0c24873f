import type { TurnContext } from 'botbuilder';
import type { Answer } from '../../requests/messages/answers.ts';
import type { Directory } from '../../requests/ports/directory.ts';
import type { Services } from '../../requests/ports/services.ts';
import type { Actor } from '../../requests/record/request.ts';
import { AirlockError } from '../../shared/errors.ts';
import type { AdaptiveCard } from '../cards/parts/render.ts';
import type { IncomingActivity, Sender } from './activity.ts';
import type { FetchFile } from './attached-file.ts';
import type { Pace } from './pace.ts';

const TURN = Symbol('turn');

/** Hands a turn to the routes, which get nothing from the SDK but botbuilder's context. */
export function setTurn(context: TurnContext, turn: Turn): void {
  context.turnState.set(TURN, turn);
}

export function turnOf(context: TurnContext): Turn {
  const turn = context.turnState.get<Turn>(TURN);
  if (!turn) throw new AirlockError('internal', 'A turn began before its sender was checked.');
  return turn;
}

/** Sends the answer of an invoke, which the adapter hands to the HTTP response. */
export async function respond(context: TurnContext, body: InvokeAnswer | object): Promise<void> {
  await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
}

export interface Said {
  /** Normalised; empty where nothing was typed. */
  readonly text: string;
  /** The message whose button asks for the same once more, and how often that was tried; null for anything else. */
  readonly again: { readonly key: string; readonly tried: number } | null;
}

/** For an activity that says nothing. */
export const NOTHING_SAID: Said = { text: '', again: null };

/** The handling of one activity whose sender was checked. */
export interface Turn {
  /** Its directory is asked about the sender once in the turn, for every right at once. */
  readonly services: Services;
  /** The same directory for drawing a card, which asks nothing again. */
  readonly drawing: Directory;
  readonly activity: IncomingActivity;
  readonly sender: Sender;
  /** For the log, and as a reference for the person who asks what went wrong. */
  readonly correlation: string;
  /**
   * Unique for each activity, and the same when Teams delivers it again. Activity ids are unique in a conversation
   * only.
   */
  readonly key: string;
  /** What somebody typed, or what the button they pressed would have been typed as. */
  readonly said: Said;
  /**
   * Lets in whoever may look, and only then remembers them and their conversation. Asked once in a turn.
   * @returns the sender as the directory names them
   * @throws AirlockError may-not-read, directory-unavailable
   */
  readonly admit: () => Promise<Actor>;
  /**
   * Takes what answering this message costs its conversation. `go` where nothing is limited.
   * @param closed why the sender may not look, or why that could not be asked; null where they may
   */
  readonly pace: (closed: AirlockError | null) => Pace;
  /** Fetches a file that was attached to this activity. */
  readonly fetchFile: FetchFile;
  /** Answers in the conversation without storing anything, for somebody who may not look. Best effort. */
  readonly tell: (answer: Answer) => Promise<void>;
}

/** The body of an invoke's answer; the HTTP status is 200 in every case (docs/facts/teams.md#card-actions). */
export interface InvokeAnswer {
  readonly statusCode: number;
  readonly type: string;
  readonly value: unknown;
  /** What a dialog shows, and what a message extension shows, in their own forms. */
  readonly task?: { readonly type: 'message'; readonly value: string };
  readonly composeExtension?: { readonly type: 'message'; readonly text: string };
}

export function cardInvokeAnswer(card: AdaptiveCard): InvokeAnswer {
  return { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card };
}

/** A sentence instead of a card. Never empty: Teams treats an empty one as a failure and sends the action again. */
export function textInvokeAnswer(text: string): InvokeAnswer {
  return { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: text };
}

/** A sentence for an invoke that Airlock does not know, in the form that whatever sent it shows. */
export function unknownInvokeAnswer(name: string, text: string): InvokeAnswer {
  const answer = textInvokeAnswer(text);
  if (/^task\/|^composeExtension\/(?:fetchTask|submitAction)$/.test(name))
    return { ...answer, task: { type: 'message', value: text } };
  return name.startsWith('composeExtension/') ? { ...answer, composeExtension: { type: 'message', text } } : answer;
}

export function errorInvokeAnswer(statusCode: 403 | 500, message: string): InvokeAnswer {
  const code = statusCode === 403 ? 'Forbidden' : 'InternalServerError';
  return { statusCode, type: 'application/vnd.microsoft.error', value: { code, message } };
}
