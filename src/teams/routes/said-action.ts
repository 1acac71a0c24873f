import { z } from 'zod';
import { storedAnswer } from '../../requests/messages/outbox-messages.ts';
import type { OutboxMessage } from '../../requests/ports/outbox.ts';
import { loadRequest } from '../../requests/rules/load.ts';
import { channelOf } from '../../requests/rules/setting-owner.ts';
import { AirlockError, isAirlockError } from '../../shared/errors.ts';
import { msg, say, t } from '../../shared/language/worded.ts';
import { runCommand } from '../actions/catalogue.ts';
import { saySight } from '../actions/decisions/attest-action.ts';
import type { ActionNotice, ActionResult, IncomingAction } from '../actions/parse-action.ts';
import { isFirstPress } from '../actions/reply.ts';
import type { Said, Turn } from '../bot/turn.ts';
import { type IncomingSeen, SEEN, sightSaid } from '../forms/seen-form.ts';
import type { Command } from '../language/command.ts';
import { cleanText } from '../language/normalise.ts';
import { isPressable } from '../language/offers.ts';
import { parseCommand } from '../language/parse-command.ts';
import { isOutsideCommand, runOutsideCommand } from '../outside/outside-by-text.ts';
import { knock } from './door.ts';
import { refusalOf } from './refusal.ts';
import { TOO_MUCH } from './slow-down.ts';

/** The verb of a button that does what somebody could have typed. */
export const SAY = 'say';

const carried = z.strictObject({
  say: z.string().min(1).max(2_100),
  /** On a button that asks once more. */
  tried: z.int().min(0).max(1_000_000).optional(),
  /** Which message it stands on, where Teams may not have told its id. */
  copy: z.int().positive().optional(),
  /** What was chosen on the card of the button, to stand in what it says. */
  scope: z.string().max(400).optional(),
  end: z.string().max(40).optional(),
});

/** A press that counts as typed by whoever pressed, with their rights. */
export type IncomingSaid = z.infer<typeof carried> & { readonly isManual: boolean };

/** @returns null when the data does not come from such a button. */
export function parseSaid({ isManual, data }: IncomingAction): IncomingSaid | null {
  const known = carried.safeParse(data).data;
  return known ? { isManual, ...known, say: filled(known) } : null;
}

/** What the button says with what was chosen; what was not stays open, and no command has it. */
function filled({ say: text, scope = '', end = '' }: z.infer<typeof carried>): string {
  const values = { '{scope}': scope, '{end}': end };
  return text.replace(/\{(?:scope|end)\}/gu, (open) => values[open as keyof typeof values] || open);
}

const OPEN = /\{(?:scope|end)\}/u;

/**
 * Does what the button says, and answers with the card that it stands on: what it did, or why not, right above its
 * buttons. A button that asks once more turns its own message into the answer.
 * @throws AirlockError where the store has no such message: may-not-read, not-allowed, directory-unavailable and others
 */
export async function takeSaid(turn: Turn, action: IncomingSaid): Promise<ActionResult> {
  await turn.admit();
  const pressed = await pressedMessage(turn, action.copy);
  if (!action.isManual) return shown(turn, pressed, null);
  try {
    const notice = await doSaid(turn, action, pressed);
    return await shown(turn, await pressedMessage(turn), notice);
  } catch (error) {
    if (!isAirlockError(error) || pressed === null) throw error;
    return shown(turn, pressed, refusalOf(turn, error, { verb: SAY }));
  }
}

/** The card on which somebody pressed something that is no button of Airlock, with why nothing happened. */
export async function pressedCard(turn: Turn, notice: ActionNotice): Promise<ActionResult> {
  const actor = await turn.admit();
  const asked = { ...turn, sender: { ...turn.sender, actor } };
  return shown(asked, await pressedMessage(asked), notice);
}

/** @param copy which message it is by its own word: so one is known whose id was lost with Teams' answer */
async function pressedMessage({ services, sender, activity }: Turn, copy?: number): Promise<OutboxMessage | null> {
  const { replyToId } = activity;
  if (!replyToId) return null;
  const { store, tenantId } = services;
  const room = channelOf(sender.conversation.key);
  const known = await store.shownMessage(tenantId, room, replyToId);
  if (known !== null || copy === undefined) return known;
  await store.adoptAnswer(copy, sender.conversation.key, replyToId);
  return store.shownMessage(tenantId, room, replyToId);
}

/** The card of a message as it stands, or the sentence alone where it is not known any more. */
async function shown(
  { services }: Turn,
  message: OutboxMessage | null,
  notice: ActionNotice | null,
): Promise<ActionResult> {
  const said = notice ? { notice } : {};
  if (message === null) return { sentence: notice?.text ?? say(UNKNOWN) };
  const { content } = message;
  if (content.kind === 'request') return { request: await loadRequest(services, content.requestId), ...said };
  if (content.kind === 'answer') return { answer: storedAnswer(content), ...said };
  const form = await services.store.form(services.tenantId, content.formId);
  return form ? { form, ...said } : { sentence: notice?.text ?? say(UNKNOWN) };
}

