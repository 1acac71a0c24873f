import { AirlockError } from '../../shared/errors.ts';
import { asJson, canonical } from '../../shared/json.ts';
import { stateSentence } from '../messages/state-words.ts';
import type { Services } from '../ports/services.ts';
import { digestOf } from '../record/digest.ts';
import type { Handover, Request } from '../record/request.ts';
import { advance, markStale } from '../rules/advance.ts';
import { assertMayAttest } from '../rules/eligibility.ts';
import { expireIfOverdue, loadRequest, type RequestAction } from '../rules/load.ts';
import { connectorFor } from '../rules/own-settings.ts';

/**
 * Somebody says that they have applied a change that was handed over. Whoever may ask or approve may say so; their name is recorded, and what
 * can be read is read next. A second delivery of the same person's word changes nothing and is no error.
 * @throws AirlockError not-found, not-allowed, wrong-state, rev-conflict, digest-mismatch, directory-unavailable
 */
export async function attestRequest(services: Services, click: RequestAction): Promise<Request> {
  const request = await expireIfOverdue(services, await loadRequest(services, click.requestId));
  const { handover } = request;
  if (handover?.attested?.by.oid === click.actor.oid) return request;
  if (request.state !== 'approved' || !handover) throw new AirlockError('wrong-state', stateSentence(request));
  if (click.rev !== null && click.rev !== request.rev) {
    throw new AirlockError(
      'rev-conflict',
      'Your card was out of date, so nothing was recorded. This is the request as it is now.',
    );
  }
  await assertMayAttest(services, click.actor);
  if (!isAsHandedOver(services, request, handover)) return refuseTampered(services, request);
  const now = services.clock.now();
  return advance(services, request, {
    event: 'attest',
    role: click.actor.oid === request.requester.oid ? 'requester' : 'approver',
    actor: click.actor,
    patch: { handover: { ...handover, attested: { by: click.actor, at: now } }, startedAt: now },
    facts: { attestedBy: click.actor.name },
    tasks: [
      {
        key: `${request.id}:verify:${request.rev}`,
        kind: 'verify',
        tenantId: services.tenantId,
        requestId: request.id,
        payload: null,
        dueAt: now,
        correlation: click.correlation,
      },
    ],
  });
}

/** Under the policy of then: what somebody did on a valid approval stays done when the policy changes. */
function isAsHandedOver(services: Services, request: Request, handover: Handover): boolean {
  const { change, base, policyVersion } = request;
  if (digestOf({ tenantId: services.tenantId, change, base, policyVersion }) !== request.digest) return false;
  const tenant = connectorFor(services, change);
  if (tenant.applies !== 'by-hand') return true;
  return canonical(asJson(tenant.steps(change, base))) === canonical(asJson(handover.steps));
}

async function refuseTampered(services: Services, request: Request): Promise<never> {
  const why =
    'What is stored for this request, or the steps on its card, is not what was approved. Compare the setting in the Defender portal with what was meant, and tell whoever operates Airlock.';
  await markStale(services, request, { code: 'digest-mismatch', why });
  throw new AirlockError('digest-mismatch', why);
}
