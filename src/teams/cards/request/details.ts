import type { DiffRow } from '../../../changes/change-kind.ts';
import { kindOf } from '../../../changes/registry/kind-of.ts';
import type { Status } from '../../../requests/messages/state-catalogue/status-of.ts';
import type { Presentation } from '../../../requests/ports/presentation.ts';
import type { SessionWriter } from '../../../requests/ports/tenant.ts';
import type { SeenSince } from '../../../requests/record/account-seen.ts';
import { type Policy, shortDigest } from '../../../requests/record/digest.ts';
import type { Actor, Approval, Evidence, Request } from '../../../requests/record/request.ts';
import { knownModel } from '../parts/known-source.ts';
import {
  arrowFrom,
  type Detail,
  detail,
  LENGTHS,
  moment,
  type ShownText,
  sanitise,
  shownName,
} from '../parts/shown-text.ts';
import type { ChangeRow, RequestModel, StepModel } from './request-model.ts';

/** Longer than any value of a setting; a card is far smaller. */
const LONGEST = 25_000;

/**
 * A value that people copy from a card. Never cut, and without the invisible isolate for right-to-left text, which
 * would be copied too; the value is alone on its line. `isExact` is false where the text on the card differs from the
 * value in any character.
 */
export function exactValue(raw: string): { readonly text: ShownText; readonly isExact: boolean } {
  const safe = sanitise(raw, LONGEST);
  // Sound: `sanitise` has made it safe, and taking its isolate from both ends adds nothing.
  const text = (safe.startsWith('\u2068') ? safe.slice(1, -1) : safe) as ShownText;
  return { text, isExact: text === raw };
}

/** The only site that links of a handed-over change may lead to; other links are not drawn. */
const PORTAL = 'https://security.microsoft.com/';

const INEXACT =
  'A value below contains characters that cannot be shown as they are. ' +
  'Do not type it from here: withdraw the request, and ask again without them.';

export type HandoverView = Pick<RequestModel, 'handovers' | 'links'> & { readonly warnings: readonly string[] };

/** The steps and the link to the portal, while a change is waiting to be applied by hand. */
export function handoverView({ state, handover }: Request): HandoverView {
  if (state !== 'approved' || !handover) return { handovers: [], links: [], warnings: [] };
  const { link, steps } = handover.steps;
  const values = steps.flatMap(({ fields }) => fields.flatMap((field) => field.values.map(exactValue)));
  return {
    handovers: [{ heading: sanitise('By hand, in the Defender portal'), steps: steps.map(stepModel) }],
    links: link.startsWith(PORTAL) ? [{ title: 'Open in Defender', url: link }] : [],
    warnings: values.some(({ isExact }) => !isExact) ? [INEXACT] : [],
  };
}

function stepModel(step: NonNullable<Request['handover']>['steps']['steps'][number], index: number): StepModel {
  return {
    number: sanitise(`${index + 1}. `),
    title: sanitise(step.title),
    fields: step.fields.map(({ name, values }) =>
      values.length === 0
        ? detail(name, { texts: [sanitise('Leave it empty')] })
        : detail(name, { codes: values.map((value) => exactValue(value).text) }),
    ),
  };
}

/** Bytes of JSON that the rows of a change may take on a card of at most 25 KB. */
const BUDGET = 14_000;

/** What a row costs besides its text. */
const ROW_COST = 420;

/** The old value in a diff for something that does not exist yet. */
const NOTHING = '-';

export interface ShownChange {
  readonly rows: readonly ChangeRow[];
  /** False when anything had to be left out. Such a change cannot be approved, since nobody could see all of it. */
  readonly whole: boolean;
}

/** Tells the rule that nobody approves what they cannot see whole what a card can show. */
export const cardPresentation: Presentation = {
  showsWhole: ({ change, base }) => changeRows(kindOf(change).diff(change, base)).whole,
};