const UNKNOWN = msg`Airlock does not have this message any more. Write "help" to see what it does.`;

/** @returns what to say about it; null where the card says it itself */
async function doSaid(turn: Turn, action: IncomingSaid, pressed: OutboxMessage | null): Promise<ActionNotice | null> {
  if (OPEN.test(action.say)) return { tone: 'warning', text: t`Choose a device group and an end first.` };
  const command = parseCommand(cleanText(action.say));
  if (!isPressable(command)) throw new AirlockError('card-needed', say(DECIDE_THERE));
  const again = askedAgain(action, pressed);
  if ('late' in again) return { tone: 'info', text: again.late };
  const becomes = again.key !== null && READS.has(command.kind);
  if (!becomes && !(await isFirstPress(turn, action.say))) return { tone: 'info', text: say(TWICE) };
  if (turn.pace(null) !== 'go') return { tone: 'warning', text: say(TOO_MUCH) };
  const door = await knock(turn, command.kind);
  if ('refused' in door) throw door.refused;
  const said: Said = { text: action.say, again: again.key };
  const heard = { ...door.turn, said };
  await (isOutsideCommand(command) ? runOutsideCommand(heard, command) : runCommand(heard, command));
  return becomes ? null : { tone: 'info', text: followsFor(command) };
}

const DECIDE_THERE = msg`Nothing was decided. Decide on the card of the request, which shows the change.`;
const TWICE = msg`You pressed this a moment ago; the answer stands below.`;
const READING = msg`Airlock is reading Defender for this already; the answer will stand here.`;
const LATE = msg`Somebody asked for this again already. This is what came of it.`;

/** Whether the button asks once more for what its own message did not bring, and whether it still stands there. */
function askedAgain(
  { say: text, tried }: IncomingSaid,
  pressed: OutboxMessage | null,
): { readonly key: Said['again'] } | { readonly late: string } {
  if (tried === undefined || pressed === null) return { key: null };
  // Teams forgets in a day what one person alone sees: it never becomes what was asked for.
  if (pressed.content.kind === 'answer' && pressed.content.onlyFor !== undefined) return { key: null };
  const answer = pressed.content.kind === 'answer' ? storedAnswer(pressed.content) : null;
  if (answer?.view !== 'notice' || answer.data.wish?.say !== text) return { late: say(LATE) };
  if (answer.data.reading) return { late: say(READING) };
  return answer.data.wish.tried === tried ? { key: { key: pressed.key, tried } } : { late: say(LATE) };
}

function followsFor({ kind }: Command): string {
  if (kind === 'show') return t`Its card follows below.`;
  return READS.has(kind) ? t`Airlock is reading Defender; the answer follows below.` : t`The answer follows below.`;
}

const READS: ReadonlySet<Command['kind']> = new Set<Command['kind']>([
  'change',
  'input',
  'form',
  'revert',
  'again',
  'revert-outside',
  'sight',
  'approval-channel',
  'status',
]);

/**
 * Takes what somebody filled in as if they had typed it, by the same rights. The form's own message becomes the answer;
 * a form that is not whole stays, with why right above its button and what was filled in.
 * @throws AirlockError where the store has no such message: may-not-read, not-allowed, directory-unavailable and others
 */
export async function takeSeen(turn: Turn, { isManual }: IncomingAction, seen: IncomingSeen): Promise<ActionResult> {
  await turn.admit();
  const message = await pressedMessage(turn);
  if (!isManual) return shown(turn, message, null);
  if (message !== null && !isForm(message)) return shown(turn, message, { tone: 'info', text: say(SAID) });
  const said = sightSaid(seen);
  if ('why' in said) return kept(turn, message, seen, { tone: 'warning', text: said.why });
  if (turn.pace(null) !== 'go') return kept(turn, message, seen, { tone: 'warning', text: say(TOO_MUCH) });
  try {
    const door = await knock(turn, 'sight');
    if ('refused' in door) throw door.refused;
    const again = message && !isAlone(message) ? { key: message.key, tried: 1 } : null;
    await saySight({ ...door.turn, said: { text: said.line, again } }, said.sight);
  } catch (error) {
    if (!isAirlockError(error) || message === null) throw error;
    return kept(turn, message, seen, refusalOf(turn, error, { verb: SEEN }));
  }
  return shown(turn, await pressedMessage(turn), null);
}

const SAID = msg`Somebody said what they see already. This is what came of it.`;

function isForm({ content }: OutboxMessage): boolean {
  return content.kind === 'answer' && content.view === 'sight';
}

function isAlone({ content }: OutboxMessage): boolean {
  return content.kind === 'answer' && content.onlyFor !== undefined;
}

/** The form with what was filled in. */
function kept(
  turn: Turn,
  message: OutboxMessage | null,
  { sees, ...fields }: IncomingSeen,
  notice: ActionNotice,
): ActionResult | Promise<ActionResult> {
  if (message?.content.kind !== 'answer') return shown(turn, message, notice);
  const answer = storedAnswer(message.content);
  if (answer.view !== 'sight') return shown(turn, message, notice);
  return { answer: { view: 'sight', data: { of: sees, typed: fields } }, notice };
}
