import { isAirlockError } from '../../shared/errors.ts';
import type { EntraObjectId } from '../../shared/ids.ts';
import { msg, say, t } from '../../shared/language/worded.ts';
import { type DirectoryPerson, directoryReason, type Standing } from '../ports/directory.ts';
import type { Services } from '../ports/services.ts';
import type { Actor, Evidence, Request } from '../record/request.ts';
import { reportWords } from './people/ages/age.ts';
import { judgeReporter, type Reporter, type Reporting } from './people/ages/reporter-age.ts';
import { type Judged, type JudgeServices, judgeApproval, OWN_REQUEST } from './people/judging/judge-approval.ts';
import { evidenceOf } from './people/known-person.ts';
import { actorOf, assertHolds, type Refusal, refused, rightRefusal } from './people/rights.ts';
import type { RecallServices } from './seen-accounts.ts';

/** The services that are needed to check people's rights. */
export type RightsServices = Pick<Services, 'directory' | 'policy'>;

/**
 * Asks the directory whether this person may ask for changes now.
 * @returns them, as the directory knows them
 * @throws AirlockError not-allowed with the reason, directory-unavailable
 */
export async function assertMayRequest(
  { directory, policy }: RightsServices,
  { oid }: Pick<Actor, 'oid'>,
): Promise<Standing> {
  const { requesters } = policy;
  return assertHolds(directory, await directory.standing(oid, requesters), requesters, t`ask for changes`);
}

/** The same for drawing a card: true where the directory does not answer, since whoever presses is judged anew. */
export async function mayRequest({ directory, policy }: RightsServices, oid: EntraObjectId): Promise<boolean> {
  const { requesters } = policy;
  try {
    return rightRefusal(await directory.standing(oid, requesters), requesters, t`ask for changes`) === null;
  } catch (error) {
    if (!isAirlockError(error, 'directory-unavailable')) throw error;
    return true;
  }
}

/**
 * The same, for use cases that store who asked: by the names that the directory has, never by those of a message; and
 * what else the record keeps of them.
 * @throws AirlockError not-allowed with the reason, directory-unavailable
 */
export async function whoAsks(
  services: RightsServices,
  actor: Pick<Actor, 'oid'>,
): Promise<{ readonly actor: Actor; readonly evidence: Evidence }> {
  const standing = await assertMayRequest(services, actor);
  return { actor: actorOf(standing.person), evidence: evidenceOf(standing, services.policy.people) };
}

/**
 * What the directory says of somebody who needs no right for what they do, for the record. A directory that does not
 * answer hinders nobody: then the record says nothing of it.
 * @param ids whose holding is told: role template ids and group ids
 */
export async function evidenceNow(
  { directory, policy }: RightsServices,
  { oid }: Pick<Actor, 'oid'>,
  ids: readonly string[],
): Promise<Evidence | undefined> {
  try {
    const standing = await directory.standing(oid, ids);
    return standing ? evidenceOf(standing, policy.people) : undefined;
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    return undefined;
  }
}

/**
 * Asks the directory whether this person may report a change as applied by hand, or say what they see: anybody who may
 * ask for changes or approve them, with an account and a role as old as an approver's.
 * @param request that is reported, where it is one
 * @throws AirlockError not-allowed with the reason, directory-unavailable
 */
export function assertMayAttest(
  services: AttestServices,
  { oid }: Pick<Actor, 'oid'>,
  request: Pick<Request, 'deadline'> = { deadline: null },
): Promise<Reporting> {
  return judgeReporter(services, oid, reporterOf, reportWords(request));
}

type AttestServices = RightsServices & RecallServices;

async function reporterOf(services: RightsServices, oid: EntraObjectId): Promise<Reporter> {
  const { directory, policy } = services;
  const { asking, approving } = await attesting(services, oid);
  const mayApprove = rightRefusal(approving, policy.approvers, '') === null;
  if (asking) return { asking, approving: mayApprove ? approving : null };
  return { asking, approving: await assertHolds(directory, approving, policy.approvers, say(CONFIRM)) };
}

/**
 * The same of somebody who stops what is being written: whoever may ask for changes, or approve them.
 * @throws AirlockError not-allowed with the reason, directory-unavailable
 */
export async function whoHalts(
  services: RightsServices,
  { oid }: Pick<Actor, 'oid'>,
): Promise<{ readonly actor: Actor; readonly evidence: Evidence }> {
  const { directory, policy } = services;
  const { asking, approving } = await attesting(services, oid);
  const standing = asking ?? (await assertHolds(directory, approving, policy.approvers, t`stop changes`));
  return { actor: actorOf(standing.person), evidence: evidenceOf(standing, policy.people) };
}

