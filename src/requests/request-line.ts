import { kindOf } from '../changes/kind-of.ts';
import type { RequestLine } from './answer.ts';
import type { Request } from './request.ts';

/** A request in one line of a list. */
export function requestLine(request: Request): RequestLine {
  const at =
    request.outcome?.at ??
    request.closing?.at ??
    request.approvals.at(-1)?.at ??
    request.submittedAt ??
    request.createdAt;
  return {
    number: request.number,
    title: kindOf(request.change).title(request.change),
    state: request.state,
    ...proofOf(request),
    requester: request.requester.name,
    at,
  };
}

function proofOf({ outcome }: Request): Pick<RequestLine, 'proof'> {
  return outcome?.code === 'verified' || outcome?.code === 'attested' ? { proof: outcome.code } : {};
}
