import { listed, quoted } from '../../changes/device-group/words/names.ts';
import { isAirlockError } from '../../shared/errors.ts';
import type { EntraObjectId } from '../../shared/ids.ts';
import { t } from '../../shared/language/worded.ts';
import type { NoticeData } from '../messages/answers.ts';
import { NO_ROLE_DATES, type Standing } from '../ports/directory.ts';
import type { Services } from '../ports/services.ts';
import { fullName } from '../record/actor-names.ts';
import type { Request } from '../record/request.ts';
import { askViewer } from '../rules/four-eyes.ts';
import { holderRefusal, whyNoDates } from '../rules/people/ages/age.ts';
import { askedOnce } from '../rules/people/asked-once.ts';
import { comparePairs, type KnownPerson, knownPerson, type Pair } from '../rules/people/known-person.ts';
import { actorOf, rightRefusal } from '../rules/people/rights.ts';
import { recall, rememberedAccounts } from '../rules/seen-accounts.ts';
import { noAnswer, sentences } from './question.ts';

/** How many people the directory is asked about. */
const ASKED = 25;

interface Candidate {
  readonly name: string;
  readonly known: KnownPerson;
  /** Why their approval would not count; null where it would. */
  readonly why: string | null;
}

/** Who reads the answer. */
export interface Reads {
  readonly by: EntraObjectId;
  /** Whether others read along. */
  readonly isShared: boolean;
}

/**
 * Who can approve now, by the directory: in general, or one request. Grants nothing; whoever approves is asked about
 * again. What a mark of somebody is, is told to who asked for the request and to approvers, in their own chats alone.
 * @throws AirlockError directory-unavailable
 */
export async function whoApproves(asked: Services, request: Request | null, reads: Reads): Promise<NoticeData> {
  if (request !== null && request.state !== 'pending') {
    return noAnswer(t`#${request.number} does not wait for an approval.`, [`show ${request.number}`]);
  }
  const services = { ...asked, directory: askedOnce(asked.directory) };
  const oids = await services.directory.holders(services.policy.approvers);
  const some = oids.slice(0, ASKED);
  const isOpen = !reads.isShared && (reads.by === request?.requester.oid || oids.includes(reads.by));
  const candidates = (await Promise.all(some.map((oid) => candidate(services, request, oid, isOpen)))).flatMap(
    (one) => one ?? [],
  );
  const ready = candidates.filter(({ why }) => why === null);
  const able = ready.map(({ name }) => name);
  const unable = candidates.filter(({ why }) => why !== null);
  const more = oids.length - some.length;
  return {
    tone: able.length === 0 ? 'warning' : 'info',
    title: titleOf(request, await countWords(services, ready)),
    text: sentences(
      able.length === 0 ? null : `${listed(able)}.`,
      ...unable.slice(0, 5).map(({ name, why }) => t`${name} cannot: "${why}"`),
      more > 0 ? t`${more} more hold a role that may approve; they were not asked about.` : null,
      t`Whoever could activate a role first is not among these. Nobody approves their own request.`,
    ),
    suggestions: request === null ? ['requests'] : [`show ${request.number}`],
  };
}

function titleOf(request: Request | null, who: string | null): string {
  if (request === null) return who === null ? t`Nobody can approve changes now` : t`${who} can approve changes`;
  const { number } = request;
  return who === null ? t`Nobody can approve #${number} now` : t`${who} can approve #${number}`;
}

/**
 * "4 people (5 accounts)": accounts that are known to be one person's count once; "5 accounts" where it is not known of
 * some. Null for none.
 */
async function countWords(services: Services, able: readonly Candidate[]): Promise<string | null> {
  const all = able.map(({ known }) => known);
  const pairs = all.flatMap((one, at) => all.slice(0, at).map((other): Pair => [one, other]));
  const comparisons = await comparePairs(services, pairs, services.policy.people, await rememberedAccounts(services));
  const seconds = new Set(pairs.flatMap(([one], at) => (comparisons[at]?.answer === 'same' ? [one.oid] : [])));
  const people = all.length - seconds.size;
  const accounts = all.length === 1 ? t`1 account` : t`${all.length} accounts`;
  if (all.length === 0) return null;
  if (comparisons.some(({ answer }) => answer === 'not-known')) return accounts;
  const persons = people === 1 ? t`1 person` : t`${people} people`;
  return seconds.size === 0 ? persons : `${persons} (${accounts})`;
}

/** Null for an account that is no member's. */
async function candidate(
  services: Services,
  request: Request | null,
  oid: EntraObjectId,
  isOpen: boolean,
): Promise<Candidate | null> {
  const { approvers } = services.policy;
  const standing = await services.directory.standing(oid, approvers);
  if (!standing || rightRefusal(standing, approvers, t`approve changes`)) return null;
  const name = quoted(fullName(actorOf(standing.person)));
  const known = knownPerson(standing.person, services.policy.people);
  if (request === null) return { name, known, why: await tooYoung(services, standing) };
  if (oid === request.requester.oid || request.approvals.some(({ by }) => by.oid === oid)) return null;
  const viewer = await askViewer(services, request, oid);
  const why = isOpen ? viewer.why : (viewer.inShared ?? viewer.why);
  return { name, known, why: viewer.role === 'approver' ? why : (why ?? t`This account may not decide on it.`) };
}

/** Why nobody's approval by this account would count yet, as it would be told; null where it would. */
async function tooYoung(services: Services, standing: Standing): Promise<string | null> {
  const { directory, policy } = services;
  const { person } = standing;
  if (policy.people.minAge === 0) return null;
  const dates = await directory.roleDates(person.oid).catch((error: unknown) => whyNoDates(error, policy.people));
  if (isAirlockError(dates) && dates.details.reason === NO_ROLE_DATES) return dates.message;
  const recalled = await recall(services, [{ person, isApprover: true }]);
  return holderRefusal(services, { standing, dates }, recalled)?.sentence ?? null;
}
