import { switchedOff } from '../../changes/supported/supported-kinds.ts';
import { AirlockError } from '../../shared/errors.ts';
import { t } from '../../shared/language/worded.ts';
import type { Services } from '../ports/services.ts';
import type { Request } from '../record/request.ts';
import { isFreeing, isWaitingToFree } from '../record/told-by-request.ts';
import { advance, newTask } from '../rules/advance.ts';
import { assertMayRequest } from '../rules/four-eyes.ts';
import { type ActionRule, loadFor, type RequestAction, tryAgain } from '../rules/load.ts';
import { OWN_CANCEL } from '../rules/people/ages/age.ts';
import { judgeAsker } from '../rules/people/ages/asker-age.ts';
import { actorOf } from '../rules/people/rights.ts';
import { kindOff } from '../rules/setting-owner.ts';

const CANCEL: ActionRule<'applied'> = {
  state: ['applied'],
  by: 'anybody',
  isDone: ({ outcome }) => outcome?.cancelled !== undefined,
};

/**
 * Somebody who may ask for changes cancels the scans of a request that have not ended, or its releases and lifts that
 * their devices have not taken. It is recorded first; Defender
 * is told by the task that follows them, again until none is open.
 * @throws AirlockError not-found, not-allowed, wrong-state, rev-conflict, directory-unavailable
 */
export function cancelScan(services: Services, action: RequestAction): Promise<Request> {
  return tryAgain(action, (tried) => cancel(services, tried));
}

async function cancel(services: Services, action: RequestAction): Promise<Request> {
  const { request, isDone } = await loadFor(services, action, CANCEL);
  const frees = isFreeing(request.change);
  if (request.change.kind !== 'antivirus-scan' && !frees)
    throw new AirlockError(
      'wrong-state',
      t`Only scans, and releases and lifts that wait for their device, can be cancelled. This request is about something else.`,
    );
  if (isDone) return request;
  const off = kindOff(services, request.change);
  if (off !== null) throw new AirlockError('wrong-state', switchedOff(off));
  if (request.outcome.followed?.isOver)
    throw new AirlockError(
      'wrong-state',
      frees
        ? t`Every order of this request has ended, so none can be cancelled.`
        : t`Every scan of this request has ended, so none can be cancelled.`,
    );
  if (frees && !isWaitingToFree(request)) {
    throw new AirlockError(
      'wrong-state',
      t`Defender lists no order of this request as waiting for its device, so Airlock cancels none. What can be done about it in the portal stands in the Action center: https://security.microsoft.com/action-center/pending`,
    );
  }
  const { standing, evidence } = await judgeAsker(services, action.actor, assertMayRequest, OWN_CANCEL);
  const actor = actorOf(standing.person);
  const { id, rev } = request;
  const now = services.clock.now();
  const task = { key: `${id}:follow:${rev + 1}`, requestId: id, dueAt: now, correlation: action.correlation };
  return advance(services, request, {
    event: 'cancel',
    actor,
    evidence,
    fields: { outcome: { ...request.outcome, cancelled: { by: actor, at: now } } },
    facts: { door: action.door },
    tasks: [newTask(services, 'follow', task)],
  });
}
