import { amongAll } from '../../../requests/messages/among-others.ts';
import { type HomeData, requestLine } from '../../../requests/messages/answers.ts';
import type { Request } from '../../../requests/record/request.ts';
import { personTerms, stateTerm } from '../../../requests/record/search-terms.ts';
import { debtOf } from '../../../requests/record/told-by-request.ts';
import { hasEnded } from '../../../requests/record/transitions.ts';
import { viewerOf } from '../../../requests/rules/four-eyes.ts';
import { ifRecorded } from '../../../requests/rules/load.ts';
import { msg } from '../../../shared/language/worded.ts';
import type { Turn } from '../../bot/turn.ts';
import { reply, replyAlone } from '../reply.ts';
import { owedFirst } from './list-action.ts';

/** How many requests each section shows: together, what fits a phone with its buttons, and names of three lines. */
const SHOWN = 2;

/** How many are looked through for a section, and how many the directory is asked about. */
const LOOKED_AT = 40;
const ASKED = 6;

/** What waits for whoever asks, what they asked for, and what was decided of theirs lately: in their own chat. */
export async function showHome(turn: Turn): Promise<void> {
  const { sender, services } = turn;
  if (sender.conversation.kind !== 'personal') return replyAlone(turn, { view: 'notice', data: ELSEWHERE });
  const { oid } = await turn.admit();
  const [waiting, drafts, asked, decided] = await Promise.all([
    waitingFor(turn, oid),
    ownDrafts(turn, oid),
    found(turn, [...personTerms('asked', oid), stateTerm('open')]),
    found(turn, personTerms('by', oid), hasEndedOnce),
  ]);
  const owed = (await owedFirst(turn)).filter(({ alone }) => alone?.by.oid === oid);
  const mine = [...owed, ...drafts, ...asked.filter(({ id }) => owed.every((one) => one.id !== id))];
  const all = { waiting: waiting.requests, mine, decided };
  const lines = async (part: keyof typeof all) =>
    (await amongAll(services, all[part].slice(0, SHOWN))).map((request) => requestLine(request, services.clock.now()));
  const data: HomeData = {
    waiting: await lines('waiting'),
    ...(waiting.unasked !== undefined && { unasked: waiting.unasked }),
    mine: await lines('mine'),
    decided: await lines('decided'),
    more: (['waiting', 'mine', 'decided'] as const).some((part) => all[part].length > SHOWN),
  };
  await reply(turn, { view: 'home', data });
}

const ELSEWHERE = {
  tone: 'info',
  title: msg`Your own page is in your own chat`,
  text: msg`Write "home" in your personal chat with Airlock: it is about you alone.`,
  suggestions: ['requests'],
} as const;

/** An emergency that is owed an approval has not ended: it stands among what is open. */
function hasEndedOnce(request: Request): boolean {
  return hasEnded(request.state) && debtOf(request) === null;
}

/** What was never sent is found by nobody but whoever drafted it. */
async function ownDrafts({ services }: Turn, oid: Request['requester']['oid']) {
  const { store, tenantId } = services;
  const numbers = await store.draftNumbers(tenantId, oid, SHOWN + 1);
  const proven = async (number: number) => ifRecorded(services, await store.requestByNumber(tenantId, number));
  const drafts = await Promise.all(numbers.map(proven));
  return drafts.filter((draft) => draft !== null);
}

async function found(
  { services: { store, tenantId } }: Turn,
  terms: readonly string[],
  fits: (request: Request) => boolean = () => true,
): Promise<readonly Request[]> {
  const query = { terms, from: null, to: null, skip: 0, limit: LOOKED_AT, place: null };
  return (await store.found(tenantId, query, () => undefined)).filter(fits);
}

/**
 * Emergencies that are owed, then open requests, those that end first on top: what this person's approval would count
 * for.
 */
async function waitingFor(turn: Turn, oid: Request['requester']['oid']) {
  const { services, drawing } = turn;
  const query = { skip: 0, limit: LOOKED_AT, place: null };
  const open = await services.store.openPage(services.tenantId, query, () => undefined);
  const pending = open.filter(({ state, requester, approvals }) => {
    return state === 'pending' && requester.oid !== oid && approvals.every(({ by }) => by.oid !== oid);
  });
  const owed = (await owedFirst(turn)).filter(({ alone }) => alone?.by.oid !== oid);
  const asking = { ...services, directory: drawing };
  const some = [...owed, ...pending].slice(0, ASKED);
  const viewers = await Promise.all(some.map((request) => viewerOf(asking, request, oid)));
  return {
    requests: some.filter((_, at) => viewers[at]?.role === 'approver' && viewers[at]?.why === null),
    unasked: viewers.find(({ unasked }) => unasked !== undefined)?.unasked,
  };
}
