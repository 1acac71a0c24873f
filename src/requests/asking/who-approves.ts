import { listed, quoted } from '../../changes/device-group/words/names.ts';
import type { EntraObjectId } from '../../shared/ids.ts';
import type { NoticeData } from '../messages/answers.ts';
import type { Services } from '../ports/services.ts';
import { fullName } from '../record/actor-names.ts';
import type { Request } from '../record/request.ts';
import { askViewer } from '../rules/four-eyes.ts';
import { askedOnce } from '../rules/people/asked-once.ts';
import { actorOf, rightRefusal } from '../rules/people/rights.ts';
import { noAnswer, sentences } from './question.ts';

/** How many people the directory is asked about. */
const ASKED = 25;

interface Candidate {
  readonly name: string;
  /** Why their approval would not count; null where it would. */
  readonly why: string | null;
}

/**
 * Who can approve now, by the directory: in general, or one request. Grants nothing; whoever approves is asked about
 * again.
 * @throws AirlockError directory-unavailable
 */
export async function whoApproves(asked: Services, request: Request | null): Promise<NoticeData> {
  if (request !== null && request.state !== 'pending') {
    return noAnswer(`#${request.number} does not wait for an approval.`, [`show ${request.number}`]);
  }
  const services = { ...asked, directory: askedOnce(asked.directory) };
  const oids = await services.directory.holders(services.policy.approvers);
  const some = oids.slice(0, ASKED);
  const candidates = (await Promise.all(some.map((oid) => candidate(services, request, oid)))).flatMap(
    (one) => one ?? [],
  );
  const able = candidates.filter(({ why }) => why === null).map(({ name }) => name);
  const unable = candidates.filter(({ why }) => why !== null);
  const more = oids.length - some.length;
  return {
    tone: able.length === 0 ? 'warning' : 'info',
    title: titleOf(request, able.length),
    text: sentences(
      able.length === 0 ? null : `${listed(able)}.`,
      ...unable.slice(0, 5).map(({ name, why }) => `${name} cannot: "${why}"`),
      more > 0 ? `${more} more hold a role that may approve; they were not asked about.` : null,
      'Whoever could activate a role first is not among these. Nobody approves their own request.',
    ),
    suggestions: request === null ? ['requests'] : [`show ${request.number}`],
  };
}

function titleOf(request: Request | null, able: number): string {
  const what = request === null ? 'approve changes' : `approve #${request.number}`;
  if (able === 0) return `Nobody can ${what} now`;
  return `${able} ${able === 1 ? 'person' : 'people'} can ${what}`;
}

/** Null for an account that is no member's. */
async function candidate(services: Services, request: Request | null, oid: EntraObjectId): Promise<Candidate | null> {
  const { approvers } = services.policy;
  const standing = await services.directory.standing(oid, approvers);
  if (!standing || rightRefusal(standing, approvers, 'approve changes')) return null;
  const name = quoted(fullName(actorOf(standing.person)));
  if (request === null) return { name, why: null };
  if (oid === request.requester.oid || request.approvals.some(({ by }) => by.oid === oid)) return null;
  const { role, why } = await askViewer(services, request, oid);
  return { name, why: role === 'approver' ? why : (why ?? 'This account may not decide on it.') };
}
