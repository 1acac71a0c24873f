import { kindOf } from '../../../changes/registry/kind-of.ts';
import { mayBeEmergency, needsNoApproval } from '../../../requests/deciding/alone/going-alone.ts';
import { isItemwise } from '../../../requests/deciding/halt.ts';
import { REASON_MAX } from '../../../requests/record/digest.ts';
import type { Request } from '../../../requests/record/request.ts';
import {
  debtOf,
  holdsNoMore,
  isLeftInPart,
  isWaitingToFree,
  mayAskAgain,
  mayRevert,
  ordersOf,
} from '../../../requests/record/told-by-request.ts';
import { hasEnded } from '../../../requests/record/transitions.ts';
import { msg, say } from '../../../shared/language/worded.ts';
import { type CardViewer, type Shows, whyForOthers } from './hints.ts';
import type { Asking, CardAction, RequestModel } from './request-model.ts';

export type RequestControls = Pick<RequestModel, 'forms' | 'approvalForms' | 'actions' | 'askings' | 'sights'>;

const SUBMIT: CardAction = {
  verb: 'submit',
  title: msg`Request approval`,
  style: 'positive',
  inputs: 'auto',
  waits: true,
};
/** A scan of few devices runs on the word of whoever asks for it. */
const SCAN_NOW: CardAction = { ...SUBMIT, title: msg`Scan now` };

/** An emergency, which leaves a debt. */
const ACT_NOW: CardAction = {
  verb: 'act-now',
  title: msg`Emergency: do it now`,
  style: 'destructive',
  inputs: 'auto',
  waits: true,
};
const EDIT: CardAction = { verb: 'edit', title: msg`Edit`, style: 'default', inputs: 'none', waits: false };

/** For everybody who may ask for changes. It makes a draft, which needs an approval like any other. */
const REVERT: CardAction = { verb: 'revert', title: msg`Revert`, style: 'default', inputs: 'none', waits: false };

/** For everybody who may ask for changes: a draft of the same, filled in. */
const AGAIN: CardAction = { verb: 'again', title: msg`Ask again`, style: 'default', inputs: 'none', waits: false };
const REST: CardAction = { ...AGAIN, title: msg`Ask for the rest` };
const DISCARD: CardAction = { verb: 'discard', title: msg`Discard`, style: 'default', inputs: 'none', waits: false };
const APPROVE: CardAction = { verb: 'approve', title: msg`Approve`, style: 'positive', inputs: 'auto', waits: false };
const TAKE_BACK: CardAction = { ...REVERT, verb: 'take-back', title: msg`Take back` };
const WITHDRAW: CardAction = { verb: 'withdraw', title: msg`Withdraw`, style: 'default', inputs: 'none', waits: false };
const CANCEL_SCAN: CardAction = { ...REVERT, verb: 'cancel-scan', title: msg`Cancel the scans` };
const CANCEL_ORDERS: CardAction = { ...CANCEL_SCAN, title: msg`Cancel what waits` };
const REMIND: CardAction = { verb: 'remind', title: msg`Remind`, style: 'default', inputs: 'none', waits: false };
const ATTEST: CardAction = {
  verb: 'attest',
  title: msg`I have applied it`,
  style: 'positive',
  inputs: 'none',
  waits: false,
};

/** For a switch that Airlock cannot read: whoever looks in the portal says what they see. */
const SEEN: readonly CardAction[] = [
  { verb: 'seen-on', title: msg`I see it is on`, style: 'default', inputs: 'none', waits: false },
  { verb: 'seen-off', title: msg`I see it is off`, style: 'default', inputs: 'none', waits: false },
];

/** For clients that did not ask for their own view. */
const VIEW: CardAction = { verb: 'view', title: msg`Show my options`, style: 'default', inputs: 'none', waits: false };

/** Stands in place of Approve where approvers must say why: a required text of its own does not hinder a rejection. */
const APPROVE_WITH_REASON: Asking = {
  title: msg`Approve`,
  verb: 'approve',
  send: msg`Approve this request`,
  style: 'positive',
  input: 'approvalReason',
  label: msg`Why do you approve it?`,
  hint: msg`The requester will read it`,
  isRequired: true,
  maxLength: REASON_MAX,
  value: '',
};

const REJECT: Asking = {
  title: msg`Reject`,
  verb: 'reject',
  send: msg`Reject this request`,
  style: 'destructive',
  input: 'reason',
  label: msg`Why do you reject it?`,
  hint: msg`The requester will read it`,
  isRequired: true,
  maxLength: REASON_MAX,
  value: '',
};

