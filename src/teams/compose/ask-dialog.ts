import type { MessagingExtensionActionResponse } from 'botbuilder';
import { z } from 'zod';
import { AirlockError, isAirlockError } from '../../shared/errors.ts';
import { msg, say, t } from '../../shared/language/worded.ts';
import { runCommand } from '../actions/catalogue.ts';
import type { ActionNotice } from '../actions/parse-action.ts';
import type { Turn } from '../bot/turn.ts';
import { renderCard } from '../cards/parts/render.ts';
import { LENGTHS, sanitise, toneStyle } from '../cards/parts/shown-text.ts';
import type { Command } from '../language/command.ts';
import { cleanText } from '../language/normalise.ts';
import { isPressable } from '../language/offers.ts';
import { parseCommand } from '../language/parse-command.ts';
import { isOutsideCommand, runOutsideCommand } from '../outside/outside-by-text.ts';
import { knock } from '../routes/door.ts';
import { refusalOf } from '../routes/refusal.ts';
import { TOO_MUCH } from '../routes/slow-down.ts';

/** Longest wish that the dialog takes, in UTF-16 units. */
export const WISH_MAX = 2_000;

const MOST_LINES = 4;
const EXAMPLES = ['enable automated investigation', 'set Finance to full', 'create device group'];

interface Shown {
  /** What was typed before; empty at first. */
  readonly wish: string;
  /** Why it was not taken; null at first. */
  readonly answer: ActionNotice | null;
}

/** The dialog, with what was typed and why it was not taken. @param lines how it could be written */
export function askDialog(
  { wish, answer }: Shown,
  lines: readonly string[] = EXAMPLES,
): MessagingExtensionActionResponse {
  const content = renderCard('ask', {
    fallback: t`Ask for a change.`,
    text: sanitise(t`Airlock drafts it in your own chat. Nothing changes before another admin approves it.`),
    maxLength: WISH_MAX,
    value: wish.slice(0, WISH_MAX),
    answers: answer ? [{ tone: toneStyle(answer.tone), text: sanitise(say(answer.text)) }] : [],
    lines: lines.slice(0, MOST_LINES).map((line) => sanitise(line, LENGTHS.message)),
  });
  const card = { contentType: 'application/vnd.microsoft.card.adaptive', content };
  return { task: { type: 'continue', value: { title: t`Ask for a change`, height: 'medium', width: 'medium', card } } };
}

const sent = z.object({ data: z.object({ wish: z.string().max(4 * WISH_MAX) }) });

/**
 * Takes a wish that was typed in the dialog as if it were written in the own chat of whoever typed it, where the draft
 * follows. Nothing is said where their compose box is. What is not understood, or not allowed, stays in the dialog.
 * @throws AirlockError may-not-read, directory-unavailable
 */
export async function takeWish(turn: Turn, action: unknown): Promise<MessagingExtensionActionResponse> {
  await turn.admit();
  const parsed = sent.safeParse(action);
  const wish = parsed.success ? parsed.data.data.wish : '';
  const text = cleanText(wish);
  const command = parseCommand(text);
  const fault = faultOf(text, command);
  if (fault) return again(wish, { tone: 'warning', text: fault.text }, fault.lines);
  if (turn.pace(null) !== 'go') return again(wish, { tone: 'warning', text: say(TOO_MUCH) });
  try {
    await run(turn, text, command);
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    return again(wish, refusalOf(turn, error, { compose: command.kind }));
  }
  return { task: { type: 'message', value: say(FOLLOWS) } };
}

const FOLLOWS = msg`The answer follows in your own chat with Airlock. Nothing changes before another admin approves it.`;

function again(wish: string, answer: ActionNotice, lines?: readonly string[]): MessagingExtensionActionResponse {
  return askDialog({ wish, answer }, lines);
}

const DECIDE_THERE = msg`Nothing was decided. Decide on the card of the request, which shows the change.`;
const MISSED = msg`Airlock does not understand that, so nothing was asked for. It could be written like this:`;

/** Why a wish cannot be taken as it is typed, and what could be written; null where it can. */
function faultOf(text: string, command: Command): { readonly text: string; readonly lines?: readonly string[] } | null {
  if (text === '') return { text: t`Say what you want.` };
  if (text.length > WISH_MAX) return { text: t`That is longer than ${WISH_MAX} characters.` };
  if (!isPressable(command)) return { text: say(DECIDE_THERE), lines: [] };
  switch (command.kind) {
    case 'unknown':
      return { text: say(MISSED) };
    case 'offer':
      return { text: say(MISSED), lines: command.commands };
    case 'malformed':
      return { text: say(command.why), lines: command.examples };
    case 'incomplete':
      return { text: command.why, lines: [command.example] };
    case 'approval-channel':
      return { text: t`Write that in the channel itself.`, lines: [] };
    default:
      return null;
  }
}

/** @throws AirlockError with why it was not done */
async function run(turn: Turn, text: string, command: Command): Promise<void> {
  const door = await knock(turn, command.kind);
  if ('refused' in door) throw door.refused;
  const { sender } = door.turn;
  const conversation = await ownChat(turn);
  const heard = { ...door.turn, sender: { ...sender, conversation }, said: { text, again: null } };
  await (isOutsideCommand(command) ? runOutsideCommand(heard, command) : runCommand(heard, command));
}

const NO_CHAT = msg`Airlock does not know your own chat with it yet, where the answer would follow. Write "help" to it there once, then ask again.`;

async function ownChat({ services, sender }: Turn): Promise<Turn['sender']['conversation']> {
  const { store, tenantId } = services;
  const [contact] = await store.contacts(tenantId, [sender.actor.oid]);
  const known = contact?.personal ? await store.conversation(contact.personal) : null;
  if (!known) throw new AirlockError('not-allowed', say(NO_CHAT));
  return known;
}
