import { whyLapsedWords } from '../../../requests/messages/decision-words.ts';
import type { Status } from '../../../requests/messages/state-catalogue/status-of.ts';
import { leftWords } from '../../../requests/messages/state-catalogue/undone-words.ts';
import { nameIn } from '../../../requests/record/actor-names.ts';
import type { Policy } from '../../../requests/record/digest.ts';
import type { Actor, Approval, Corroboration, Request } from '../../../requests/record/request.ts';
import { givenOf } from '../../../requests/record/request.ts';
import { byWordAlone, proofWords, switchParts } from '../../../requests/record/told-by-request.ts';
import { sayNote } from '../../../shared/language/stored-notes.ts';
import { inWords, utcWords } from '../../../shared/language/time-words.ts';
import { inEnglish, msg, say, t } from '../../../shared/language/worded.ts';
import { type Detail, detail, LENGTHS, moment, sanitise, shownPerson } from '../parts/shown-text.ts';
import type { RequestModel } from './request-model.ts';

/** How many approvals are named on a card. */
const NAMED_APPROVALS = 6;

/** Of how many of them, the newest, the card says why: reasons are long, and a card has little space. */
const TOLD_APPROVALS = 3;

/** How many of the requests that undid it are named. */
const NAMED_UNDOING = 3;

/** How many parts of a change are named in each list. */
const NAMED_PARTS = 8;

const TWO_ACCOUNTS = msg`Two accounts acted. Nothing proves that they are two people’s.`;
const MAYBE_ONE_PERSON = msg`Nothing proves that this is another person than who approved it.`;
const ONE_PERSON = msg`Approved this, too: one person approved and applied it.`;

/** What stands on the face of a card besides the change: who decided, why, how it ended. Oldest first. */
export function requestFacts(
  request: Request,
  status: Status,
  { implementer = 'anyone' }: Partial<Pick<Policy, 'implementer'>>,
): readonly Detail[] {
  const { revertOf, waiting } = request;
  return [
    ...(revertOf === null ? [] : [detail(t`Undoes`, { texts: [sanitise(t`Request #${revertOf}`)] })]),
    ...wentAhead(request),
    ...approvals(request),
    ...lapsed(request),
    ...halted(request),
    ...toBeAppliedBy(request, implementer),
    ...appliedByHand(request),
    ...corroboratedBy(request),
    ...corroboratedParts(request),
    ...ending(request, status),
    ...undoneByLater(request),
    ...(status.retry === null || !waiting ? [] : [detail(status.retry, { whens: [moment(waiting.nextAt)] })]),
  ];
}

/** Milliseconds that nobody would call a length of time. */
const AT_ONCE = 5_000;

/** "9:12, 7 minutes after it was asked": the length of time is between two moments that stay, so it stays true. */
function after(request: Request, at: number): string {
  const { submittedAt } = request;
  if (submittedAt === null || at <= submittedAt) return moment(at);
  const later = at - submittedAt;
  return later < AT_ONCE ? t`${moment(at)}, at once` : t`${moment(at)}, ${inWords(later)} after it was asked`;
}

const WHY_ALONE = {
  'few-devices': msg`a scan of so few devices needs no approval`,
  emergency: msg`an emergency`,
} as const;

/** Who stopped it while it was written item by item, and who cancelled in Defender what had not ended. */
function halted(request: Request): Detail[] {
  const stop = 'halted' in request ? request.halted : undefined;
  const cancel = request.outcome?.cancelled;
  const said = (label: string, { by, at }: { readonly by: Actor; readonly at: number }) =>
    detail(label, { texts: [shownPerson(by.name, nameIn(request, by))], whens: [moment(at)] });
  const followed = request.outcome?.followed;
  const isCancelled = followed?.isOver || (followed?.counts.Cancelled ?? 0) > 0;
  const label = isCancelled ? t`Cancelled by` : t`Cancelling asked for by`;
  return [...(stop ? [said(t`Stopped by`, stop)] : []), ...(cancel ? [said(label, cancel)] : [])];
}

/** Which later requests undid it, or a part of it. */
function undoneByLater({ outcome }: Request): Detail[] {
  return (outcome?.undoneBy ?? []).slice(-NAMED_UNDOING).map(({ request, at, isWhole, left }) =>
    detail(isWhole ? t`Undone by` : t`Undone in part by`, {
      texts: [sanitise(t`Request #${request}`), ...(left ? [sanitise(leftWords(left))] : [])],
      whens: [moment(at)],
    }),
  );
}