/** In a hurry nobody has to say why. */
const STOP: Asking = {
  ...REJECT,
  title: msg`Stop`,
  send: msg`Stop this request`,
  label: msg`Why do you stop it? (optional)`,
  isRequired: false,
};

/** No further item is sent. */
const HALT: Asking = { ...STOP, send: msg`Send no more of it` };

const NONE: RequestControls = { forms: [], approvalForms: [], actions: [], askings: [], sights: [] };
const REASON = { maxLength: REASON_MAX, value: '' } as const;

/** What an approved request offers each viewer, until its write begins. */
const APPROVED: Readonly<Record<CardViewer, RequestControls>> = {
  shared: { ...NONE, actions: [VIEW] },
  requester: { ...NONE, actions: [WITHDRAW] },
  approver: { ...NONE, askings: [STOP] },
  rejecter: { ...NONE, askings: [STOP] },
  endorser: { ...NONE, actions: [TAKE_BACK], askings: [STOP] },
  reader: { ...NONE, actions: [VIEW] },
};

/** Everybody who may ask or approve may attest. A shared copy offers it to anybody; the action itself is checked. */
const ATTESTING: ReadonlySet<CardViewer> = new Set(['shared', 'requester', 'approver', 'rejecter', 'endorser']);

/**
 * What a viewer can do on the card. What ended unapplied or is overdue can be asked for again, and a change that the
 * card could not show whole can be neither sent nor approved.
 */
export function requestControls(request: Request, viewer: CardViewer, shows: Shows): RequestControls {
  return inWordsOf(offered(request, viewer, shows));
}

/** The same with every button in the reader's language. */
function inWordsOf(controls: RequestControls): RequestControls {
  const worded = (action: CardAction) => ({ ...action, title: say(action.title) });
  return {
    ...controls,
    actions: controls.actions.map(worded),
    sights: controls.sights.map(worded),
    askings: controls.askings.map((asking) => ({
      ...asking,
      title: say(asking.title),
      send: say(asking.send),
      label: say(asking.label),
      hint: say(asking.hint),
    })),
  };
}

/** What asks for it, approves it or undoes it: not offered where that is refused for now. */
const BARRED: ReadonlySet<string> = new Set(['submit', 'act-now', 'again', 'revert', 'cancel-scan', 'approve']);

/** An approval of an emergency afterwards writes nothing, so it is offered all the same. */
function unbarred(request: Request, controls: RequestControls): RequestControls {
  const isRatified = request.state !== 'draft' && request.state !== 'pending';
  const isOffered = ({ verb }: { readonly verb: string }) => !BARRED.has(verb) || (isRatified && verb === 'approve');
  const actions = controls.actions.filter(isOffered);
  const has = (verb: string) => actions.some((one) => one.verb === verb);
  return {
    ...controls,
    actions,
    askings: controls.askings.filter(isOffered),
    forms: has('submit') ? controls.forms : [],
    approvalForms: has('approve') ? controls.approvalForms : [],
  };
}

function offered(request: Request, viewer: CardViewer, shows: Shows): RequestControls {
  const all = allOffered(request, viewer, shows);
  // What undoes it is asked for already: a second one could only be refused.
  const left = shows.undoing ? { ...all, actions: all.actions.filter(({ verb }) => verb !== 'revert') } : all;
  return shows.barred ? unbarred(request, left) : left;
}

function allOffered(request: Request, viewer: CardViewer, shows: Shows): RequestControls {
  if (shows.overdue) return { ...NONE, actions: [AGAIN] };
  const controls = stepControls(request, viewer, shows);
  return asksForSight(request, viewer) ? { ...controls, sights: SEEN } : controls;
}

/** Whether nobody has said what the switch is: then whoever decides is asked, too. */
function asksForSight({ state, change, base }: Request, viewer: CardViewer): boolean {
  const isDecided = state !== 'draft' && state !== 'pending';
  if (isDecided || !ATTESTING.has(viewer) || viewer === 'shared' || change.kind !== 'advanced-feature') return false;
  return kindOf(change)
    .diff(change, base)
    .some(({ source }) => source?.kind === 'not-known');
}

