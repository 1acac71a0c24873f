import type { Verification } from '../defender/tenant.ts';
import type { Task } from '../store/task.ts';
import { advance } from './advance.ts';
import { inWords } from './in-words.ts';
import type { Parts } from './parts.ts';
import type { Actor, Request } from './request.ts';
import { requestNotices } from './request-notices.ts';

/**
 * Defender shows otherwise than was attested, for as long as a change takes to show: back to approved, to be applied within what is left of the
 * execution window. Where none is left, the request expires at its next look.
 */
export async function contradictRequest(
  parts: Parts,
  request: Request,
  by: Actor,
  found: Verification,
  task: Task,
): Promise<void> {
  const now = parts.clock.now();
  const deadline = (request.approvals.at(-1)?.at ?? now) + parts.policy.executionWindow;
  const waited = inWords(now - (request.startedAt ?? now));
  const note = `${by.name} said that this was applied, but ${waited} later Defender shows otherwise. ${found.contradicted.map((part) => part.found).join(' ')}`;
  const { handover } = request;
  const posts =
    deadline <= now
      ? []
      : await requestNotices(parts, request, `${request.id}:contradicted:${request.rev}`, {
          tone: 'attention',
          title: `#${request.number} is not confirmed`,
          text: `${note} Check the steps on the card.`,
          suggestions: [`show ${request.number}`],
        });
  await advance(parts, request, {
    event: 'contradict',
    role: 'service',
    actor: null,
    patch: {
      handover: handover && { ...handover, attested: null },
      deadline,
      waiting: { since: now, note, nextAt: deadline },
    },
    facts: {
      attestedBy: { oid: by.oid, name: by.name },
      contradicted: found.contradicted.map(({ what, found: shows }) => ({ what, found: shows })),
    },
    posts,
    completes: task,
  });
}