/** Who let it go ahead alone, and how the debt of an emergency was settled. */
function wentAhead(request: Request): Detail[] {
  const { alone } = request;
  if (!alone) return [];
  const settled = alone.why === 'emergency' && alone.settled?.how === 'undone' ? alone.settled : null;
  const isTold = request.outcome?.undoneBy?.some((one) => one.request === settled?.request);
  const undone = isTold ? null : settled;
  return [
    detail(t`No approval`, {
      texts: [shownPerson(alone.by.name, nameIn(request, alone.by)), sanitise(say(WHY_ALONE[alone.why]))],
      whens: [after(request, alone.at)],
    }),
    ...(undone
      ? [detail(t`Undone by`, { texts: [sanitise(t`Request #${undone.request}`)], whens: [moment(undone.at)] })]
      : []),
  ];
}

function approvals(request: Request): Detail[] {
  const given = givenOf(request).slice(0, NAMED_APPROVALS);
  return given.flatMap((approval, index) => approved(request, approval, index >= given.length - TOLD_APPROVALS));
}

/** Whose approval counts no longer, of the newest, while others have to decide in their place. */
function lapsed(request: Request): Detail[] {
  if (request.state !== 'pending') return [];
  return (request.lapsed ?? []).slice(-TOLD_APPROVALS).map((one) =>
    detail(t`No longer counts`, {
      texts: [shownPerson(one.by.name, nameIn(request, one.by)), sanitise(whyLapsedWords(one), LENGTHS.message)],
      whens: [moment(one.at)],
    }),
  );
}

function approved(request: Request, { by, at, reason, evidence }: Approval, isTold: boolean): Detail[] {
  const { alone } = request;
  const isLate = alone?.why === 'emergency' && at > alone.until;
  const flags = [
    ...(isLate ? [t`late: it was due ${utcWords(alone.until)}`] : []),
    ...(evidence?.proof === 'accounts' ? [say(TWO_ACCOUNTS)] : []),
  ];
  const why = isTold && reason !== undefined ? [reason] : [];
  return [
    detail(t`Approved by`, {
      texts: [shownPerson(by.name, nameIn(request, by))],
      whens: [after(request, at), ...flags],
    }),
    ...why.map((text) => detail(t`Their reason`, { texts: [sanitise(text, LENGTHS.reason)] })),
  ];
}

/** How many approvals it takes, where it takes more than one. */
export function quorumOf({ approvals: given, submittedAt }: Request, quorum: number): RequestModel['quorums'] {
  if (quorum <= 1 || submittedAt === null) return [];
  return [
    {
      text: sanitise(t`${given.length} of ${quorum} approvals`),
      value: Math.min(given.length, quorum),
      max: quorum,
      color: given.length >= quorum ? 'Good' : 'Accent',
    },
  ];
}

/** How many actions on devices have ended as asked, while and after they are followed; null where none is. */
export function progressOf({ outcome }: Request): RequestModel['quorums'] | null {
  const { total, Succeeded: done = 0 } = outcome?.followed?.counts ?? {};
  if (total === undefined || total === 0) return null;
  return [
    {
      text: sanitise(t`${done} of ${total} done`),
      value: Math.min(done, total),
      max: total,
      color: done >= total ? 'Good' : 'Accent',
    },
  ];
}

/** In how many parts a bar of time is drawn: it says about how far, and the sentence beside it says until when. */
const PARTS = 8;

/**
 * Until when, and how long that is in all: both stay as they are, so the line never goes stale. The bar is as old as
 * the card.
 */
export function clockOf(request: Request, { deadline: label }: Status, now: number): RequestModel['clocks'] {
  const { deadline } = request;
  if (label === null || deadline === null) return [];
  const { since, span } = spanOf(request);
  const whole = deadline - since;
  const until = `${label} ${moment(deadline)}`;
  const text = whole > 0 && span !== null ? `${until} · ${span(shortly(whole))}` : until;
  if (whole <= 0 || deadline <= now) return [{ text, bars: [] }];
  const value = Math.max(0, Math.floor(((now - since) * PARTS) / whole));
  return [{ text, bars: [{ value, max: PARTS, color: value >= PARTS - 2 ? 'Warning' : 'Accent' }] }];
}

/** A length of time so short that a phone shows the line of the deadline whole: "4 h". */
function shortly(ms: number): string {
  const [count, unit = ''] = inEnglish(() => inWords(ms)).split(' ');
  if (unit.startsWith('minute')) return t`${count} min`;
  return unit.startsWith('hour') ? t`${count} h` : inWords(ms);
}

