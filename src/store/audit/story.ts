import { parseChange } from '../../changes/registry/kind-of.ts';
import type { AuditEntry } from '../../requests/ports/audit-entry.ts';
import { shortId } from '../../requests/record/account-seen.ts';
import { AskedBefore, askedHash, hashOfJson } from '../../requests/record/digest.ts';
import type { RequestState } from '../../requests/record/request.ts';
import { isAirlockError } from '../../shared/errors.ts';
import type { RequestId, TenantId } from '../../shared/ids.ts';
import type { Json } from '../../shared/json.ts';
import { type DraftedEntry, readEntry, type StepEntry } from './read-entry.ts';

/** An approval as the record has it. */
interface RecordedApproval {
  readonly oid: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly seq: number;
}

/** What was submitted. */
interface Submitted {
  /** What of it may go ahead on one person's word, or says of what did. */
  readonly reach: AloneReach | null;
  readonly digest: string | null;
  readonly policyVersion: string;
  readonly reason: string;
  readonly at: number;
}

type NotedStep =
  | 'approve'
  | 'start'
  | 'cancel'
  | 'halt'
  | 'write-rest'
  | 'attest'
  | 'outcome-unknown'
  | 'expire'
  | 'reconcile-applied'
  | 'reconcile-failed'
  | 'record-outcome'
  | 'fail'
  | 'surface';

const NONE_NOTED: Readonly<Record<NotedStep, readonly number[]>> = {
  approve: [],
  start: [],
  cancel: [],
  halt: [],
  'write-rest': [],
  attest: [],
  'outcome-unknown': [],
  expire: [],
  'reconcile-applied': [],
  'reconcile-failed': [],
  'record-outcome': [],
  fail: [],
  surface: [],
};

/** A request as its entries tell it. Large values are kept as their SHA-256. */
export interface Story {
  readonly id: RequestId;
  readonly tenantId: TenantId;
  /** Null as long as only its draft is recorded, which had no number in release 0.1.0. */
  readonly number: number | null;
  readonly rev: number;
  readonly state: RequestState;
  readonly requester: { readonly oid: string; readonly name: string };
  /** Employee ids that were compared, by the object id of whoever carries them. */
  readonly employeeIds: ReadonlyMap<string, readonly string[]>;
  /** `askedHash` of change and base. */
  readonly asked: string;
  readonly submitted: Submitted | null;
  /** Those that were given, not taken back, and count still. */
  readonly approvals: readonly RecordedApproval[];
  /** How many of them count: fewer where whoever had approved has left the directory. */
  readonly counting: number;
  /** The revs after each step that may file work, or end it. */
  readonly revs: Readonly<Record<NotedStep, readonly number[]>>;
  /** Whether a release that did not sign recorded an approval that met the quorum. */
  readonly approvedUnsigned: boolean;
  /** SHA-256 of the steps that were handed over; null where none were. */
  readonly steps: string | null;
  /** Whether its last write began item by item. */
  readonly isByItems: boolean;
  readonly attestedBy: string | null;
  /** The revs after each step by which something was seen that had not shown at the end. */
  readonly seen: readonly number[];
  /** SHA-256 of the outcome; null before. */
  readonly outcome: string | null;
  readonly last: {
    readonly seq: number;
    readonly at: number;
    readonly actor: string;
    readonly stored: string | null;
    readonly isSigned: boolean;
    /** That Airlock stopped it there, since its row was not as recorded. */
    readonly isStop: boolean;
  };
}

/** The story that begins with a draft. */
export function begin({ id, entry, facts }: DraftedEntry): Story {
  return {
    id,
    tenantId: entry.tenantId,
    number: facts.number ?? null,
    rev: 1,
    state: 'draft',
    requester: { oid: entry.actor, name: facts.name },
    employeeIds: new Map(),
    asked: askedHash(facts.change, facts.base),
    submitted: null,
    approvals: [],
    counting: 0,
    revs: NONE_NOTED,
    approvedUnsigned: false,
    steps: null,
    isByItems: false,
    attestedBy: null,
    seen: [],
    outcome: null,
    last: lastOf(entry, facts.stored, false),
  };
}

/** The story that these entries of one request tell; null where they begin with no draft, or one cannot be read. */
export function storyIn(entries: readonly AuditEntry[]): Story | null {
  const asked = new AskedBefore<AuditEntry>();
  let story: Story | null = null;
  for (const entry of entries) {
    const read = readEntry(asked.read(entry).entry);
    if (read.kind === 'other') continue;
    if (read.kind === 'unread' || (read.kind === 'drafted') !== (story === null)) return null;
    story = read.kind === 'drafted' ? begin(read) : story && after(story, read);
  }
  return story;
}

/** The story after a step, as the entry tells it, whether or not the step was allowed. */
export function after(story: Story, step: StepEntry): Story {
  return { ...story, ...everyStep(story, step), ...ownOf(story, step) };
}