/**
 * Whether the word of somebody who does nothing now would count; null where it would not.
 * @throws AirlockError directory-unavailable
 */
export async function mayAttest(services: AttestServices, oid: EntraObjectId): Promise<DirectoryPerson | null> {
  const { asking, approving } = await attesting(services, oid);
  const mayApprove = rightRefusal(approving, services.policy.approvers, say(CONFIRM)) === null;
  if (!asking && !mayApprove) return null;
  try {
    const { standing } = await judgeReporter(services, oid, async () => ({
      asking,
      approving: mayApprove ? approving : null,
    }));
    return standing.person;
  } catch (error) {
    if (!isAirlockError(error, 'not-allowed')) throw error;
    return null;
  }
}

const CONFIRM = msg`confirm changes`;

/** `asking` is null for somebody who may not ask for changes. */
async function attesting({ directory, policy }: RightsServices, oid: EntraObjectId) {
  const { requesters, approvers } = policy;
  const [asking, approving] = await Promise.all([
    directory.standing(oid, requesters),
    directory.standing(oid, approvers),
  ]);
  return { asking: rightRefusal(asking, requesters, say(CONFIRM)) ? null : asking, approving };
}

/**
 * Asks the directory whether this person may reject or stop a request now: a holder of an approver's role who did not
 * ask for it. Only their own rights matter, whatever became of anybody else, since a rejection changes nothing.
 * @throws AirlockError not-allowed with the reason, directory-unavailable
 */
export async function assertMayReject(
  { directory, policy }: RightsServices,
  { requester }: Pick<Request, 'requester'>,
  { oid }: Pick<Actor, 'oid'>,
): Promise<Standing> {
  if (oid === requester.oid) throw refused(OWN_REQUEST);
  const { approvers } = policy;
  return assertHolds(directory, await directory.standing(oid, approvers), approvers, t`decide on changes`);
}

/** A person's role in a request. It decides which buttons their card shows, never whether an action counts. */
export type ViewerRole = 'requester' | 'approver' | 'reader';

export interface Viewer {
  readonly role: ViewerRole;
  /** Why their approval would not count, where they hold an approver's role or could activate it; else null. */
  readonly why: string | null;
  /** The same for those who read along, where it says something else. */
  readonly inShared?: string;
  /** The directory's own reason, a sentence, where it gave no clear answer: then the role says nothing. */
  readonly unasked?: string;
}

/** Those who hold the role may still reject. An account of the requester's own, or an eligible role, may do nothing. */
const ROLE_OF: Readonly<Partial<Record<Refusal['why'], ViewerRole>>> = {
  'not-known': 'approver',
  'too-young': 'approver',
  'own-session': 'approver',
  'may-own': 'approver',
  'one-person': 'reader',
  eligible: 'reader',
};

/** A request as somebody looks at it. */
type Viewed = Judged & Pick<Request, 'state'>;

/**
 * What this person is in a request. Where there is nothing to approve, whoever may stop it is an approver, and nobody
 * else is asked about.
 * @throws AirlockError directory-unavailable
 */
export async function askViewer(services: JudgeServices, request: Viewed, oid: EntraObjectId): Promise<Viewer> {
  if (oid === request.requester.oid) return { role: 'requester', why: null };
  if (request.state !== 'pending') {
    const { approvers } = services.policy;
    const refusal = rightRefusal(await services.directory.standing(oid, approvers), approvers, t`decide on changes`);
    return { role: refusal ? 'reader' : 'approver', why: null };
  }
  const judged = await judgeApproval(services, request, oid);
  if (!('refusal' in judged)) return { role: 'approver', why: null };
  const { why, sentence, inShared } = judged.refusal;
  const role = judged.isInactive ? 'reader' : ROLE_OF[why];
  return role ? { role, why: sentence, ...(inShared !== undefined && { inShared }) } : { role: 'reader', why: null };
}

/** The same for drawing a card: a reader where the directory does not answer, told that it could not be asked. */
export async function viewerOf(services: JudgeServices, request: Viewed, oid: EntraObjectId): Promise<Viewer> {
  try {
    return await askViewer(services, request, oid);
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    return { role: 'reader', why: error.message, unasked: directoryReason(error) };
  }
}
