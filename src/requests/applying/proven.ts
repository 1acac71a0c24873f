import { AirlockError } from '../../shared/errors.ts';
import { msg, say } from '../../shared/language/worded.ts';
import type { Services } from '../ports/services.ts';
import { digestOf } from '../record/digest.ts';
import { isIn, type Request, type RequestIn, type RequestState } from '../record/request.ts';
import { replayFault } from './replay.ts';

/**
 * Replays a request from the signed record before anything more is sent to Defender, or signed, on its strength: that
 * it began, or was written, proves nothing, since the row that says so can be changed.
 * @param act what is not done where it differs, for the log
 * @returns the request as it was compared: go on with this one alone
 * @throws AirlockError record-broken where the record tells otherwise, and then nothing is to be done; rev-conflict
 * where somebody was faster; store-corrupt
 */
export async function provenRequest<S extends RequestState>(
  { store, log, meter, tenantId }: Services,
  { id, rev, number }: Request,
  states: readonly S[],
  act: 'write' | 'cancel' | 'ratify',
): Promise<RequestIn<S>> {
  const trail = await store.trail(tenantId, id);
  const request = trail?.request;
  if (!request || request.rev !== rev || !isIn(request, states))
    throw new AirlockError('rev-conflict', 'Somebody else was faster. This is the request as it is now.');
  const isOther = digestOf({ ...request, tenantId }) !== request.digest;
  const why = replayFault(trail) ?? (isOther ? 'What is stored has another digest than it says.' : null);
  if (why === null) return request;
  log.error({ requestId: id, number, act, why }, 'nothing more is sent: the request is not as recorded');
  meter.count('recordFaults', { kind: 'mismatch' });
  throw new AirlockError('record-broken', say(NOT_PROVEN));
}

const NOT_PROVEN = msg`The record does not show what is stored of this request, so nothing more is done with it. Tell whoever operates Airlock.`;