/** What began the time that is left, and the words for how long that is; null where the deadline says enough. */
function spanOf({ state, createdAt, submittedAt, approvals: given }: Request): {
  since: number;
  span: ((time: string) => string) | null;
} {
  const approvedAt = state === 'approved' ? given.at(-1)?.at : undefined;
  if (approvedAt !== undefined) return { since: approvedAt, span: (time) => t`${time} to apply it` };
  if (submittedAt === null) return { since: createdAt, span: null };
  return { since: submittedAt, span: (time) => t`open ${time}` };
}

/** Lists what Airlock has read and what somebody attests on separate lines. */
function appliedByHand(request: Request): Detail[] {
  const { handover } = request;
  const attested = handover?.attested;
  return [
    ...(attested
      ? [
          detail(t`Attested by`, {
            texts: [shownPerson(attested.by.name, nameIn(request, attested.by))],
            whens: [
              after(request, attested.at),
              ...(attested.hasApproved ? [say(ONE_PERSON)] : []),
              ...(attested.isUnproven ? [say(MAYBE_ONE_PERSON)] : []),
            ],
          }),
        ]
      : []),
    ...(request.change.kind === 'several' ? [] : provenParts(request)),
  ];
}

/** What was read back and what is attested, part by part; of several changes a sentence says it on the face. */
export function provenParts(request: Request): Detail[] {
  const { proof } = request.outcome ?? {};
  return [
    ...parts(t`Read back`, proof?.verified ?? []),
    ...parts(t`Attested`, byWordAlone(request)),
    ...parts(t`Not shown yet`, proof?.unseen ?? []),
    ...parts(t`Not known`, proof?.unknown ?? []),
    ...parts(t`Not written`, proof?.unwritten ?? []),
  ];
}

function parts(label: string, all: readonly string[]): Detail[] {
  if (all.length === 0) return [];
  const named = all.slice(0, NAMED_PARTS).map((part) => sanitise(sayNote(part), LENGTHS.message));
  const rest = all.length - NAMED_PARTS;
  return [detail(label, { texts: rest > 0 ? [...named, sanitise(t`and ${rest} more`)] : named })];
}

/** The rule about who applies it, told to whoever is about to. */
function toBeAppliedBy(request: Request, implementer: Policy['implementer']): Detail[] {
  const { state, handover, approvals: given } = request;
  if (state !== 'approved' || !handover || implementer === 'anyone') return [];
  const names = given.map(({ by }) => nameIn(request, by));
  const rule = t`Somebody other than ${listed(names)}, who approved it, unless fewer than two others may.`;
  return [detail(t`To apply`, { texts: [sanitise(rule)] })];
}

function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : t`${names.slice(0, -1).join(', ')} and ${last}`;
}

/** What Microsoft's audit log says, in place of what somebody attests. */
function corroboratedBy({ outcome }: Request): Detail[] {
  if (!outcome?.corroborated) return [];
  const what = (outcome.proof?.attested ?? []).map((part) => sanitise(sayNote(part), LENGTHS.message));
  return [loggedAs(what, outcome.corroborated)];
}

/** The same of each of several changes that the log has a record of. */
function corroboratedParts({ change, outcome }: Request): Detail[] {
  const told = outcome?.corroboratedParts ?? [];
  return told.map(({ part, log }) => {
    const words = switchParts(change).find(({ number }) => number === part);
    return loggedAs(words ? [sanitise(sayNote(proofWords(words)))] : [], log);
  });
}

function loggedAs(what: Detail['texts'], { by, name, at }: Corroboration): Detail {
  const named =
    by === ''
      ? t`Microsoft's audit log, which names nobody`
      : t`Microsoft's audit log names ${name ?? t`${by}, who is not known in the directory`}`;
  const codes = name === null || by === '' ? [] : [sanitise(by, LENGTHS.message)];
  return detail(t`Corroborated`, { texts: [...what, sanitise(named)], codes, whens: [moment(at)] });
}

function ending(request: Request, { ended }: Status): Detail[] {
  const { closing, outcome } = request;
  if (ended === null) return [];
  if (outcome) return [detail(ended, { whens: [after(request, outcome.at)] })];
  if (!closing) return [];
  const texts = closing.by ? [shownPerson(closing.by.name, nameIn(request, closing.by))] : [];
  const by = detail(ended, { texts, whens: [after(request, closing.at)] });
  if (closing.code !== 'rejected' && closing.code !== 'stopped') return [by];
  return [by, detail(t`Their reason`, { texts: [sanitise(closing.note, LENGTHS.reason)] })];
}
