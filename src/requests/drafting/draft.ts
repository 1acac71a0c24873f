import type { GroupInput } from '../../changes/device-group/input/group-input.ts';
import { onOtherGroup } from '../../changes/device-group/input/other-name.ts';
import type { Change } from '../../changes/registry/change.ts';
import { kindOf } from '../../changes/registry/kind-of.ts';
import { isApiChange } from '../../changes/supported/api-kinds.ts';
import { tellingAlert } from '../../changes/supported/told-alert.ts';
import { AirlockError } from '../../shared/errors.ts';
import { type ConversationKey, type FormId, formId, requestId } from '../../shared/ids.ts';
import { asJson } from '../../shared/json.ts';
import { msg, say, t } from '../../shared/language/worded.ts';
import { isNamedEmergency, tooManyDevices } from '../deciding/alone/going-alone.ts';
import { openChangeAbout } from '../knowing/outside-known.ts';
import type { Answer } from '../messages/answers.ts';
import {
  type Asker,
  answerMessage,
  becomes,
  type CardOwner,
  replyTo,
  requestCardMessage,
} from '../messages/outbox-messages.ts';
import { notAdopted } from '../messages/outside-words.ts';
import type { NewOutboxMessage, Task } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import type { FormRevision, RequestStep } from '../ports/store.ts';
import { policyVersion } from '../record/digest.ts';
import type { Actor, Evidence, Request } from '../record/request.ts';
import { personOf } from '../rules/advance.ts';
import { whoAsks } from '../rules/four-eyes.ts';
import { lockedBy, replyLocked } from '../rules/object-lock.ts';
import type { Draftable, Refused } from './assess.ts';
import { assessAsked } from './assess-tagged.ts';
import { assertDraftRoom } from './before/draft-room.ts';
import { isSoMessages, rowMessages } from './before/rows-left-out.ts';
import { orderedBefore, orderedBeforeMessages } from './before/same-devices.ts';
import { whyOff } from './before/why-not.ts';

export interface Drafting extends Pick<Draftable, 'change' | 'base' | 'affected'> {
  readonly actor: Actor;
  /** What the directory said of them when they asked. */
  readonly evidence: Evidence;
  /** Where the change was asked for. */
  readonly conversation: ConversationKey;
  readonly formId: FormId | null;
  readonly revertOf: number | null;
  /** Typed before, for its requester to keep or change; empty when absent. */
  readonly reason?: string;
}

/** Builds a new draft. The caller adds the messages. */
export function draftStep(services: Services, drafting: Drafting): RequestStep {
  const now = services.clock.now();
  const { actor, evidence, change, base, affected, revertOf } = drafting;
  const request = newDraft(services, drafting, now);
  const { tenantId, id: requestId } = request;
  const data = {
    change: asJson(change),
    base: asJson(base),
    name: actor.name,
    person: personOf(actor, evidence),
    ...(revertOf !== null && { revertOf }),
  };
  return {
    request,
    expectedRev: null,
    audit: [{ tenantId, at: now, event: 'request.drafted', actor: actor.oid, requestId, data }],
    messages: [],
    tasks: [],
    affected,
  };
}

function newDraft(services: Services, drafting: Drafting, now: number): Request {
  return {
    id: requestId.parse(services.ids.next()),
    number: 0,
    tenantId: services.tenantId,
    rev: 1,
    state: 'draft',
    change: drafting.change,
    base: drafting.base,
    digest: null,
    policyVersion: policyVersion(services.policy),
    reason: drafting.reason ?? '',
    requester: drafting.actor,
    origin: drafting.conversation,
    createdAt: now,
    submittedAt: null,
    deadline: now + services.policy.draftWindow,
    approvals: [],
    closing: null,
    startedAt: null,
    waiting: null,
    handover: null,
    outcome: null,
    revertOf: drafting.revertOf,
    formId: drafting.formId,
  };
}

/**
 * Builds the form to edit a draft that was not made in one. It is stored with the draft, so that "Edit" finds the
 * choices without reading the tenant. Null for a change that no form covers.
 */
