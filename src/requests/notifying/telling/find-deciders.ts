import { isAirlockError } from '../../../shared/errors.ts';
import type { ConversationKey, EntraObjectId } from '../../../shared/ids.ts';
import { msg } from '../../../shared/language/worded.ts';
import { looksLike } from '../../../shared/name-keys.ts';
import { NO_ROLE_DATES } from '../../ports/directory.ts';
import type { Contact } from '../../ports/outbox.ts';
import type { Services } from '../../ports/services.ts';
import { fullName } from '../../record/actor-names.ts';
import type { Decider } from '../../record/announcement.ts';
import type { Actor, Request } from '../../record/request.ts';
import { judgeApproval } from '../../rules/people/judging/judge-approval.ts';
import { actorOf, type Refusal } from '../../rules/people/rights.ts';

/** Somebody who decides on a request, or whose approval would not count. */
export interface Candidate extends Omit<Decider, 'keys'> {
  /** What is known of them in Teams; null for somebody who never wrote to the bot. */
  readonly contact: Contact | null;
  /** Whether it makes sense to tell them: they may approve, reject, or do so once their role is active. */
  readonly mayAct: boolean;
}

export interface Candidates {
  /** Those whose approval counts come first. */
  readonly people: readonly Candidate[];
  /** How many more hold a role, who were not looked at. */
  readonly more: number;
  /** False where the directory did not say who could activate a role. */
  readonly knowsEligible: boolean;
}

/** The chat in which this person is told of the request; null where nothing is sent to them. */
export function chatOf({ origin }: Pick<Request, 'origin'>, { contact, mayAct }: Candidate): ConversationKey | null {
  const chat = contact?.personal ?? null;
  return !mayAct || contact?.isMuted || chat === origin ? null : chat;
}

/** How many people are looked at, those first whom the bot can reach, and how many at the same time. */
const MOST = 60;
const AT_ONCE = 8;

/**
 * Who can decide on a pending request now, or could if they activated their role, and why others cannot. Asks the
 * directory about several at the same time. It grants nothing.
 * @throws AirlockError directory-unavailable
 */
export async function findCandidates(services: Services, request: Request): Promise<Candidates> {
  const { directory, policy, store, tenantId } = services;
  const [holders, eligible] = await Promise.all([
    directory.holders(policy.approvers),
    directory.eligible(policy.approvers),
  ]);
  const done = [request.requester.oid, ...request.approvals.map(({ by }) => by.oid)];
  const oids = [...new Set([...holders, ...(eligible ?? [])])].filter((oid) => !done.includes(oid));
  const contacts = new Map((await store.contacts(tenantId, oids)).map((one) => [one.oid, one]));
  const hasChat = (oid: EntraObjectId) => (contacts.get(oid)?.personal ? 0 : 1);
  const asked = oids.toSorted((one, other) => hasChat(one) - hasChat(other)).slice(0, MOST);
  const found: (Candidate & Named)[] = [];
  for (let start = 0; start < asked.length; start += AT_ONCE) {
    const judged = await Promise.all(
      asked.slice(start, start + AT_ONCE).map((oid) => candidate(services, request, oid, contacts.get(oid) ?? null)),
    );
    found.push(...judged.filter((one) => one !== null));
  }
  const order: readonly Candidate['standing'][] = ['counts', 'eligible', 'cannot'];
  const named = found.map(({ principalName: _own, ...one }, index) => ({
    ...one,
    name: nameAmong(found, index, request),
  }));
  const people = order.flatMap((standing) => named.filter((one) => one.standing === standing));
  return { people, more: oids.length - asked.length, knowsEligible: eligible !== null };
}

type Named = Pick<Actor, 'oid' | 'name' | 'principalName'>;

/** The principal name stands beside a name that looks like that of another who acted, or is told of it. */
function nameAmong(found: readonly Named[], index: number, { requester, approvals }: Request): string {
  const own = found[index];
  if (own === undefined) return '';
  const others = [requester, ...approvals.map(({ by }) => by), ...found].filter(({ oid }) => oid !== own.oid);
  return others.some(({ name }) => looksLike(name, own.name)) ? fullName(own) : own.name;
}

/** Null for somebody who has nothing to do with approvals after all. */
async function candidate(
  services: Services,
  request: Request,
  oid: EntraObjectId,
  contact: Contact | null,
): Promise<(Candidate & Named) | null> {
  const judged = await judge(services, request, oid);
  if (judged === null) return null;
  const standing = await services.directory.standing(oid, []);
  return standing && { ...actorOf(standing.person), contact, ...judged };
}

type Judged = Pick<Candidate, 'standing' | 'why' | 'mayAct'>;

/** Why an approval would not count, in words that fit behind a name. */
const CANNOT: Readonly<Partial<Record<Refusal['why'], Omit<Judged, 'standing'>>>> = {
  'one-person': { why: msg`the same person as who asked or approved`, mayAct: false },
  'not-known': { why: msg`not known to be another person`, mayAct: true },
  'too-young': { why: msg`the account or role is too young`, mayAct: true },
  'own-session': { why: msg`their session would write it`, mayAct: true },
  'may-own': { why: msg`the session that would write it may be theirs`, mayAct: true },
};

async function judge(services: Services, request: Request, oid: EntraObjectId): Promise<Judged | null> {
  try {
    const judged = await judgeApproval(services, request, oid);
    if (!('refusal' in judged)) return { standing: 'counts', why: '', mayAct: true };
    const { why } = judged.refusal;
    if (why === 'eligible') return { standing: 'eligible', why: '', mayAct: true };
    const cannot = CANNOT[why];
    const mayAct = cannot?.mayAct === true && !judged.isInactive;
    return cannot ? { standing: 'cannot', why: cannot.why, mayAct } : null;
  } catch (error) {
    // Somebody whose role has no date in this tenant is told, too: their card says what the operator has to do.
    if (!isAirlockError(error) || error.details.reason !== NO_ROLE_DATES) throw error;
    services.log.warn({ reason: NO_ROLE_DATES }, error.message);
    return { standing: 'cannot', why: msg`the directory does not date their role`, mayAct: true };
  }
}
