import type { Verification } from '../defender/tenant.ts';
import type { Task } from '../store/task.ts';
import { advance } from './advance.ts';
import type { Parts } from './parts.ts';
import type { Actor, Request } from './request.ts';

/** Ends a request that a person applied: what was read and what is known by that person's word stand apart, in its outcome and in the record. */
export async function settleHandover(
  parts: Parts,
  request: Request,
  by: Actor,
  found: Verification,
  task: Task,
): Promise<void> {
  const proof = {
    verified: found.verified.map(({ what }) => what),
    attested: found.unreadable.map(({ what }) => what),
  };
  const code = proof.attested.length === 0 ? ('verified' as const) : ('attested' as const);
  const outcome = { at: parts.clock.now(), code, note: noteOf(proof, by), proof };
  await advance(parts, request, {
    event: 'settle',
    role: 'service',
    actor: null,
    patch: { outcome },
    facts: { outcome, attestedBy: { oid: by.oid, name: by.name } },
    completes: task,
  });
}

function noteOf(
  { verified, attested }: { verified: readonly string[]; attested: readonly string[] },
  by: Actor,
): string {
  return [
    ...(verified.length > 0 ? [`Verified by reading Defender: ${verified.join('; ')}.`] : []),
    ...(attested.length > 0 ? [`Attested by ${by.name}, not readable by API: ${attested.join('; ')}.`] : []),
  ].join(' ');
}