/** The old and new values of a change, every one in full as long as they fit. */
export function changeRows(diff: readonly DiffRow[]): ShownChange {
  const rows: ChangeRow[] = [];
  let left = BUDGET;
  for (const { label, from, to, source } of diff) {
    const was: ChangeRow['was'] = from === NOTHING ? [] : [{ text: arrowFrom(from, BUDGET) }];
    const row = { label: sanitise(label, BUDGET), was, to: sanitise(to, BUDGET), knowns: knownModel(source) };
    left -= ROW_COST + Buffer.byteLength(JSON.stringify(row));
    if (left < 0) return { rows, whole: false };
    rows.push(row);
  }
  return { rows, whole: true };
}

/** How many approvals are named on a card. */
const NAMED_APPROVALS = 6;

/** Of how many of them, the newest, the card says why and since when: reasons are long, and a card has little space. */
const TOLD_APPROVALS = 3;

/** How many parts of a change are named in each list. */
const NAMED_PARTS = 8;

/**
 * Who, why, when: the labelled lines of a request's card, oldest first.
 * @param policy how many approvals it takes, and who may apply it by hand
 * @param told whose session would write, where there is one, and since when approvers were seen
 */
export function requestDetails(
  request: Request,
  status: Status,
  { quorum, implementer = 'anyone' }: Pick<Policy, 'quorum'> & Partial<Pick<Policy, 'implementer'>>,
  { actsAs, seen }: { readonly actsAs: SessionWriter | null; readonly seen: SeenSince },
): readonly Detail[] {
  return [
    ...asking(request),
    ...approvals(request, quorum, seen),
    ...toBeAppliedBy(request, implementer),
    ...appliedByHand(request),
    ...corroboratedBy(request),
    ...ending(request, status),
    ...writer(request, actsAs),
    ...age(request),
    ...clocks(request, status),
    ...(request.digest ? [detail('Digest', { codes: [sanitise(shortDigest(request.digest))] })] : []),
  ];
}

function asking(request: Request): Detail[] {
  const { revertOf, requester, reason, submittedAt } = request;
  return [
    ...(revertOf === null ? [] : [detail('Undoes', { texts: [sanitise(`Request #${revertOf}`)] })]),
    detail('Asked by', {
      ...personParts(requester),
      whens: submittedAt === null ? [] : [moment(submittedAt)],
    }),
    ...(reason ? [detail('Why', { texts: [sanitise(reason, LENGTHS.reason)] })] : []),
  ];
}

function approvals(request: Request, quorum: number, seen: SeenSince): Detail[] {
  const given = request.approvals.slice(0, NAMED_APPROVALS);
  const lines = given.flatMap(({ by, at, ...more }, index) =>
    approvedBy({ by, at, ...(index >= given.length - TOLD_APPROVALS && more) }, seen),
  );
  if (quorum <= 1 || request.submittedAt === null) return lines;
  const count = sanitise(`${request.approvals.length} of ${quorum}`);
  return [...lines, detail('Approvals', { texts: [count] })];
}

/** Who approved and since when they may, and where that is so that nothing proves them to be another person. */
function approvedBy({ by, at, reason, evidence }: Approval, seen: SeenSince): Detail[] {
  const told = evidence?.proof === 'accounts' ? [TWO_ACCOUNTS] : [];
  const since = evidence ? [approverSince(evidence, seen.get(by.oid))] : [];
  return [
    detail('Approved by', { ...personParts(by), whens: [moment(at), ...since, ...told] }),
    ...(reason === undefined ? [] : [detail('Their reason', { texts: [sanitise(reason, LENGTHS.reason)] })]),
  ];
}

/** @param seen when they were first seen with the role; undefined where that is not known */
function approverSince({ since }: Evidence, seen: number | undefined): string {
  if (since.role !== null) return `Approver since ${moment(since.role)}`;
  const said = 'Approver since: the directory does not say';
  return seen === undefined ? said : `${said}; seen since ${moment(seen)}`;
}

const TWO_ACCOUNTS = 'Two accounts acted. Nothing proves that they are two people’s.';

/** The name of a person, and their principal name, which nobody else has. */
function personParts({ name, principalName }: Actor): Partial<Pick<Detail, 'texts' | 'codes'>> {
  return {
    texts: [shownName(name)],
    ...(principalName !== undefined && { codes: [sanitise(principalName, LENGTHS.message)] }),
  };
}

