import { kindOf, partsOf } from '../../../changes/registry/kind-of.ts';
import { commentedAlert } from '../../../changes/supported/told-alert.ts';
import type { SessionWriter } from '../../../requests/ports/tenant.ts';
import type { SeenSince } from '../../../requests/record/account-seen.ts';
import { cardDigest, shortDigest } from '../../../requests/record/digest.ts';
import type { Actor, Approval, Evidence, Request, Success } from '../../../requests/record/request.ts';
import { givenOf } from '../../../requests/record/request.ts';
import { sayNote } from '../../../shared/language/stored-notes.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import { type Detail, detail, LENGTHS, moment, sanitise, shownName } from '../parts/shown-text.ts';
import { provenParts } from './facts.ts';
import type { RequestModel } from './request-model.ts';

/** Of how many approvals, the newest, the details say since when they count. */
const DATED_APPROVALS = 3;

/**
 * What is folded under *Details*: exact times and accounts, when the tenant was read, whose session writes, the digest.
 * @param told whose session would write, where there is one, and since when approvers were seen
 */
export function requestDetails(
  request: Request,
  { actsAs, seen }: { readonly actsAs: SessionWriter | null; readonly seen: SeenSince },
): readonly Detail[] {
  const { requester, submittedAt, closing, handover, digest } = request;
  return [
    detail(t`Asked by`, {
      ...personParts(requester),
      whens: submittedAt === null ? [] : askedAt(request, submittedAt),
    }),
    ...givenOf(request)
      .slice(-DATED_APPROVALS)
      .flatMap((approval) => approvedBy(approval, seen)),
    ...(handover?.attested ? accountOf(t`Attested by`, handover.attested.by) : []),
    ...(request.change.kind === 'several' ? provenParts(request) : []),
    ...(closing?.by ? accountOf(t`Ended by`, closing.by) : []),
    ...writer(request, actsAs),
    ...age(request),
    ...(digest ? [detail(t`Digest`, { codes: [sanitise(shortDigest(cardDigest(request)))] })] : []),
  ];
}

/** When it was asked for, and since when the requester's account and role exist, where the directory says so. */
function askedAt(request: Request, submittedAt: number): readonly string[] {
  const { account = null, role = null } = ('requesterEvidence' in request && request.requesterEvidence?.since) || {};
  return [
    moment(submittedAt),
    ...(account === null ? [] : [t`Account since ${moment(account)}`]),
    ...(role === null ? [] : [t`Role since ${moment(role)}`]),
  ];
}

/** Who approved, and since when they may. */
function approvedBy({ by, at, evidence }: Approval, seen: SeenSince): Detail[] {
  const since = evidence ? [approverSince(evidence, seen.get(by.oid))] : [];
  return [detail(t`Approved by`, { ...personParts(by), whens: [moment(at), ...since] })];
}

/** @param seen when they were first seen with the role; undefined where that is not known */
function approverSince({ since }: Evidence, seen: number | undefined): string {
  if (since.role !== null) return t`Approver since ${moment(since.role)}`;
  const said = t`Approver since: the directory does not say`;
  return seen === undefined ? said : t`${said}; seen since ${moment(seen)}`;
}

/** The name of a person, and their principal name, which nobody else has. */
function personParts({ name, principalName }: Actor): Partial<Pick<Detail, 'texts' | 'codes'>> {
  return {
    texts: [shownName(name)],
    ...(principalName !== undefined && { codes: [sanitise(principalName, LENGTHS.message)] }),
  };
}

/** Somebody whom the face of the card names already, where the account says more. */
function accountOf(label: string, by: Actor): Detail[] {
  return by.principalName === undefined ? [] : [detail(label, personParts(by))];
}

/** Whose session would write, which matters to those who approve; of what was written, whose session did. */
function writer({ state, outcome }: Request, actsAs: SessionWriter | null): Detail[] {
  const writes = state === 'pending' || state === 'approved' ? actsAs : (outcome?.session ?? null);
  if (writes === null) return [];
  const name = writes.source === 'read' ? writes.name : t`said to be ${writes.name}`;
  return [detail(t`Written as`, { texts: [sanitise(name, LENGTHS.message)] })];
}

/**
 * When the old values were read, and the devices: the preview is as old as their list. Airlock reads both again before
 * it applies anything.
 */
function age({ state, change, base }: Request): Detail[] {
  if (state !== 'draft' && state !== 'pending') return [];
  const rules = kindOf(change);
  const readAt = rules.effects(change, base)?.readAt ?? null;
  const sources = rules.diff(change, base).flatMap(({ source }) => (source?.kind === 'read' ? [source.at] : []));
  return [...at(t`Setting read`, sources[0] ?? null), ...at(t`Devices read`, readAt)];
}

function at(label: string, when: number | null): Detail[] {
  return when === null ? [] : [detail(label, { whens: [moment(when)] })];
}

/** Whether a part of several changes is written item by item; each other part is told on the card as a whole. */
function hasItems(change: Request['change']): boolean {
  return change.kind === 'several' && partsOf(change).some((part) => kindOf(part).owner === 'api');
}

/** The button for all that is written one by one, with what became of each, where that is more than one thing. */
export function listsOf({ change, base, state, startedAt }: Request): RequestModel['lists'] {
  const isDevices = 'devices' in change;
  const isListed = isDevices || change.kind === 'indicators' || change.kind === 'alerts' || hasItems(change);
  if (state === 'draft' || !isListed || (kindOf(change).items?.(change, base).length ?? 0) < 2) return [];
  const isBesideMoves = startedAt === null && (kindOf(change).effects(change, base)?.total ?? 0) > 0;
  return [{ title: isDevices ? (isBesideMoves ? t`Devices asked for` : t`Devices`) : t`Rows` }];
}

const COMMENTED: Readonly<Record<NonNullable<Success['commented']>['state'], string>> = {
  sent: msg`Sent: a reading shows whether it stands there.`,
  written: msg`Says what became of this.`,
  refused: msg`Not written: Defender did not take it.`,
  unknown: msg`Sent, and no reading shows it: look there.`,
};

/** How far the comment is in the alert that it names. */
export function commentFact({ change, outcome }: Request): readonly Detail[] {
  const [alert, said] = [commentedAlert(change), outcome?.commented];
  if (alert === null || !said) return [];
  const why = said.why === undefined ? [] : [sanitise(sayNote(said.why), LENGTHS.message)];
  const texts = [sanitise(say(COMMENTED[said.state])), ...why];
  return [
    detail(t`Comment of the alert`, { texts, codes: [sanitise(alert, LENGTHS.message)], whens: [moment(said.at)] }),
  ];
}
