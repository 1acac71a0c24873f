import {
  type MessagingExtensionActionResponse,
  type MessagingExtensionResponse,
  TeamsActivityHandler,
  type TurnContext,
} from 'botbuilder';
import { isAirlockError } from '../../shared/errors.ts';
import { respond, turnOf } from '../bot/turn.ts';
import { refusalOf } from '../routes/refusal.ts';
import { askDialog, takeWish } from './ask-dialog.ts';
import { searchRequests } from './search-requests.ts';

/** What the compose box asks for; any other activity of a message extension is not Airlock's. */
const NAMES: ReadonlySet<string> = new Set([
  'composeExtension/query',
  'composeExtension/fetchTask',
  'composeExtension/submitAction',
]);

/**
 * The message extension: requests to search for, and a dialog to ask for a change. It says nothing in the conversation
 * whose compose box it is: Airlock may be no member there, and everybody there would read it.
 */
class ComposeExtension extends TeamsActivityHandler {
  /** @returns the body of the invoke's answer */
  async answer(context: TurnContext): Promise<object> {
    const { body } = await this.onInvokeActivity(context);
    return body as object;
  }

  protected override async handleTeamsMessagingExtensionQuery(
    context: TurnContext,
    query: unknown,
  ): Promise<MessagingExtensionResponse> {
    const turn = turnOf(context);
    try {
      return await searchRequests(turn, query);
    } catch (error) {
      return { composeExtension: { type: 'message', text: refusalOf(turn, error, { compose: 'query' }).text } };
    }
  }

  protected override async handleTeamsMessagingExtensionFetchTask(
    context: TurnContext,
  ): Promise<MessagingExtensionActionResponse> {
    const turn = turnOf(context);
    try {
      await turn.admit();
      return askDialog({ wish: '', answer: null });
    } catch (error) {
      return { task: { type: 'message', value: refusalOf(turn, error, { compose: 'fetchTask' }).text } };
    }
  }

  protected override async handleTeamsMessagingExtensionSubmitAction(
    context: TurnContext,
    action: unknown,
  ): Promise<MessagingExtensionActionResponse> {
    const turn = turnOf(context);
    const taken = await takeWish(turn, action).catch((error: unknown) => {
      if (!isAirlockError(error)) throw error;
      return { task: { type: 'message', value: refusalOf(turn, error, { compose: 'submitAction' }).text } } as const;
    });
    return taken;
  }
}

const EXTENSION = new ComposeExtension();

export function isFromCompose({ name = '' }: { readonly name?: string | undefined }): boolean {
  return NAMES.has(name);
}

/** Answers what the compose box asks for. */
export async function answerCompose(context: TurnContext): Promise<void> {
  await respond(context, await EXTENSION.answer(context));
}