function formOfDraft(services: Services, draft: Request, { input, opened, choices }: Draftable): FormRevision | null {
  if (input === null) return null;
  return {
    form: {
      id: formId.parse(services.ids.next()),
      tenantId: services.tenantId,
      rev: 1,
      state: 'drafted',
      input,
      draftedInput: input,
      ...(opened && { opened }),
      faults: [],
      choices,
      requester: draft.requester,
      origin: draft.origin,
      createdAt: draft.createdAt,
      deadline: null,
      requestId: draft.id,
    },
    expectedRev: null,
  };
}

/**
 * Stores a draft that was asked for with a typed command; the message that answered at once becomes its card.
 * @param revertOf the number of the request that it undoes
 * @param alongside what else is stored with the draft
 * @throws AirlockError not-found, rev-conflict
 */
export async function fileDraft(
  services: Services,
  asker: Asker & Pick<Drafting, 'evidence'> & { readonly reason?: string | undefined },
  draftable: Draftable,
  task: Task,
  revertOf: number | null = null,
  alongside: (step: RequestStep) => Partial<RequestStep> | Promise<Partial<RequestStep>> = () => ({}),
): Promise<void> {
  const where = await services.store.conversation(asker.conversation);
  if (!where) throw new AirlockError('not-found', t`The conversation in which this was asked is not known.`);
  const { change, base, affected } = draftable;
  const { actor, evidence, conversation, reason = '' } = asker;
  const drafting = { actor, evidence, conversation, reason, change, base, affected, revertOf, formId: null };
  const step = draftStep(services, drafting);
  const form = formOfDraft(services, step.request, draftable);
  const { id, origin, requester } = step.request;
  const owner: CardOwner = where.kind === 'personal' ? { audience: 'requester', viewer: requester.oid } : null;
  const card = requestCardMessage(services, id, { key: `${id}:card:${origin}`, conversation: origin, owner });
  const more = await alongside(step);
  await services.store.commit({
    ...step,
    request: { ...step.request, formId: form?.form.id ?? null },
    ...(form && { form }),
    completes: task,
    ...more,
    replacements: [becomes(services, asker, card.key, card.content), ...(more.replacements ?? [])],
  });
}

/**
 * Explains why a change cannot be requested.
 * @param title what was asked for
 * @param suggestions commands for putting right what was wrong, for buttons
 */
export function refusal(title: string, refused: Refused, suggestions: readonly string[] = []): Answer {
  if (refused.verdict === 'invalid') {
    const text = t`This cannot be asked for as it stands. Nothing was filed.`;
    const next = suggestions.length > 0 ? { suggestions } : {};
    const final = suggestions.length > 0 ? { final: true as const } : {};
    return { view: 'notice', data: { tone: 'warning', title, text, faults: refused.faults, ...next, ...final } };
  }
  const tone = refused.verdict === 'already' ? 'good' : 'warning';
  const next = suggestions.length > 0 ? suggestions : ['status'];
  return { view: 'notice', data: { tone, title, text: refused.why, suggestions: next, final: true } };
}

export type Asked = Asker &
  ({ readonly change: Change } | { readonly input: GroupInput }) & { readonly reason?: string | undefined };

/**
 * Reads the tenant and answers with a draft to complete, or explains why the change cannot be requested. Stores only a
 * draft. Files nothing for a change that is already in place, unsupported, invalid or already requested.
 * @throws AirlockError not-allowed, directory-unavailable and the tenant's errors: nothing was filed.
 */
export async function draftRequest(services: Services, asks: Asked, task: Task): Promise<void> {
  const asked = { ...withAlert(services, asks), ...(await whoAsks(services, asks.actor)) };
  const isAtOnce = 'change' in asked && isUrgent(services, asked.change);
  await assertDraftRoom(services, asked.actor, asked.conversation, isAtOnce);
  const off = 'change' in asked ? whyOff(services, asked.change) : null;
  if (off) return replyTo(services, asked, task, refusal(titleOf(asked), off));
  const already = 'change' in asked ? await lockedBy(services, asked.change) : null;
  if (already) return replyLocked(services, asked, task, already, isAtOnce);
  const assessed = await assessAsked(services, asked);
  if (assessed.verdict !== 'open') return replyTo(services, asked, task, await refusalOf(services, asked, assessed));
  const tooMany = tooManyDevices(services.policy.deviceActs, assessed.change);
  if (tooMany !== null)
    return replyTo(services, asked, task, refusal(titleOf(asked), { verdict: 'unsupported', why: tooMany }));
  const isFound = 'input' in asked || isApiChange(assessed.change);
  const locking = isFound ? await lockedBy(services, assessed.change) : null;
  if (locking) return replyLocked(services, asked, task, locking, isUrgent(services, assessed.change));
  const messages = [
    ...rowMessages(services, asked, assessed, task),
    ...isSoMessages(services, asked, assessed, task),
    ...(await toldOutside(services, asked.conversation, assessed, task)),
    ...(await orderedBeforeMessages(services, asked.conversation, assessed.change, task)),
  ];
  await fileDraft(services, asked, assessed, task, null, () => ({ messages }));
}

