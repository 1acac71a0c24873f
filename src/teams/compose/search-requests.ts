import type { MessagingExtensionAttachment, MessagingExtensionResponse } from 'botbuilder';
import { z } from 'zod';
import { requestLine } from '../../requests/messages/answers.ts';
import { pushWords } from '../../requests/messages/push-words.ts';
import { statusOf } from '../../requests/messages/state-catalogue/status-of.ts';
import { fullName } from '../../requests/record/actor-names.ts';
import type { Request } from '../../requests/record/request.ts';
import { type AirlockError, errorFields } from '../../shared/errors.ts';
import { utcWords } from '../../shared/language/time-words.ts';
import { t } from '../../shared/language/worded.ts';
import { owedFirst, pastQuery } from '../actions/looking/list-action.ts';
import type { Turn } from '../bot/turn.ts';
import { answerCard } from '../cards/answers/answer-card.ts';
import { choiceTitle } from '../cards/parts/wording.ts';
import { cleanText } from '../language/normalise.ts';
import { parseCommand } from '../language/parse-command.ts';
import type { PastFilter } from '../language/past/past-filter.ts';
import { readPast } from '../language/past/read-past.ts';

/** How many results Teams asks for at a time at most. */
const MOST = 25;
const LONGEST = 300;

const asked = z.object({
  parameters: z.array(z.object({ name: z.string().max(64), value: z.unknown() })).catch([]),
  queryOptions: z
    .object({ skip: z.int().min(0).max(100_000).catch(0), count: z.int().min(1).max(MOST).catch(MOST) })
    .catch({ skip: 0, count: MOST }),
});

/** The parameter of the manifest that holds what somebody types. */
const TEXT = 'text';

/**
 * A page of the requests that somebody looks for from the compose box: the open ones at first, then what fits a number,
 * a sentence about past requests or words. What they choose is put into their message as a card without any button.
 * @throws AirlockError may-not-read, directory-unavailable
 */
export async function searchRequests(turn: Turn, query: unknown): Promise<MessagingExtensionResponse> {
  await turn.admit();
  const { parameters, queryOptions } = asked.parse(typeof query === 'object' && query !== null ? query : {});
  const typed = parameters.find(({ name }) => name === TEXT)?.value;
  const text = typeof typed === 'string' ? cleanText(typed.slice(0, LONGEST)) : '';
  const found = await find(turn, text, { skip: queryOptions.skip, limit: queryOptions.count });
  const shown = found.filter(({ submittedAt }) => submittedAt !== null);
  if (shown.length === 0 && queryOptions.skip === 0)
    return { composeExtension: { type: 'message', text: text === '' ? t`No request is open.` : t`No request fits.` } };
  const attachments = shown.map((request) => attachment(request, turn.services.clock.now()));
  return { composeExtension: { type: 'result', attachmentLayout: 'list', attachments } };
}

interface Page {
  readonly skip: number;
  readonly limit: number;
}

async function find(turn: Turn, text: string, page: Page): Promise<readonly Request[]> {
  const { services, correlation } = turn;
  const { store, tenantId, log } = services;
  const onUnreadable = (number: number, fault: AirlockError) =>
    log.error({ correlation, number, ...errorFields(fault) }, 'request left out of a search');
  const number = /^(?:request ?)?#?(\d{1,9})$/iu.exec(text)?.[1];
  if (number !== undefined) {
    const request = page.skip === 0 ? await store.requestByNumber(tenantId, Number(number)) : null;
    return request && (await store.asLoaded(request)).isSame ? [request] : [];
  }
  const filter = text === '' ? 'open' : filterOf(text);
  if (filter === 'open') {
    const open = await store.openPage(tenantId, { ...page, place: null }, onUnreadable);
    const owed = page.skip === 0 ? await owedFirst(turn) : [];
    return [...owed, ...open.filter(({ id }) => owed.every((one) => one.id !== id))].slice(0, page.limit);
  }
  return store.found(tenantId, { ...pastQuery(turn, filter), ...page, place: null }, onUnreadable);
}

/** What a text looks for: as a command says it, or without its first word; else words of a title or a reason. */
function filterOf(text: string): PastFilter | 'open' {
  const command = parseCommand(text);
  const past = command.kind === 'history' || command.kind === 'requests' ? command : readPast(`history ${text}`);
  if (past?.kind === 'requests') return past.open ? 'open' : {};
  return past?.filter ?? { text };
}

/** One line of the list, and the card that stands for it in a message: how it was then, and nothing to press. */
function attachment(request: Request, now: number): MessagingExtensionAttachment {
  const { number, title } = requestLine(request, now);
  const name = `#${number} ${title}`;
  const { short } = statusOf(request);
  const words = request.state === 'pending' ? `${short}. ${pushWords(request)}` : pushWords(request);
  const text = t`${words}. So it was on ${utcWords(now)}. "show ${number}" shows how it is now.`;
  return {
    contentType: 'application/vnd.microsoft.card.adaptive',
    content: answerCard({ view: 'notice', data: { tone: 'info', title: name, text } }, now),
    preview: {
      contentType: 'application/vnd.microsoft.card.thumbnail',
      content: {
        title: choiceTitle(t`Request ${number}: ${title}`),
        text: choiceTitle(`${short} · ${fullName(request.requester)}`),
      },
    },
  };
}