/** What a step changes that others do not. */
function ownOf(story: Story, { entry, event, facts }: StepEntry): Partial<Story> {
  const name: string = event;
  switch (name) {
    case 'revise':
      return { asked: askedHash(facts.change, facts.base) };
    case 'submit':
      return { submitted: submittedOf(facts, entry.at) };
    case 'endorse':
    case 'approve':
      return approvedBy(story, { entry, event, facts });
    case 'lapse':
      return counted(withoutLapsed(story.approvals, facts), facts);
    case 'start':
    case 'write-rest':
      return begunBy(story, name, facts);
    case 'proceed':
      return { revs: noted(story, 'approve', facts.rev) };
    case 'take-back':
      return counted(without(story.approvals, entry.actor), facts);
    case 'surface':
      return { ...endedBy(facts), ...surfacedBy(story, facts, facts.rev) };
    case 'cancel':
    case 'halt':
    case 'outcome-unknown':
    case 'expire':
    case 'reconcile-applied':
    case 'reconcile-failed':
    case 'record-outcome':
    case 'fail':
      return { ...endedBy(facts), revs: noted(story, name, facts.rev) };
    case 'attest':
      return { attestedBy: entry.actor, revs: noted(story, name, facts.rev) };
    case 'contradict':
      return { attestedBy: null };
    case 'hand-over':
      return { steps: hashOfJson(facts.steps ?? null) };
    default:
      return endedBy(facts);
  }
}

function everyStep(
  { employeeIds }: Story,
  { entry, event, facts }: Pick<StepEntry, 'entry' | 'event' | 'facts'>,
): Pick<Story, 'number' | 'rev' | 'state' | 'employeeIds' | 'last'> {
  const { number, rev, to } = facts;
  const ids = new Map(employeeIds).set(entry.actor, employeeIdsOf(facts));
  return {
    number,
    rev,
    state: to,
    employeeIds: ids,
    last: lastOf(entry, facts.stored, isStop({ entry, event, facts })),
  };
}

/** Whether a write began item by item. */
function begunBy(story: Story, step: 'start' | 'write-rest', facts: StepEntry['facts']): Partial<Story> {
  return 'items' in facts ? { isByItems: true, revs: noted(story, step, facts.rev) } : { isByItems: false };
}

function without(approvals: Story['approvals'], person: string): Story['approvals'] {
  return approvals.filter(({ oid }) => oid !== person);
}

/** What an approval adds. */
function approvedBy(
  story: Story,
  { entry, event, facts }: Pick<StepEntry, 'entry' | 'event' | 'facts'>,
): Partial<Story> {
  const approvals = [...withoutLapsed(story.approvals, facts), { oid: entry.actor, at: entry.at, seq: entry.seq }];
  if (event === 'endorse') return counted(approvals, facts);
  const approvedUnsigned = story.approvedUnsigned || entry.keyId === null;
  return { ...counted(approvals, facts), revs: noted(story, 'approve', facts.rev), approvedUnsigned };
}

function withoutLapsed(approvals: Story['approvals'], { lapsed = [] }: StepEntry['facts']): Story['approvals'] {
  return approvals.filter(({ oid }) => !lapsed.some(({ by }) => by.oid === oid));
}

function endedBy({ outcome }: StepEntry['facts']): Partial<Pick<Story, 'outcome'>> {
  return outcome === undefined ? {} : { outcome: hashOfJson(outcome) };
}

/** What a record alone tells of is looked for on. */
function surfacedBy(story: Story, { outcome }: StepEntry['facts'], rev: number): Pick<Story, 'revs' | 'seen'> {
  const isWatched = typeof outcome === 'object' && outcome !== null && 'watchedUntil' in outcome;
  return { revs: noted(story, 'surface', rev), seen: isWatched ? story.seen : [...story.seen, rev] };
}

function counted(approvals: Story['approvals'], facts: StepEntry['facts']): Pick<Story, 'approvals' | 'counting'> {
  return { approvals, counting: Math.min(approvals.length, facts.approvals ?? approvals.length) };
}

/** The story of a request whose row a later entry vouches for. */
export function vouchedFor(story: Story, stored: string): Story {
  return { ...story, last: { ...story.last, stored } };
}

export function employeeIdsOf({ person }: Pick<StepEntry['facts'], 'person'>): readonly string[] {
  return (person?.marks ?? []).filter(({ kind }) => kind === 'employee-id').map(({ value }) => shortId(value));
}

function submittedOf(facts: StepEntry['facts'], at: number): Submitted {
  const { digest, policyVersion = '', reason = '', change } = facts;
  return { digest, policyVersion, reason, at, reach: reachOf(change ?? null) };
}

function noted({ revs }: Story, event: keyof Story['revs'], rev: number): Story['revs'] {
  return { ...revs, [event]: [...revs[event], rev] };
}

function lastOf(
  { seq, at, actor, keyId }: DraftedEntry['entry'],
  stored: string | undefined,
  isStopped: boolean,
): Story['last'] {
  return { seq, at, actor, stored: stored ?? null, isSigned: keyId !== null, isStop: isStopped };
}

/**
 * Whether the service signed that it ends the request there, since its row was not as recorded; or that a draft which
 * somebody discarded was not.
 */
export function isStop({ entry, event, facts }: Pick<StepEntry, 'entry' | 'event' | 'facts'>): boolean {
  const isEnd = entry.actor === 'service' || event === 'discard';
  return entry.keyId !== null && isEnd && facts.cause === 'record-mismatch';
}

/**
 * What of a change may go ahead on one person's word: a scan of so many devices, or an act; or which emergency it says
 * to be settled, by its number.
 */
type AloneReach = { readonly scanned: number } | { readonly act: string } | { readonly settles: number };

function reachOf(change: Json): AloneReach | null {
  try {
    const read = parseChange(change);
    if (read.kind === 'antivirus-scan') return { scanned: read.devices.length };
    if (read.kind === 'settled-emergency') return { settles: read.number };
    return read.kind === 'response-actions' ? { act: read.act } : null;
  } catch (error) {
    if (!isAirlockError(error, 'input-invalid')) throw error;
    return null;
  }
}
