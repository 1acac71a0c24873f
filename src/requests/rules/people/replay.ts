import { z } from 'zod';
import { AirlockError, isAirlockError } from '../../../shared/errors.ts';
import { msg, say } from '../../../shared/language/worded.ts';
import type { AuditEntry } from '../../ports/audit-entry.ts';
import type { Services } from '../../ports/services.ts';
import type { Trail } from '../../ports/trail.ts';
import { unseen } from '../../ports/witness.ts';
import { digestOf } from '../../record/digest.ts';
import { isIn, type Request, type RequestIn, type RequestState } from '../../record/request.ts';
import { type ActorRole, nextState, type RequestEvent, TRANSITIONS } from '../../record/transitions.ts';

/**
 * Whether the record tells the same of a request as its row: one submit with this digest, enough approvals with it by
 * the people in the row, every step an allowed one with no rev left out, and each time the row that the step
 * before had stored (docs/architecture.md#keep-a-record).
 * @returns null, or a sentence that says what differs
 */
export function replayFault({ request, stored, entries, sealed, fault }: Trail): string | null {
  if (fault !== null) return fault;
  let told: Told | null = null;
  for (const entry of entries) {
    const next: Told | string = told === null ? begin(entry, sealed) : follow(told, entry, sealed);
    if (typeof next === 'string') return `Entry ${entry.seq} ${next}.`;
    told = next;
  }
  return told === null ? 'The record has no entry of this request.' : rowFault(told, request, stored);
}

/** What the entries have told so far. */
interface Told {
  readonly state: string;
  readonly rev: number;
  readonly number: number | null;
  readonly requester: string;
  /** Of the one submit; null before. */
  readonly digest: string | null;
  /** Object ids of those whose approval counts, in the order of their approvals. */
  readonly approvers: readonly string[];
  /** Why it went ahead on one person's word, as its entry says; null where it did not. */
  readonly alone: string | null;
  /** How many approvals it took, as the entry that completed them says. */
  readonly quorum: number | null;
  /** SHA-256 of the row after the last entry; null where neither it nor a sealing says. */
  readonly stored: string | null;
}

const step = z.object({
  number: z.number(),
  rev: z.number(),
  from: z.string(),
  to: z.string(),
  digest: z.string().nullable(),
  quorum: z.number().optional(),
  alone: z.string().optional(),
  stored: z.string().optional(),
  before: z.string().nullable().optional(),
  lapsed: z.array(z.object({ by: z.object({ oid: z.string() }) })).optional(),
});

const draft = z.object({ number: z.number().optional(), rev: z.number().optional(), stored: z.string().optional() });

function begin({ event, actor, data, seq, keyId }: AuditEntry, sealed: Trail['sealed']): Told | string {
  const read = draft.safeParse(data).data;
  if (event !== 'request.drafted' || !read) return 'is the first of this request, and not of its draft';
  if (keyId !== null && (read.stored === undefined || read.rev !== 1)) return 'does not say what was stored';
  const { number = null, stored } = read;
  const none = { digest: null, approvers: [], alone: null, quorum: null };
  const told = { state: 'draft', rev: 1, number, requester: actor, ...none };
  return { ...told, stored: stored ?? sealedRow(sealed, { seq, rev: 1 }) };
}

/** What a sealing says of the row, where the unsigned entry before it was the last one of the request. */
function sealedRow(sealed: Trail['sealed'], { seq, rev }: { seq: number; rev: number }): string | null {
  return sealed !== null && seq < sealed.seq && rev === sealed.rev ? sealed.stored : null;
}

function follow(told: Told, entry: AuditEntry, sealed: Trail['sealed']): Told | string {
  const read = step.safeParse(entry.data).data;
  if (!read) return 'cannot be read as a step of a request';
  const { rev, number, quorum, stored } = read;
  const fault = stepFault(told, entry, read);
  if (fault !== null) return fault;
  const event = eventOf(entry);
  const digest = event === 'submit' ? read.digest : told.digest;
  return {
    ...told,
    state: read.to,
    rev,
    number,
    digest,
    approvers: approversAfter(told.approvers, event, entry, read),
    alone: event === 'proceed' ? (read.alone ?? '') : told.alone,
    quorum: event === 'approve' ? (quorum ?? null) : told.quorum,
    stored: stored ?? sealedRow(sealed, { seq: entry.seq, rev }),
  };
}

function stepFault(told: Told, entry: AuditEntry, read: z.infer<typeof step>): string | null {
  if (read.rev !== told.rev + 1) return `has rev ${read.rev} after rev ${told.rev}: a step is missing`;
  if (told.number !== null && read.number !== told.number) return 'is about another number';
  if (read.from !== told.state) return `begins at ${read.from}, though the request was ${told.state}`;
  const event = eventOf(entry);
  if (event === 'submit' && told.digest !== null) return 'submits the request a second time';
  if (event !== 'submit' && read.digest !== told.digest)
    return 'is about another digest than the one that was submitted';
  return edgeFault(told, entry, read.to) ?? (entry.keyId === null ? null : signedFault(told, read));
}

