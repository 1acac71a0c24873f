import { createHash } from 'node:crypto';
import type { Request } from '../../requests/record/request.ts';
import { isAirlockError } from '../../shared/errors.ts';
import { asJson, type Json } from '../../shared/json.ts';
import { toRequest } from '../bodies/read-rows.ts';
import { isOpen } from '../queries/request-queries.ts';
import { KEEP_AND_COMPARE, nameOf, type RecordFault, TRUST_THE_RECORD } from './record-fault.ts';
import type { RequestRow } from './record-source.ts';
import { askedHash, hashOfJson, type Story } from './story.ts';

/** Milliseconds between the time in an entry and the same time in the row: the clock is read once for each. */
const SAME_TIME = 5_000;

/** What a row says, and what does not hold in it. */
export interface CheckedRow {
  /** Null where the row cannot be read. */
  readonly request: Request | null;
  readonly faults: readonly RecordFault[];
}

/** Compares a row with its story. */
export function checkRow(row: RequestRow, story: Story | undefined): CheckedRow {
  const at = { where: 'the row', request: nameOf({ id: row.id, number: row.number }) };
  const request = readRow(row);
  if (!story) return { request, faults: [{ ...at, what: 'no entry tells of this request', mend: TRUST_THE_RECORD }] };
  if (request === null) return { request, faults: [{ ...at, what: 'it cannot be read', mend: KEEP_AND_COMPARE }] };
  const what = [
    ...columnFaults(row, request),
    ...bodyFaults(row, request, story),
    ...approvalFaults(request, story),
    ...endFaults(request, story),
  ];
  return { request, faults: what.map((one) => ({ ...at, what: one, mend: TRUST_THE_RECORD })) };
}

/** The columns are not read here: they must agree with the body. */
function readRow(
  row: RequestRow,
): (Request & { readonly inBody: { readonly rev: Json; readonly number: Json } }) | null {
  try {
    const body = JSON.parse(row.body) as { rev?: Json; number?: Json };
    return { ...toRequest(row), inBody: { rev: body.rev ?? null, number: body.number ?? null } };
  } catch (error) {
    if (!isAirlockError(error, 'store-corrupt') && !(error instanceof SyntaxError)) throw error;
    return null;
  }
}

function columnFaults(row: RequestRow, request: NonNullable<ReturnType<typeof readRow>>): readonly string[] {
  const columns: Readonly<Record<string, readonly [unknown, unknown]>> = {
    id: [row.id, request.id],
    tenant: [row.tenant, request.tenantId],
    number: [row.number, request.inBody.number],
    rev: [row.rev, request.inBody.rev],
    state: [row.state, request.state],
    requester: [row.requester, request.requester.oid],
    open: [row.open, isOpen(request.state)],
    deadline: [row.deadline, request.deadline],
  };
  return Object.entries(columns)
    .filter(([, [column, body]]) => column !== body)
    .map(([name, [column, body]]) => `its column ${name} says ${column}, and its body says ${body}`);
}

function bodyFaults(row: RequestRow, request: Request, story: Story): readonly string[] {
  const faults: string[] = [];
  const { seq, stored } = story.last;
  if (stored !== null && createHash('sha256').update(row.body).digest('hex') !== stored)
    faults.push(`its body is not what entry ${seq} says was stored`);
  if (row.tenant !== story.tenantId) faults.push('it belongs to another tenant than its entries');
  if (story.number !== null && row.number !== story.number) faults.push(`its entries call it #${story.number}`);
  if (request.rev !== story.rev) faults.push(revFault(request.rev, story));
  if (request.state !== story.state) faults.push(`it is ${request.state}, and its entries lead to ${story.state}`);
  if (request.requester.oid !== story.requester.oid) faults.push('its requester is not who asked, as its entries tell');
  if (request.requester.name !== story.requester.name)
    faults.push('its requester has another name than in its first entry');
  if (askedHash(asJson(request.change), baseOf(request)) !== story.asked)
    faults.push('what it asks for is not what its entries tell');
  return [...faults, ...submitFaults(request, story)];
}

function baseOf({ base }: Request): Json {
  return asJson(base);
}

function revFault(rev: number, story: Story): string {
  const entries = `its entries end at rev ${story.rev} (entry ${story.last.seq})`;
  return rev > story.rev
    ? `it is at rev ${rev}, and ${entries}: entries are missing, or nobody took the step`
    : `it is at rev ${rev}, and ${entries}: the row was put back`;
}

function submitFaults(request: Request, { submitted }: Story): readonly string[] {
  if (submitted === null) return request.digest === null ? [] : ['it has a digest, and no entry tells of a submit'];
  const faults: string[] = [];
  if (request.digest !== submitted.digest) faults.push('its digest is not the one that was submitted');
  if (request.policyVersion !== submitted.policyVersion)
    faults.push('its version of the policy is not the one it was submitted under');
  if (request.reason !== submitted.reason) faults.push('its reason is not the one that was submitted');
  if (!isSameTime(request.submittedAt, submitted.at)) faults.push('its time of submitting is not that of its entry');
  return faults;
}

function isSameTime(inRow: number | null, inEntry: number): boolean {
  return inRow !== null && Math.abs(inRow - inEntry) <= SAME_TIME;
}

/** The row holds exactly the approvals that entries tell of, in their order. */
function approvalFaults(request: Request, story: Story): readonly string[] {
  const inRow = request.approvals;
  const recorded = story.approvals;
  const unrecorded = inRow.filter(({ by }) => !recorded.some(({ oid }) => oid === by.oid));
  const lost = recorded.filter(({ oid }) => !inRow.some(({ by }) => by.oid === oid));
  const moved = inRow.filter(({ by, at }) => recorded.some((one) => one.oid === by.oid && !isSameTime(at, one.at)));
  const faults = [
    ...unrecorded.map(({ by }) => `it names an approval by ${by.name} (${by.oid}), of which no entry tells`),
    ...lost.map(({ oid, seq }) => `it lacks the approval by ${oid} in entry ${seq}`),
    ...moved.map(({ by }) => `its approval by ${by.name} has another time than its entry`),
  ];
  if (faults.length === 0 && inRow.length !== recorded.length) faults.push('it counts an approval twice');
  return faults;
}

/** How it ended, what was handed over, and who reported it as applied. */
function endFaults(request: Request, story: Story): readonly string[] {
  const faults: string[] = [];
  const { closing, outcome, handover } = request;
  const outcomeHash = outcome === null ? null : hashOfJson(asJson(outcome));
  if (outcomeHash !== story.outcome) faults.push('its outcome is not the one that its entries tell');
  const by = closing?.by?.oid ?? 'service';
  if (closing && by !== story.last.actor) faults.push('its entries name somebody else who ended it');
  const steps = handover ? hashOfJson(asJson(handover.steps)) : null;
  if (handover && steps !== story.steps) faults.push('its steps are not those that were handed over');
  if ((handover?.attested?.by.oid ?? null) !== story.attestedBy)
    faults.push('its entries name somebody else who reported it as applied');
  return faults;
}