/** Lists what Airlock has read and what somebody attests on separate lines. */
function appliedByHand({ handover, outcome }: Request): Detail[] {
  const attested = handover?.attested;
  const { proof } = outcome ?? {};
  return [
    ...(attested ? attestedBy(attested) : []),
    ...parts('Verified', proof?.verified ?? []),
    ...parts('Attested', outcome?.corroborated ? [] : (proof?.attested ?? [])),
    ...parts('Not shown yet', proof?.unseen ?? []),
    ...parts('Not known', proof?.unknown ?? []),
  ];
}

function attestedBy({ by, at, hasApproved }: NonNullable<NonNullable<Request['handover']>['attested']>): Detail[] {
  const flag = hasApproved ? [ONE_PERSON] : [];
  return [detail('Attested by', { ...personParts(by), whens: [moment(at), ...flag] })];
}

const ONE_PERSON = 'Approved this, too: one person approved and applied it.';

/** The rule about who applies it, told to whoever is about to. */
function toBeAppliedBy({ state, handover, approvals }: Request, implementer: Policy['implementer']): Detail[] {
  if (state !== 'approved' || !handover || implementer === 'anyone') return [];
  const names = approvals.map(({ by }) => by.name);
  const rule = `Somebody other than ${listed(names)}, who approved it, unless fewer than two others may.`;
  return [detail('To apply', { texts: [sanitise(rule)] })];
}

function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

/** What Microsoft's audit log says, in place of what somebody attests. */
function corroboratedBy({ outcome }: Request): Detail[] {
  if (!outcome?.corroborated) return [];
  const { by, name, at } = outcome.corroborated;
  const named =
    by === ''
      ? "Microsoft's audit log, which names nobody"
      : `Microsoft's audit log names ${name ?? `${by}, who is not known in the directory`}`;
  const codes = name === null || by === '' ? [] : [sanitise(by, LENGTHS.message)];
  const what = (outcome.proof?.attested ?? []).map((part) => sanitise(part, LENGTHS.message));
  return [detail('Corroborated', { texts: [...what, sanitise(named)], codes, whens: [moment(at)] })];
}

function parts(label: string, all: readonly string[]): Detail[] {
  if (all.length === 0) return [];
  const named = all.slice(0, NAMED_PARTS).map((part) => sanitise(part, LENGTHS.message));
  const rest = all.length - NAMED_PARTS;
  return [detail(label, { texts: rest > 0 ? [...named, sanitise(`and ${rest} more`)] : named })];
}

function ending({ closing, outcome }: Request, { ended }: Status): Detail[] {
  if (ended === null) return [];
  if (outcome) return [detail(ended, { whens: [moment(outcome.at)] })];
  if (!closing) return [];
  const who = closing.by ? personParts(closing.by) : {};
  const by = detail(ended, { ...who, whens: [moment(closing.at)] });
  if (closing.code !== 'rejected' && closing.code !== 'stopped') return [by];
  return [by, detail('Their reason', { texts: [sanitise(closing.note, LENGTHS.reason)] })];
}

/** Whose session would write, which matters to those who approve; of what was written, whose session did. */
function writer({ state, outcome }: Request, actsAs: SessionWriter | null): Detail[] {
  const writes = state === 'pending' || state === 'approved' ? actsAs : (outcome?.session ?? null);
  if (writes === null) return [];
  const name = writes.source === 'read' ? writes.name : `said to be ${writes.name}`;
  return [detail('Written as', { texts: [sanitise(name, LENGTHS.message)] })];
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
  return [...at('Setting read', sources[0] ?? null), ...at('Devices read', readAt)];
}

function clocks({ waiting, deadline }: Request, status: Status): Detail[] {
  return [...at(status.retry, waiting?.nextAt ?? null), ...at(status.deadline, deadline)];
}

function at(label: string | null, when: number | null): Detail[] {
  return label === null || when === null ? [] : [detail(label, { whens: [moment(when)] })];
}