/** What is asked for because of an alert names it, so that what became of it stands in its comments. */
function withAlert({ supported }: Services, asks: Asked): Asked {
  if (!('change' in asks)) return asks;
  const { change, reason = '' } = asks;
  const isTold = change.kind === 'indicators' || change.kind === 'response-actions' || change.kind === 'antivirus-scan';
  return isTold ? { ...asks, change: { ...change, ...tellingAlert(reason, supported.kinds) } } : asks;
}

function isUrgent({ policy }: Services, change: Change): boolean {
  return isNamedEmergency(policy.deviceActs, change);
}

/** Where it is so already, which request ordered it is told, too. */
async function refusalOf(services: Services, asked: Asked, refused: Refused): Promise<Answer> {
  const isDone = refused.verdict === 'already' && 'change' in asked;
  const before = isDone ? await orderedBefore(services, asked.change, asked.conversation) : null;
  if (before === null || refused.verdict === 'invalid') return refusal(titleOf(asked), refused, inForm(asked, refused));
  const why = `${refused.why} ${before.text}`;
  return refusal(titleOf(asked), { ...refused, why }, [`show ${before.number}`]);
}

/** What a draft does not show: a change outside Airlock of what is not known, since nobody has adopted it. */
export async function toldOutside(
  services: Services,
  conversation: ConversationKey,
  { change, base }: Pick<Draftable, 'change' | 'base'>,
  task: Pick<Task, 'key'>,
): Promise<readonly NewOutboxMessage[]> {
  const isUnknown = kindOf(change)
    .diff(change, base)
    .some(({ source }) => source?.kind === 'not-known');
  const open = isUnknown ? await openChangeAbout(services, change) : null;
  if (open === null) return [];
  const text = notAdopted(open.number, open.item);
  const title = t`The draft does not show a change outside Airlock`;
  const data = { tone: 'info', title, text, suggestions: ['outside changes'] } as const;
  const to = { tenantId: services.tenantId, conversation, now: services.clock.now() };
  return [answerMessage(to, `${task.key}:outside`, { view: 'notice', data })];
}

/**
 * The form with all that was typed, where one covers it and its group was found; else the same wish for each group that
 * may be meant.
 */
function inForm(asked: Asked, refused: Refused): readonly string[] {
  if (!('input' in asked) || !asked.wish || refused.verdict !== 'invalid') return [];
  const isCovered = asked.input.kind !== 'device-group.delete' && asked.input.kind !== 'device-group.rank';
  const [fault, ...others] = refused.faults.filter(({ field }) => field === 'group');
  if (fault)
    return refused.faults.length > 1 + others.length
      ? []
      : (fault.near ?? []).flatMap((name) => onOtherGroup(asked.input, name) ?? []);
  return isCovered ? [`open form: ${asked.wish.say}`] : [];
}

/** The titles of inputs that could not be resolved to a change. */
const INPUT_TITLES: Readonly<Record<GroupInput['kind'], string>> = {
  'device-group.create': msg`Create a device group`,
  'device-group.update': msg`Change a device group`,
  'device-group.delete': msg`Delete a device group`,
  'device-group.rank': msg`Rank a device group`,
  'ungrouped-devices': msg`Change ungrouped devices`,
};

function titleOf(asked: Asked): string {
  return 'input' in asked ? say(INPUT_TITLES[asked.input.kind]) : kindOf(asked.change).title(asked.change);
}