function stepControls(request: Request, viewer: CardViewer, shows: Shows): RequestControls {
  switch (request.state) {
    case 'draft':
      if (viewer === 'requester') return ownDraft(request, shows);
      return viewer === 'shared' || viewer === 'reader' ? { ...NONE, actions: [VIEW] } : NONE;
    case 'pending':
      return pending(viewer, shows);
    case 'approved': {
      const controls = APPROVED[viewer];
      const mayAttest = request.handover && ATTESTING.has(viewer) && whyForOthers(request, viewer, shows) === null;
      return mayAttest ? { ...controls, actions: [ATTEST, ...controls.actions] } : controls;
    }
    case 'applying':
      return isItemwise(request) && !request.halted && viewer !== 'reader' ? { ...NONE, askings: [HALT] } : NONE;
    case 'applied':
      if (debtOf(request)) return owed(viewer, shows, [REVERT]);
      if (shows.mayAsk === false) return NONE;
      if (isScanning(request)) return { ...NONE, actions: [CANCEL_SCAN] };
      if (isWaitingToFree(request)) return { ...NONE, actions: [CANCEL_ORDERS] };
      return { ...NONE, actions: [...(mayRevert(request) ? [REVERT] : []), ...againOf(request)] };
    default:
      if (debtOf(request)) return owed(viewer, shows, holdsNoMore(request) ? [REVERT] : []);
      return mayAskAgain(request) ? { ...NONE, actions: [AGAIN] } : NONE;
  }
}

function againOf(request: Request): readonly CardAction[] {
  return mayAskAgain(request) ? [isLeftInPart(request) ? REST : AGAIN] : [];
}

/** No end is without a next step: where the card offers none of its own, what somebody could write. */
export function nextWords(request: Request, { actions, askings }: RequestControls, mayAsk = true): readonly string[] {
  if (!hasEnded(request.state) || actions.length + askings.length > 0) return [];
  const orders = ordersOf(request);
  if (orders && orders.end !== 'done') return ['actions'];
  const barred =
    mayAsk && request.state === 'applied' ? kindOf(request.change).unrestorable?.(request.change, request.base) : null;
  return [barred?.instead ?? (orders ? 'actions' : 'status')];
}

/** What somebody typed into the inputs of a request's card. */
export interface Typed {
  readonly reason: string;
  readonly approvalReason: string;
}

/** The same controls with what was typed before, as far as it fits. */
export function keepTyped(
  controls: RequestControls,
  typed: Typed = { reason: '', approvalReason: '' },
): RequestControls {
  const kept = (input: keyof Typed) => Array.from(typed[input]).slice(0, REASON_MAX).join('');
  const [form] = controls.forms;
  const [approvalForm] = controls.approvalForms;
  return {
    ...controls,
    forms: form ? [{ ...form, value: kept('reason') || form.value }] : [],
    approvalForms: approvalForm ? [{ ...approvalForm, value: kept('approvalReason') }] : [],
    askings: controls.askings.map((asking) => ({ ...asking, value: kept(asking.input) })),
  };
}

function pending(viewer: CardViewer, { whole, approvalReason }: Shows): RequestControls {
  if (viewer === 'requester') return { ...NONE, actions: [REMIND, WITHDRAW] };
  if (viewer === 'endorser') return { ...NONE, actions: [TAKE_BACK], askings: [REJECT] };
  if (viewer === 'shared' || viewer === 'reader') return { ...NONE, actions: [VIEW] };
  if (viewer === 'rejecter' || !whole) return { ...NONE, askings: [REJECT] };
  return approvalReason === 'required'
    ? { ...NONE, askings: [APPROVE_WITH_REASON, REJECT] }
    : { ...NONE, approvalForms: [REASON], actions: [APPROVE], askings: [REJECT] };
}

/** An emergency that nobody has approved or undone so far. Whoever presses is judged anew. */
function owed(viewer: CardViewer, shows: Shows, undo: readonly CardAction[]): RequestControls {
  if (viewer === 'shared') return { ...NONE, actions: [VIEW] };
  if (viewer !== 'approver') return { ...NONE, actions: undo };
  const controls = pending(viewer, shows);
  return {
    ...controls,
    actions: [...controls.actions, ...undo],
    askings: controls.askings.filter((one) => one !== REJECT),
  };
}

function isScanning({ change, outcome }: Request): boolean {
  return change.kind === 'antivirus-scan' && !outcome?.followed?.isOver && !outcome?.cancelled;
}

/** The requester's own draft. It can be edited where it has a form. */
function ownDraft(request: Request, { whole, deviceActs, alone, noRoom }: Shows): RequestControls {
  const { formId, reason, change } = request;
  const isOwn = deviceActs !== undefined && !noRoom && needsNoApproval(deviceActs, change);
  const isUrgent = deviceActs !== undefined && alone === undefined && mayBeEmergency(deviceActs, request);
  const sends = whole ? [isOwn ? SCAN_NOW : SUBMIT, ...(isUrgent ? [ACT_NOW] : [])] : [];
  const actions = [...sends, ...(formId === null ? [] : [EDIT]), DISCARD];
  return { ...NONE, forms: whole ? [{ ...REASON, value: reason }] : [], actions };
}
