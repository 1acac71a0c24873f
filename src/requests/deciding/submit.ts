import { kindOf } from '../../changes/kind-of.ts';
import { AirlockError } from '../../shared/errors.ts';
import { asJson } from '../../shared/json.ts';
import { stateSentence } from '../messages/state-words.ts';
import { reminderTasks } from '../notifying/remind.ts';
import type { Services } from '../ports/services.ts';
import { digestOf, policyVersion } from '../record/digest.ts';
import { isActive } from '../record/form.ts';
import type { Request } from '../record/request.ts';
import { advance } from '../rules/advance.ts';
import { assertMayRequest } from '../rules/eligibility.ts';
import { expireIfOverdue, loadRequest, type RequestAction } from '../rules/load.ts';

/** Longest reason in characters: what fits a phone's screen and a card's size budget. */
export const REASON_MAX = 500;

/**
 * A reason as it is stored: white space folded, length checked.
 * @throws AirlockError input-invalid
 */
export function parseReason(reason: string, what: string): string {
  const folded = reason.normalize('NFC').replace(/\s+/gu, ' ').trim();
  if (!/[\p{L}\p{N}]/u.test(folded)) throw new AirlockError('input-invalid', `Say why: ${what} needs a reason.`);
  if (folded.length > REASON_MAX) {
    throw new AirlockError(
      'input-invalid',
      `The reason is ${folded.length} characters long; ${REASON_MAX} is the most. Shorten it and try again.`,
    );
  }
  return folded;
}

/**
 * The requester gives a reason and asks for approval of the draft that the card showed: the digest is fixed, the objects are held, the
 * approvers are told. A draft that is being edited in its form cannot be submitted: neither form nor draft is what is wanted.
 * @throws AirlockError not-found, not-allowed, wrong-state, input-invalid, duplicate-request, directory-unavailable, rev-conflict
 */
export async function submitRequest(
  services: Services,
  click: RequestAction & { readonly reason: string },
): Promise<Request> {
  const draft = await expireIfOverdue(services, await loadRequest(services, click.requestId));
  if (click.actor.oid !== draft.requester.oid) {
    throw new AirlockError(
      'not-allowed',
      `Only ${draft.requester.name} can submit this draft. Write your own command to ask for a change.`,
    );
  }
  if (draft.state === 'pending') return draft;
  if (draft.state !== 'draft') throw new AirlockError('wrong-state', stateSentence(draft));
  await assertWhole(services, draft, click.rev);
  const reason = parseReason(click.reason, 'a request');
  await assertMayRequest(services, click.actor);
  await assertRoom(services, click.actor.oid);
  const version = policyVersion(services.policy);
  const digest = digestOf({
    tenantId: services.tenantId,
    change: draft.change,
    base: draft.base,
    policyVersion: version,
  });
  const now = services.clock.now();
  const deadline = now + services.policy.decisionWindow;
  return advance(services, draft, {
    event: 'submit',
    role: 'requester',
    actor: click.actor,
    patch: { reason, digest, policyVersion: version, submittedAt: now, deadline },
    facts: {
      change: asJson(draft.change),
      base: { objects: draft.base.objects, preview: draft.base.preview, shown: draft.base.shown },
      reason,
      policyVersion: version,
    },
    objectLocks: kindOf(draft.change).objects(draft.change),
    tasks: [
      {
        key: `${draft.id}:announce`,
        kind: 'announce',
        tenantId: services.tenantId,
        requestId: draft.id,
        payload: null,
        dueAt: now,
        correlation: click.correlation,
      },
      ...reminderTasks(draft, { key: 'decide', from: now, until: deadline }, now, click.correlation),
    ],
  });
}

/** Editing raises the draft's rev, so that an edit which begins after this look still makes the submit fail. */
async function assertWhole(services: Services, draft: Request, rev: number | null): Promise<void> {
  const form = draft.formId === null ? null : await services.store.form(services.tenantId, draft.formId);
  if (form && isActive(form)) {
    throw new AirlockError(
      'wrong-state',
      'This draft is being edited. Send its form, or discard the edit, before you submit it.',
    );
  }
  if (rev !== null && rev !== draft.rev) {
    throw new AirlockError(
      'rev-conflict',
      'Your card was out of date, so nothing was submitted. This is the draft as it is now.',
    );
  }
}

/** One person cannot flood the approvers (docs/facts/approvals.md#flood-limit). */
async function assertRoom(services: Services, oid: string): Promise<void> {
  const open = await services.store.openCount(services.tenantId, oid);
  if (open < services.policy.openPerPerson) return;
  throw new AirlockError(
    'not-allowed',
    `You have ${open} requests open, and ${services.policy.openPerPerson} is the most. Withdraw one, or wait until one is decided.`,
  );
}
