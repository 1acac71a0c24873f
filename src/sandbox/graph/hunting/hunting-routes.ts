import express from 'express';
import { z } from 'zod';
import { auditLogOf, visibleRecords } from '../../audit-log/audit-log.ts';
import { CLIENT_IP, OPERATION, rawRecord } from '../../audit-log/raw-record.ts';
import type { World } from '../../company/world.ts';
import { refusal } from '../../wire/wire-refusal.ts';
import { needs } from '../graph-guard.ts';
import { deviceActRows, disruptionEvents } from './device-act-events.ts';
import { deviceInfo } from './device-info.ts';
import { type HuntingTable, type Row, runQuery } from './kql-query.ts';

const Body = z.strictObject({ Query: z.string().min(1), Timespan: z.string().exactOptional() });

const DAY = 86_400_000;

/** `P7D`, or a start and an end with a slash between; the last 30 days where absent. */
function spanOf(text: string | undefined, now: number): readonly [number, number] {
  if (text === undefined) return [now - 30 * DAY, now];
  const days = /^P(\d{1,3})D$/.exec(text)?.[1];
  if (days !== undefined) return [now - Number(days) * DAY, now];
  const [from, to, ...more] = text.split('/').map((moment) => Date.parse(moment));
  if (from === undefined || to === undefined || more.length > 0 || Number.isNaN(from + to))
    throw refusal(400, 'BadRequest', `Invalid Timespan '${text}'.`);
  return [from, to];
}

/** The activities of Microsoft's own services that Defender for Cloud Apps has taken in. */
function cloudAppEvents(world: World, [from, to]: readonly [number, number]): HuntingTable {
  return {
    columns: {
      Timestamp: 'DateTime',
      ActionType: 'String',
      Application: 'String',
      AccountObjectId: 'String',
      AccountDisplayName: 'String',
      IsAdminOperation: 'Boolean',
      IPAddress: 'String',
      ReportId: 'String',
      RawEventData: 'Object',
    },
    rows: () => (auditLogOf(world).isHunted ? [...rowsOf(world, from, to), ...deviceActRows(world, from, to)] : []),
  };
}

function rowsOf(world: World, from: number, to: number): Row[] {
  const { shape } = auditLogOf(world);
  return visibleRecords(world)
    .filter(({ at }) => at >= from && at <= to)
    .map((record) => {
      const person = world.people.find(({ userPrincipalName }) => userPrincipalName === record.by);
      const raw = rawRecord(world, record);
      return {
        Timestamp: new Date(record.at).toISOString(),
        ActionType: OPERATION,
        Application: 'Microsoft Defender for Endpoint',
        AccountObjectId: record.account ?? person?.id ?? '',
        AccountDisplayName: person?.name ?? record.by,
        IsAdminOperation: true,
        IPAddress: CLIENT_IP,
        ReportId: `${record.id}_20893_1`,
        RawEventData: shape === 'text' ? JSON.stringify(raw) : raw,
      };
    });
}

/** Serves `POST /security/runHuntingQuery` over `CloudAppEvents`, `DeviceInfo` and `DisruptionAndResponseEvents`. */
export function huntingRoutes(world: World): express.Router {
  const router = express.Router();
  const readHunting = needs('ThreatHunting.Read.All');
  router.post('/security/runHuntingQuery', readHunting, express.json(), (req, res) => {
    const body = Body.safeParse(req.body);
    if (!body.success) throw refusal(400, 'BadRequest', 'The request body must hold a Query.');
    const { Query, Timespan } = body.data;
    const tables = {
      CloudAppEvents: cloudAppEvents(world, spanOf(Timespan, world.now())),
      DeviceInfo: deviceInfo(world),
      DisruptionAndResponseEvents: disruptionEvents(world),
    };
    const { columns, rows } = runQuery(Query, tables, world.now());
    const inCapitals = auditLogOf(world).shape === 'text';
    const schema = Object.entries(columns).map(([name, type]) =>
      inCapitals ? { Name: name, Type: type } : { name, type },
    );
    res.json({ schema, results: rows });
  });
  return router;
}
