import { kindOf } from '../../changes/registry/kind-of.ts';
import { AirlockError } from '../../shared/errors.ts';
import type { EntraObjectId } from '../../shared/ids.ts';
import { asJson } from '../../shared/json.ts';
import { t } from '../../shared/language/worded.ts';
import { assertNothingNewer } from '../drafting/redraw.ts';
import type { NewTask } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import { announceKey } from '../record/announcement.ts';
import { askedHash, DIGEST_VERSION, digestOf, policyVersion, REASON_MAX } from '../record/digest.ts';
import { isActive } from '../record/form.ts';
import type { Request } from '../record/request.ts';
import { advance, newTask, reminderTasks, type Wait } from '../rules/advance.ts';
import { assertNotBarred, assertShownWhole } from '../rules/approvable.ts';
import { assertMayRequest } from '../rules/four-eyes.ts';
import { type ActionRule, loadFor, type RequestAction, tryAgain } from '../rules/load.ts';
import { submitWords } from '../rules/people/ages/age.ts';
import { judgeAsker } from '../rules/people/ages/asker-age.ts';
import { actorOf } from '../rules/people/rights.ts';
import { assertMaySettle } from './alone/settling.ts';

/**
 * Characters that show nothing, letters among them: fillers of Hangul, the inherent vowels of Khmer, the blank of
 * Braille, the blanks of Egyptian hieroglyphs, the half and full one, and the musical null notehead.
 */
const SHOWS_NOTHING = /[\p{Default_Ignorable_Code_Point}\u2800\u{13441}\u{13442}\u{1D159}]/gu;

/** What a program may draw as nothing or as a blank: marks of HTML, and characters by their names or numbers. */
const MARKUP = /<[^<>]*>|&(?:#\d+|#x[\da-f]+|[a-z][\da-z]*);?/giu;

/**
 * Checks a reason and folds its white space, as it is stored.
 * @throws AirlockError input-invalid
 */
export function parseReason(reason: string, what: string): string {
  const folded = reason.normalize('NFC').replace(/\s+/gu, ' ').trim();
  if (!/[\p{L}\p{N}]/u.test(folded.replace(MARKUP, '').replace(SHOWS_NOTHING, '')))
    throw new AirlockError('input-invalid', t`Say why: ${what} needs a reason.`);
  if (folded.length > REASON_MAX) {
    throw new AirlockError(
      'input-invalid',
      t`The reason is ${folded.length} characters long; the limit is ${REASON_MAX}. Shorten it and try again.`,
    );
  }
  return folded;
}

const SUBMIT: ActionRule<'draft'> = {
  state: ['draft'],
  by: 'requester',
  refusal: ({ name }) => t`Only ${name} can submit this draft. Write your own command to ask for a change.`,
  isDone: ({ submittedAt }) => submittedAt !== null,
};

/**
 * Submits the draft that the card showed, with the requester's reason. Fixes the digest, locks the objects and notifies
 * the approvers. A draft that is being edited in its form cannot be submitted: it may no longer be what the requester
 * wants.
 * @throws AirlockError not-found, not-allowed, wrong-state, input-invalid, duplicate-request, directory-unavailable,
 * rev-conflict, card-outdated
 */
export function submitRequest(services: Services, action: SubmitAction): Promise<Request> {
  return tryAgain(action, (tried) => submit(services, tried));
}

export interface SubmitAction extends RequestAction {
  /** Present where it goes ahead right after: then the approvers are called only if it did not. */
  readonly goesAhead?: true;
  readonly reason: string;
}

async function submit(services: Services, action: SubmitAction): Promise<Request> {
  const { request: draft, isDone } = await loadFor(services, action, SUBMIT);
  if (isDone) return draft;
  await assertNotEdited(services, draft);
  assertShownWhole(services, draft);
  assertNotBarred(services, draft);
  const reason = parseReason(action.reason, t`a request`);
  const { standing, evidence } = await judgeAsker(services, action.actor, assertMayRequest, submitWords(draft));
  const requester = actorOf(standing.person);
  await assertMaySettle(services, draft.change, { by: requester, kept: evidence });
  // What goes ahead at once asks nothing of the approvers, and what is owed for it has a limit of its own.
  if (!action.goesAhead) await assertRoom(services, requester.oid);
  await assertNothingNewer(services, draft, reason);
  const { change, base } = draft;
  const version = policyVersion(services.policy);
  const { tenantId } = services;
  const asked = { reason, policyVersion: version, digestVersion: DIGEST_VERSION } as const;
  const digest = digestOf({ ...draft, ...asked, tenantId });
  const now = services.clock.now();
  const deadline = now + services.policy.decisionWindow;
  return advance(services, draft, {
    event: 'submit',
    actor: requester,
    fields: {
      ...{ ...asked, digest, submittedAt: now, deadline, requester },
      requesterEvidence: evidence,
    },
    facts: { asked: askedHash(asJson(change), asJson(base)), ...asked },
    objectLocks: kindOf(change).objects(change),
    tasks: submitTasks(services, draft, { from: now, until: deadline }, action),
  });
}

/** Milliseconds until the approvers are called of what should have gone ahead without them. */
const HELD_FOR = 30_000;

/** Notifies the approvers at once, and reminds them while nobody decides. */
function submitTasks(
  services: Services,
  draft: Request,
  waits: Pick<Wait, 'from' | 'until'>,
  { correlation, goesAhead }: SubmitAction,
): readonly NewTask[] {
  const { id } = draft;
  const dueAt = waits.from + (goesAhead ? HELD_FOR : 0);
  return [
    newTask(services, 'announce', { key: announceKey(id), requestId: id, dueAt, correlation }),
    ...reminderTasks(services, draft, { key: 'decide', ...waits }, correlation),
  ];
}

/** Editing raises the draft's rev, so that an edit that begins after this check still makes the submit fail. */
async function assertNotEdited({ store, tenantId }: Services, { formId }: Request): Promise<void> {
  const form = formId === null ? null : await store.form(tenantId, formId);
  if (!form || !isActive(form)) return;
  throw new AirlockError(
    'wrong-state',
    t`This draft is being edited. Send its form, or discard the edit, before you submit it.`,
  );
}

/** One person cannot flood the approvers (docs/facts/approvals.md#flood-limit). */
async function assertRoom(services: Services, oid: EntraObjectId): Promise<void> {
  const open = await services.store.openCount(services.tenantId, oid);
  const limit = services.policy.openPerPerson;
  if (open < limit) return;
  throw new AirlockError(
    'not-allowed',
    open === 1
      ? t`You have 1 request open, and no more may be. Withdraw it, or wait until it is decided.`
      : t`You have ${open} requests open; the limit is ${limit}. Withdraw one, or wait until one is decided.`,
  );
}
