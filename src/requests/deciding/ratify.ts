import { AirlockError } from '../../shared/errors.ts';
import { msg, say, t } from '../../shared/language/worded.ts';
import { requestNotices } from '../messages/outbox-messages.ts';
import { ratifiedNotice } from '../messages/state-catalogue/alone-words.ts';
import type { Services } from '../ports/services.ts';
import { type Approval, isIn, type Request } from '../record/request.ts';
import { debtOf } from '../record/told-by-request.ts';
import { advance } from '../rules/advance.ts';
import { assertLooked } from '../rules/approvable.ts';
import { type ActionRule, loadFor, type RequestAction } from '../rules/load.ts';
import { judgeApproval } from '../rules/people/judging/judge-approval.ts';
import { provenRequest } from '../rules/people/replay.ts';
import { actorOf, refusedWithHelp } from '../rules/people/rights.ts';
import { findOther } from './alone/another-person.ts';

const NOT_OWED = msg`Nobody owes an approval for this any more.`;

const RATIFY: ActionRule<'applied' | 'failed' | 'unknown'> = { state: ['applied', 'failed', 'unknown'], by: 'anybody' };

/**
 * Another admin approves an emergency afterwards: what the card shows, by the same rules as before a write. It settles
 * the debt; nothing is written.
 * @param reasonOf their reason, as it is stored; asked for once it is known that they have seen what they approve
 * @throws AirlockError not-allowed, wrong-state, rev-conflict, card-outdated, card-needed, digest-mismatch,
 * record-broken, input-invalid, directory-unavailable
 */
export async function ratify(
  services: Services,
  action: RequestAction,
  reasonOf: () => Pick<Approval, 'reason'>,
): Promise<Request> {
  const { request: stored } = await loadFor(services, action, RATIFY);
  const request = await provenRequest(services, stored, ['applied', 'failed', 'unknown'], 'ratify');
  const debt = debtOf(request);
  if (!debt) throw new AirlockError('wrong-state', say(NOT_OWED));
  const { directory, policy, clock } = services;
  const judged = await judgeApproval(services, request, action.actor.oid);
  if ('refusal' in judged)
    throw await refusedWithHelp(directory, judged.refusal, policy.approvers, stored.requester.oid);
  const other = await findOther(services, debt, [{ by: actorOf(judged.person) }]);
  if ('why' in other)
    throw new AirlockError(
      'not-allowed',
      t`Your approval does not count, since ${other.why}. Another admin must decide.`,
    );
  assertLooked(services, request, action);
  const why = reasonOf();
  const actor = actorOf(judged.person);
  const approval = { by: actor, at: clock.now(), ...why, evidence: judged.evidence };
  const fields = { alone: { ...debt, settled: { how: 'approved', approval } } } as const;
  const key = `${request.id}:ratified`;
  const step = {
    actor,
    evidence: judged.evidence,
    fields,
    facts: { door: action.door, ...why },
    messages: await requestNotices(services, request, key, (named) => ratifiedNotice(named, actor)),
  };
  if (isIn(request, ['failed'])) return advance(services, request, { event: 'ratify-failed', ...step });
  if (isIn(request, ['applied'])) return advance(services, request, { event: 'ratify', ...step });
  if (isIn(request, ['unknown'])) return advance(services, request, { event: 'ratify-unknown', ...step });
  throw new AirlockError('wrong-state', say(NOT_OWED));
}
