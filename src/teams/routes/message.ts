import type { NoticeData } from '../../requests/messages/answers.ts';
import { type AirlockError, isAirlockError } from '../../shared/errors.ts';
import { t } from '../../shared/language/worded.ts';
import { runCommand } from '../actions/catalogue.ts';
import { replyAlone } from '../actions/reply.ts';
import { type AttachedFile, filesOf } from '../bot/attached-file.ts';
import type { Turn } from '../bot/turn.ts';
import { parseSubmittedSeen, sightSaid } from '../forms/seen-form.ts';
import type { Command } from '../language/command.ts';
import type { HeardText } from '../language/normalise.ts';
import { isPressable } from '../language/offers.ts';
import { isOutsideCommand, runOutsideCommand } from '../outside/outside-by-text.ts';
import { ASKS_ITSELF, closedDoor, knock } from './door.ts';
import { type ParsedMessage, parseFile, parseMessage, sortOfFile } from './parse-message.ts';
import { refusalOf } from './refusal.ts';
import { tellToWait } from './slow-down.ts';
import { hearAttachment, hearEdit, hearSubmit, isOnlyAttached } from './unheard.ts';

/**
 * Carries out what a message asks for, or answers why it was refused. Whoever may not look is told so whatever they
 * wrote, and leaves nothing in the store.
 */
export async function hearMessage(turn: Turn): Promise<void> {
  const { activity } = turn;
  const heard = heardIn(turn);
  const { text, say, command } = heard;
  if (text === '' && activity.value !== undefined && activity.value !== null) return hearSubmitted(turn);
  const [file, ...more] = filesOf(activity);
  const sort = file && more.length === 0 ? sortOfFile(heard, file.name) : null;
  if (file && sort !== null) return hearFile(turn, file, sort);
  if (isOnlyAttached(activity, text)) return hearAttachment(turn);
  return hearCommand({ ...turn, said: { text: say, again: null } }, command);
}

/** Of what an old client sends without a verb, only what somebody sees tells by itself what it is. */
function hearSubmitted(turn: Turn): Promise<void> {
  const seen = parseSubmittedSeen(turn.activity.value);
  const said = seen && sightSaid(seen);
  if (!said || 'why' in said) return hearSubmit(turn);
  const { line, sight } = said;
  return hearCommand({ ...turn, said: { text: line, again: null } }, { kind: 'sight', sight });
}

/** What it is before it was read: for the door, and for the log. */
const LIST: Command = { kind: 'several', wishes: [] };

/** Hears what an attached file asks for; nothing is fetched for somebody who may not ask for changes. */
function hearFile(turn: Turn, file: AttachedFile, sort: string): Promise<void> {
  return answered(turn, LIST, async (inside) => {
    const { command, say } = parseFile(sort, await turn.fetchFile(file));
    await run({ ...inside, said: { text: say, again: null } }, command);
  });
}

/** Hears that somebody edited a message. That Teams restores a deleted one says nothing new. */
export async function hearUpdate(turn: Turn): Promise<void> {
  if (turn.activity.channelData?.eventType !== 'undeleteMessage') await hearEdit(turn, heardIn(turn).text);
}

function heardIn({ activity, sender }: Turn): ParsedMessage {
  return parseMessage({ text: activity.text ?? '', mentions: mentionsIn(activity), bot: sender.bot });
}

function hearCommand(turn: Turn, command: Command): Promise<void> {
  return answered(turn, command, (inside) => run(inside, command));
}

function run(turn: Turn, command: Command): Promise<void> {
  return isOutsideCommand(command) ? runOutsideCommand(turn, command) : runCommand(turn, command);
}

/** Lets in whoever may do what was asked, and tells why it was refused. */
async function answered(turn: Turn, command: Command, act: (inside: Turn) => Promise<void>): Promise<void> {
  const door = await knock(turn, command.kind);
  const closed = 'refused' in door ? await closedDoor(turn) : null;
  const decides = ASKS_ITSELF.has(command.kind);
  if (!decides && (await isTooMuch(turn, closed))) return;
  if ('refused' in door) return refuse(turn, command, closed ?? door.refused, closed);
  try {
    await act(door.turn);
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    const late = await closedDoor(turn);
    const unasked = error.code === 'directory-unavailable' ? error : null;
    if ((decides || unasked) && (await isTooMuch(turn, late ?? unasked))) return;
    await refuse(turn, command, late ?? error, late);
  }
}

function mentionsIn({ entities }: Turn['activity']): HeardText['mentions'] {
  return entities.flatMap((one) => (one?.type === 'mention' ? [{ id: one.mentioned.id, text: one.text }] : []));
}

/** Whether this conversation has had enough of these answers; who may not look takes nothing from who may. */
async function isTooMuch(turn: Turn, closed: AirlockError | null): Promise<boolean> {
  const pace = turn.pace(closed);
  if (pace === 'go') return false;
  await tellToWait(turn, pace);
  return true;
}

/** @param closed why the sender may not look: then the answer is not stored */
async function refuse(turn: Turn, command: Command, error: AirlockError, closed: AirlockError | null): Promise<void> {
  const refused = refusalOf(turn, error, { command: command.kind });
  const data = { title: t`That was not done`, ...refused, ...nextSteps(turn, command, error) };
  const answer = { view: 'notice', data } as const;
  await (closed ? turn.tell(answer) : replyAlone(turn, answer));
}

/**
 * What a button may do once more it offers; what decides is on the card of the request. Whoever may not look is refused
 * the help, too, and may only try again once they hold a role.
 */
function nextSteps({ said }: Turn, command: Command, { code }: AirlockError): Partial<NoticeData> {
  if (code === 'may-not-read') return isPressable(command) ? { wish: { say: said.text, tried: 0 } } : {};
  if (code === 'not-found') return { suggestions: ['requests', 'all requests', 'help'] };
  if (!isPressable(command)) return { suggestions: 'number' in command ? [`show ${command.number}`] : ['help'] };
  return { suggestions: ['help'], wish: { say: said.text, tried: 0 } };
}
