import express, { type Request } from 'express';
import type { World } from '../company/world.ts';
import { refusal } from '../wire/wire-refusal.ts';
import { type AuditRecord, auditLogOf, visibleRecords } from './audit-log.ts';
import { feedErrors, feedGuard } from './feed-guard.ts';
import { rawRecord } from './raw-record.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The only content type with records of Defender (docs/facts/defender.md#audit). */
const GENERAL = 'Audit.General';
const CONTENT_TYPES: readonly string[] = [
  'Audit.AzureActiveDirectory',
  'Audit.Exchange',
  'Audit.SharePoint',
  GENERAL,
  'DLP.All',
];

/** Parts of the log on one page of a list; the service has some hundreds. */
const PAGE = 3;

function typeIn(req: Request): string {
  const type = String(req.query.contentType ?? '');
  if (!CONTENT_TYPES.includes(type)) throw refusal(400, 'AF20020', 'The specified content type is not valid.');
  return type;
}

function subscribed(world: World, type: string): number {
  const { subscribedAt } = auditLogOf(world);
  if (type === GENERAL && subscribedAt !== null) return subscribedAt;
  throw refusal(400, 'AF20022', 'No subscription found for the specified content type.');
}

/** The window that was asked for, ms since 1970; the last 24 hours where none was. */
function windowIn(req: Request, now: number): readonly [number, number] {
  const { startTime, endTime } = req.query;
  if (startTime === undefined && endTime === undefined) return [now - DAY, now];
  const [from, to] = [startTime, endTime].map((moment) => Date.parse(`${String(moment)}Z`));
  const isWindow = from !== undefined && to !== undefined && to > from && to - from <= DAY && from >= now - 7 * DAY;
  if (isWindow) return [from, to];
  const message =
    'Start time and end time must both be specified (or both omitted) and must be less than or equal to 24 hours apart, with the start time no more than 7 days in the past.';
  throw refusal(400, 'AF20030', message);
}

/** A part of the log holds what it began to show in one minute, and what other services did in it. */
function partOf(record: AuditRecord): string {
  return new Date(record.visibleAt).toISOString().slice(0, 16);
}

/** What another service recorded: most of what the log holds is of no interest to anybody who looks for switches. */
function otherRecord(world: World, minute: string): object {
  return {
    CreationTime: `${minute}:00`,
    Id: `${minute}:other`,
    Operation: 'MemberAdded',
    OrganizationId: world.tenantId,
    RecordType: 25,
    UserId: 'app@sharepoint',
    Workload: 'MicrosoftTeams',
  };
}

/** The parts of the log that were made since the subscription began and within a window, oldest first. */
function partsIn(world: World, since: number, [from, to]: readonly [number, number]): (readonly [string, number])[] {
  const shown = visibleRecords(world).filter(({ visibleAt: at }) => at >= since && at >= from && at < to);
  return [...new Map(shown.map((record) => [partOf(record), record.visibleAt]))];
}

/** Serves the Management Activity API of a tenant, for mounting at `/api/v1.0/:tenant/activity/feed`. */
export function feedRoutes(world: World): express.Router {
  const router = express.Router({ mergeParams: true });
  router.use(feedGuard(world), express.json());
  router.post('/subscriptions/start', (req, res) => {
    const contentType = typeIn(req);
    const log = auditLogOf(world);
    if (contentType === GENERAL && log.subscribedAt !== null)
      throw refusal(400, 'AF20024', 'The subscription is already enabled. No property change.');
    if (contentType === GENERAL) log.subscribedAt = world.now();
    res.json({ contentType, status: 'enabled', webhook: null });
  });
  router.get('/subscriptions/list', (_req, res) => {
    const isThere = auditLogOf(world).subscribedAt !== null;
    res.json(isThere ? [{ contentType: GENERAL, status: 'enabled', webhook: null }] : []);
  });
  router.get('/subscriptions/content', (req, res) => {
    const parts = partsIn(world, subscribed(world, typeIn(req)), windowIn(req, world.now()));
    const skipped = Number(/^part(\d{1,6})$/.exec(String(req.query.nextPage ?? ''))?.[1] ?? 0);
    const base = `${req.protocol}://${req.get('host') ?? '127.0.0.1'}`;
    if (skipped + PAGE < parts.length) {
      const next = new URL(req.originalUrl, base);
      next.searchParams.set('nextPage', `part${skipped + PAGE}`);
      res.set('NextPageUri', next.href);
    }
    res.json(parts.slice(skipped, skipped + PAGE).map(([minute, at]) => listed(world, base, minute, at)));
  });
  router.get('/audit/:id', (req, res) => {
    const minute = Buffer.from(String(req.params.id), 'base64url').toString('utf8');
    const records = visibleRecords(world).filter((record) => partOf(record) === minute);
    if (records.length === 0)
      throw refusal(400, 'AF20052', `Content ID ${String(req.params.id)} in the URL is invalid.`);
    res.json([otherRecord(world, minute), ...records.map((record) => rawRecord(world, record))]);
  });
  router.use((req) => {
    throw refusal(404, 'AF20003', `No HTTP resource was found that matches the request URI '${req.originalUrl}'.`);
  });
  router.use(feedErrors);
  return router;
}

function listed(world: World, base: string, minute: string, at: number): object {
  const contentId = Buffer.from(minute).toString('base64url');
  return {
    contentUri: `${base}/api/v1.0/${world.tenantId}/activity/feed/audit/${contentId}`,
    contentId,
    contentType: GENERAL,
    contentCreated: new Date(at).toISOString(),
    contentExpiration: new Date(at + 7 * DAY).toISOString(),
  };
}
