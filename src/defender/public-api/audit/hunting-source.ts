import { z } from 'zod';
import { bearerCall, inKnownForm } from '../bearer-call.ts';
import { type AuditSource, auditedChanges, changesIn, fieldsOf, type LogReading, OPERATION } from './audited-change.ts';

export const HUNTING = {
  name: 'Microsoft Graph',
  api: 'Microsoft Graph',
  permission: 'ThreatHunting.Read.All',
} as const;

/** Advanced hunting goes back 30 days (docs/facts/defender.md#audit). */
const FURTHEST = 30 * 86_400_000;

/** The most records of one reading. A tenant changes a switch some times a year. */
const MOST = 1_000;

/** Both spellings stand on Microsoft's page (docs/facts/defender.md#audit). */
const column = z.union([
  z.object({ name: z.string() }),
  z.object({ Name: z.string() }).transform(({ Name }) => ({ name: Name })),
]);

const answer = z.object({
  schema: z.array(column).optional(),
  results: z.array(z.unknown()),
});

/**
 * Reads the records of `CloudAppEvents` by Graph's advanced hunting.
 * @throws AirlockError the tenant's errors
 */
export function huntingSource(options: AuditSource): (since: number) => Promise<LogReading> {
  const { clock, service, tenantId } = options;
  const call = bearerCall({ ...options, onlyAsks: true });
  return async (since) => {
    const until = clock.now();
    const from = Math.max(since, until - FURTHEST);
    const { body } = await call('/v1.0/security/runHuntingQuery', { Query: query(from), Timespan: span(from, until) });
    const { schema, results } = inKnownForm(service, answer.safeParse(body));
    if (schema && !schema.some(({ name }) => name === 'RawEventData')) inKnownForm(service, { success: false });
    const { changes, leftOut } = changesIn(results, (row) => changeIn(row, tenantId));
    const last = changes.at(-1);
    return { changes, leftOut, until: results.length >= MOST && last ? last.at : until };
  };
}

function query(from: number): string {
  return [
    'CloudAppEvents',
    `where Timestamp >= datetime(${new Date(from).toISOString()})`,
    `where ActionType =~ "${OPERATION}"`,
    'project Timestamp, ActionType, ReportId, AccountObjectId, IPAddress, RawEventData',
    'order by Timestamp asc',
    `take ${MOST}`,
  ].join(' | ');
}

/** A start and an end, ISO 8601. */
function span(from: number, until: number): string {
  return `${new Date(from).toISOString()}/${new Date(until).toISOString()}`;
}

/** What the columns of a row tell stands in for what its record lacks. */
function changeIn(row: unknown, tenantId: string): ReturnType<typeof auditedChanges> {
  const { raweventdata: raw, reportid: id, timestamp: creationtime, actiontype: operation, ...rest } = fieldsOf(row);
  const { accountobjectid, ipaddress } = rest;
  const own = { accountobjectid, ipaddress, ...fieldsOf(raw) };
  if (Object.keys(fieldsOf(raw)).length === 0) return 'unread';
  const read = auditedChanges(own, tenantId);
  return read === 'unread' ? auditedChanges({ id, creationtime, operation, ...own }, tenantId) : read;
}
