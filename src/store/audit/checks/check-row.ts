import { askedHash, hashOfJson } from '../../../requests/record/digest.ts';
import type { Request } from '../../../requests/record/request.ts';
import { isAirlockError } from '../../../shared/errors.ts';
import { asJson, type Json } from '../../../shared/json.ts';
import { toRequest } from '../../bodies/read-rows.ts';
import { isOpen } from '../../queries/request-queries.ts';
import { sha256 } from '../../record/entry.ts';
import { KEEP_AND_COMPARE, nameOf, type RecordFault, stoppedAt, TRUST_THE_RECORD } from '../record-fault.ts';
import type { RequestRow } from '../record-source.ts';
import type { Story } from '../story.ts';

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
  const untrue = [...storedFaults(row, story), ...toldFaults({ ...request, tenantId: row.tenant }, story)];
  const faultOf = (what: string): RecordFault => ({ ...at, what, mend: TRUST_THE_RECORD });
  const isLeft = story.last.isStop && sha256(row.body) === story.last.stored;
  // Nothing was made of a draft that was discarded: what its row says, the entry of that has told once.
  const isToldOnce = isLeft && story.state === 'discarded';
  const inBody = (isToldOnce ? [] : untrue).map((one) =>
    isLeft ? stoppedAt(story.last.seq, faultOf(one)) : faultOf(one),
  );
  return { request, faults: [...columnFaults(row, request).map(faultOf), ...inBody] };
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

function storedFaults({ body }: RequestRow, { last: { seq, stored } }: Story): readonly string[] {
  return stored === null || sha256(body) === stored ? [] : [`its body is not what entry ${seq} says was stored`];
}

/** Where a request is not what its entries tell, in clauses; the hash of its row is not looked at. */
export function toldFaults(request: Request, story: Story): readonly string[] {
  return [...bodyFaults(request, story), ...approvalFaults(request, story), ...unsignedFaults(request, story)];
}

function bodyFaults(request: Request, story: Story): readonly string[] {
  const faults: string[] = [];
  if (request.tenantId !== story.tenantId) faults.push('it belongs to another tenant than its entries');
  if (story.number !== null && request.number !== story.number) faults.push(`its entries call it #${story.number}`);
  if (request.rev !== story.rev) faults.push(revFault(request.rev, story));
  if (request.state !== story.state) faults.push(`it is ${request.state}, and its entries lead to ${story.state}`);
  if (request.requester.oid !== story.requester.oid) faults.push('its requester is not who asked, as its entries tell');
  if (request.digest !== (story.submitted?.digest ?? null)) faults.push('its digest is not the one that was submitted');
  if (askedHash(asJson(request.change), asJson(request.base)) !== story.asked)
    faults.push('what it asks for is not what its entries tell');
  return faults;
}

function revFault(rev: number, story: Story): string {
  const entries = `its entries end at rev ${story.rev} (entry ${story.last.seq})`;
  return rev > story.rev
    ? `it is at rev ${rev}, and ${entries}: entries are missing, or nobody took the step`
    : `it is at rev ${rev}, and ${entries}: the row was put back`;
}

/** The row holds approvals that entries tell of, in their order, and as many as count. */
function approvalFaults(request: Request, story: Story): readonly string[] {
  const inRow = request.approvals;
  const recorded = story.approvals;
  const faults = inRow
    .filter(({ by }) => !recorded.some(({ oid }) => oid === by.oid))
    .map(({ by }) => `it names an approval by ${by.name} (${by.oid}), of which no entry tells`);
  const people = new Set(inRow.map(({ by }) => by.oid)).size;
  if (inRow.length !== people) faults.push('it counts an approval twice');
  if (people < story.counting) faults.push(`it has ${people} approvals, and its entries tell of ${story.counting}`);
  return faults;
}

/** What an unsigned entry tells of its row beside all that; a signed one vouches for the whole row. */
function unsignedFaults(request: Request, story: Story): readonly string[] {
  if (story.last.stored !== null) return [];
  const { closing, outcome, handover, approvals } = request;
  const { submitted } = story;
  const differs: Readonly<Record<string, boolean>> = {
    'its requester has another name than in its first entry': request.requester.name !== story.requester.name,
    'its version of the policy is not the one it was submitted under':
      submitted !== null && request.policyVersion !== submitted.policyVersion,
    'its reason is not the one that was submitted': submitted !== null && request.reason !== submitted.reason,
    'its time of submitting is not that of its entry': !isSameTime(request.submittedAt, submitted?.at ?? null),
    'an approval has another time than its entry': approvals.some(
      ({ by, at }) => !story.approvals.some((one) => one.oid === by.oid && isSameTime(at, one.at)),
    ),
    'its outcome is not the one that its entries tell': hashOrNull(outcome) !== story.outcome,
    'its entries name somebody else who ended it':
      closing !== null && (closing.by?.oid ?? 'service') !== story.last.actor,
    'its steps are not those that were handed over': handover !== null && hashOrNull(handover.steps) !== story.steps,
    'its entries name somebody else who reported it as applied':
      (handover?.attested?.by.oid ?? null) !== story.attestedBy,
  };
  return Object.keys(differs).filter((what) => differs[what]);
}

function hashOrNull(value: object | null): string | null {
  return value === null ? null : hashOfJson(asJson(value));
}

function isSameTime(inRow: number | null, inEntry: number | null): boolean {
  return inRow === inEntry || (inRow !== null && inEntry !== null && Math.abs(inRow - inEntry) <= SAME_TIME);
}