/** Each signed step says what it found stored and what it left there. */
function signedFault(told: Told, { stored, before }: z.infer<typeof step>): string | null {
  if (stored === undefined || before === undefined) return 'does not say what was stored';
  return before === told.stored ? null : 'found another row than the step before it had stored';
}

/** Names of events in the record of release 0.1.0. */
const FORMER: Readonly<Record<string, string>> = {
  settle: 'record-outcome',
  lose: 'outcome-unknown',
  find: 'already-in-place',
  void: 'stale',
};

function eventOf({ event, keyId }: AuditEntry): string {
  const name = event.replace(/^request\./, '');
  return keyId === null ? (FORMER[name] ?? name) : name;
}

function edgeFault(told: Told, entry: AuditEntry, to: string): string | null {
  const event = eventOf(entry);
  if (!isEvent(event)) return 'is of a step that Airlock does not know';
  const role: ActorRole =
    entry.actor === 'service' ? 'service' : entry.actor === told.requester ? 'requester' : 'approver';
  try {
    // Sound: an edge lists the states that it may begin at, and any other text is in none of the lists.
    return nextState(told.state as Request['state'], event, role) === to
      ? null
      : `leads to ${to}, which is no such step`;
  } catch (error) {
    if (!isAirlockError(error, 'wrong-state', 'not-allowed')) throw error;
    return `is no step that ${role === 'service' ? 'the service' : `the ${role}`} can take from ${told.state}`;
  }
}

function isEvent(name: string): name is RequestEvent {
  return Object.hasOwn(TRANSITIONS, name);
}

function approversAfter(
  approvers: readonly string[],
  event: string,
  { actor }: AuditEntry,
  { lapsed = [] }: z.infer<typeof step>,
): readonly string[] {
  const left = approvers.filter((oid) => !lapsed.some(({ by }) => by.oid === oid));
  if (event === 'approve' || event === 'endorse') return [...left, actor];
  return event === 'take-back' ? left.filter((oid) => oid !== actor) : left;
}

function rowFault(told: Told, request: Request, stored: string): string | null {
  const { rev, state, number, requester, digest, approvals } = request;
  if (told.state !== state || told.rev !== rev)
    return `The record leads to ${told.state} at rev ${told.rev}, and what is stored is ${state} at rev ${rev}.`;
  if (told.number !== number) return 'What is stored has another number than the record says.';
  if (told.requester !== requester.oid) return 'What is stored names another requester than the record.';
  if (told.digest === null || told.digest !== digest) return 'What is stored has another digest than was submitted.';
  const stands = approvals.map(({ by }) => by.oid);
  if (!stands.every((oid) => told.approvers.includes(oid)))
    return 'What is stored names an approval that the record does not have.';
  if (new Set(stands).size !== stands.length) return 'Somebody approved more than once.';
  if ((request.alone?.why ?? null) !== told.alone)
    return 'The record does not say that it went ahead on one person’s word as it is stored.';
  const isEnough = told.alone === null ? told.quorum !== null && stands.length >= told.quorum : true;
  if (!isEnough) return 'The record has too few approvals.';
  return told.stored === stored ? null : 'What is stored is not what the last step had stored.';
}

/**
 * Replays a request from the signed record before anything more is sent to Defender, or signed, on its strength: that
 * it began, or was written, proves nothing, since the row that says so can be changed.
 * @param act what is not done where it differs, for the log
 * @returns the request as it was compared: go on with this one alone
 * @throws AirlockError record-broken where the record tells otherwise, and then nothing is to be done; rev-conflict
 * where somebody was faster; store-corrupt
 */
export async function provenRequest<S extends RequestState>(
  { store, log, meter, tenantId }: Services,
  { id, rev, number }: Request,
  states: readonly S[],
  act: 'write' | 'cancel' | 'ratify',
): Promise<RequestIn<S>> {
  const trail = await store.trail(tenantId, id);
  const request = trail?.request;
  if (!request || request.rev !== rev || !isIn(request, states))
    throw new AirlockError('rev-conflict', 'Somebody else was faster. This is the request as it is now.');
  if (!trail.isCurrent && act !== 'ratify') throw unseen();
  const isOther = digestOf({ ...request, tenantId }) !== request.digest;
  const why = isOther ? 'What is stored has another digest than was submitted.' : replayFault(trail);
  if (why === null) return request;
  log.error({ requestId: id, number, act, why }, 'nothing more is sent: the request is not as recorded');
  meter.count('recordFaults', { kind: 'mismatch' });
  throw new AirlockError('record-broken', say(NOT_PROVEN));
}

const NOT_PROVEN = msg`The record does not show what is stored of this request, so nothing more is done with it. Tell whoever operates Airlock.`;
