import { actNow as doNow, submitOrProceed } from '../../requests/deciding/proceed.ts';
import { draftTitle } from '../../requests/drafting/before/draft-room.ts';
import { discardRequest } from '../../requests/drafting/discard.ts';
import { editDraft } from '../../requests/drafting/edit.ts';
import { discardedNotice } from '../../requests/messages/decision-words.ts';
import { isShownIn } from '../../requests/rules/shared-places.ts';
import { type AirlockError, isAirlockError } from '../../shared/errors.ts';
import { t } from '../../shared/language/worded.ts';
import type { Turn } from '../bot/turn.ts';
import type { CommandOf } from '../language/command.ts';
import { isSaidUrgent } from '../language/supported/urgency.ts';
import { type CardActionHandler, pressed } from './parse-action.ts';
import { enqueue, numberedRequest, reply } from './reply.ts';

type Wished = CommandOf<'change' | 'input' | 'several' | 'faulty-list'>;

/** Files what somebody wants as a draft; who calls it an emergency reads where nothing is done at once. */
export async function draft(turn: Turn, command: Wished): Promise<void> {
  const { kind: _, ...asked } = command;
  await enqueue(turn, 'draft', asked);
  if (!isUrgentInVain(turn, command)) return;
  const title = t`Nothing is done at once here`;
  const text = t`Airlock lets nobody do this alone, not even in an emergency (EMERGENCY_ACTIONS): another admin must approve the draft, so send it and tell one now.`;
  await reply(turn, { view: 'notice', data: { tone: 'warning', title, text } });
}

/** A scan of few devices needs no approval, so it waits for nobody. */
function isUrgentInVain({ services, said }: Turn, command: Wished): boolean {
  if (command.kind !== 'change' || !isSaidUrgent(said.text)) return false;
  const { change } = command;
  return change.kind === 'response-actions' && !services.policy.deviceActs.emergency.includes(change.act);
}

export const submit: CardActionHandler = (turn, action) => sending(turn, action, submitOrProceed);

export const actNow: CardActionHandler = (turn, action) => sending(turn, action, doNow);

async function sending(
  turn: Turn,
  action: Parameters<CardActionHandler>[1],
  send: typeof submitOrProceed,
): ReturnType<CardActionHandler> {
  try {
    return { request: await send(turn.services, { ...pressed(turn, action), reason: action.reason }) };
  } catch (error) {
    if (isAirlockError(error, 'duplicate-request')) await showOther(turn, error);
    throw error;
  }
}

/** The card says why; below it stands the way to the request that comes first. */
async function showOther(turn: Turn, { message: text, details: { number } }: AirlockError): Promise<void> {
  if (typeof number !== 'number') return;
  const data = {
    tone: 'warning',
    title: t`There is a request already`,
    text,
    suggestions: [`show ${number}`],
  } as const;
  await reply(turn, { view: 'notice', data });
}

export const discard: CardActionHandler = async (turn, action) => ({
  request: await discardRequest(turn.services, pressed(turn, action)),
});

/** One's own draft, wherever it was begun; what it asked for is told only where that may be seen. */
export async function discardByText(turn: Turn, { number }: CommandOf<'discard'>): Promise<void> {
  const { services, sender, correlation } = turn;
  const loaded = await numberedRequest(turn, number, 'own too');
  const action = {
    requestId: loaded.id,
    door: 'typed',
    digest: null,
    loaded,
    actor: sender.actor,
    correlation,
  } as const;
  const discarded = await discardRequest(services, action);
  const isTold = await isShownIn(services, loaded, sender.conversation);
  await reply(turn, { view: 'notice', data: discardedNotice(discarded, isTold) });
}

/** How many drafts one answer is about; how many it names. */
const MOST_DRAFTS = 100;
const NAMED = 15;

/** All drafts of whoever asks, in one list or discarded together. What they ask for is told where it may be seen. */
export async function ownDrafts(turn: Turn, { discards }: CommandOf<'drafts'>): Promise<void> {
  const { services, sender } = turn;
  const { store, tenantId } = services;
  const { oid } = await turn.admit();
  const numbers = await store.draftNumbers(tenantId, oid, MOST_DRAFTS);
  if (numbers.length === 0)
    return reply(turn, {
      view: 'notice',
      data: {
        tone: 'info',
        title: t`You have no drafts`,
        text: t`Whatever you ask for begins as one.`,
        suggestions: ['help'],
      },
    });
  if (discards) return discardEach(turn, numbers);
  const named = await Promise.all(numbers.slice(0, NAMED).map((number) => namedDraft(turn, number)));
  const more = numbers.length - named.length;
  const text = `${named.join('; ')}${more > 0 ? `; ${t`${more} more`}` : ''}.`;
  const [first] = numbers;
  const suggestions = [
    `show ${first}`,
    'discard all drafts',
    ...(sender.conversation.kind === 'personal' ? ['home'] : []),
  ];
  return reply(turn, {
    view: 'notice',
    data: { tone: 'info', title: t`Your drafts: ${numbers.length}`, text, suggestions },
  });
}

async function namedDraft({ services, sender }: Turn, number: number): Promise<string> {
  const title = await draftTitle(services, number, sender.conversation);
  return title === null ? `#${number}` : `#${number} ${title}`;
}

/** One that is sent or ended meanwhile is left as it is. */
async function discardEach(turn: Turn, numbers: readonly number[]): Promise<void> {
  const { services, sender, correlation } = turn;
  let count = 0;
  for (const number of numbers) {
    const loaded = await services.store.requestByNumber(services.tenantId, number);
    if (loaded?.state !== 'draft') continue;
    const { id: requestId } = loaded;
    await discardRequest(services, { requestId, door: 'typed', digest: null, actor: sender.actor, correlation });
    count += 1;
  }
  const title = count === 1 ? t`1 draft is discarded` : t`${count} drafts are discarded`;
  await reply(turn, { view: 'notice', data: { tone: 'good', title, text: t`Nobody was asked to approve them.` } });
}

export const edit: CardActionHandler = async (turn, action) => ({
  form: await editDraft(turn.services, pressed(turn, action)),
});
