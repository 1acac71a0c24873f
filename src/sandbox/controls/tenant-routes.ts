import express from 'express';
import { z } from 'zod';
import { FEATURE_NAMES, feature } from '../../changes/features.ts';
import { HABIT_NAMES, HABITS, TENANT_KINDS } from '../../shared/played-tenants.ts';
import { changeHabit, createTenant } from '../company/create-world.ts';
import type { World } from '../company/world.ts';
import { OLD_TOKEN_STATUSES, type PortalSessions } from '../defender/portal-sessions.ts';
import { type ConnectorSwitch, connectorAsPlayed } from './connector-routes.ts';
import { activeFaults } from './faults-routes.ts';
import { readBody } from './read-body.ts';

const Habit = z.enum(HABIT_NAMES);
const Played = z.union([
  z.strictObject({ kind: z.enum(TENANT_KINDS), habit: Habit.exactOptional() }),
  z.strictObject({ habit: Habit }),
]);

type Played = z.infer<typeof Played>;

const name = z.string().trim().min(1).max(256);

const SessionChange = z.union([
  z.strictObject({ action: z.enum(['expire', 'renew']) }),
  z.strictObject({ oldTokens: z.literal(OLD_TOKEN_STATUSES) }),
  z.strictObject({ as: name, said: name.exactOptional(), tells: z.boolean().exactOptional() }),
]);

type SessionChange = z.infer<typeof SessionChange>;

/** @returns why it was refused, as one sentence; undefined if it was done */
function changeSession(world: World, sessions: PortalSessions, change: SessionChange): string | undefined {
  if ('oldTokens' in change) {
    sessions.oldTokenStatus = change.oldTokens;
    return undefined;
  }
  if ('action' in change) {
    if (change.action === 'expire') sessions.expireAll();
    else sessions.renewAll();
    return undefined;
  }
  const wanted = change.as.toLowerCase();
  const person = world.people.find((one) => [one.userPrincipalName.toLowerCase(), one.id].includes(wanted));
  if (person === undefined) return `Nobody is called '${change.as}'.`;
  sessions.tellsOwner = change.tells ?? true;
  sessions.signIn(person.id, change.said);
  return undefined;
}

function tenantAsStored(world: World): object {
  const { advancedFeatures, deviceGroups, writes } = world.tenant;
  return {
    advancedFeatures,
    /** The switches that Airlock knows, for the page to list. */
    switches: FEATURE_NAMES.map(feature).map(({ title, wireKey }) => ({ title, key: wireKey })),
    deviceGroups,
    writes: writes.map(({ at, what, by }) => ({ at, what: `${what} (by ${by})` })),
  };
}

function status(world: World, sessions: PortalSessions, connectors: ConnectorSwitch | null): object {
  const { kind, habit } = world.tenant;
  const connector = connectorAsPlayed(connectors);
  return { kind, habit, habits: HABITS, connector, sessions: sessions.list(), faults: activeFaults(world) };
}

/**
 * `GET /sandbox/tenant`: the tenant as stored. `POST /sandbox/tenant` `{kind}`: starts with another tenant in its
 * initial state, `{habit}`: gives it another habit (`HABITS`) and the devices of such a tenant; its groups stay. `POST
 * /sandbox/session` `{action: "expire" | "renew"}`, or `{as, said, tells}`: the bot gets a new
 * session of the person `as` (user principal name or object id), said to be of `said` (of the same person when absent);
 * the portal tells whose it is unless `tells` is false; or `{oldTokens: 403 | 500}`: how a token of more than five
 * minutes is refused. `GET /sandbox/status`: the kind of tenant, the portal sessions
 * and the active faults.
 */
export function tenantRoutes(
  world: World,
  sessions: PortalSessions,
  connectors: ConnectorSwitch | null,
): express.Router {
  const router = express.Router();
  router.get('/tenant', (_req, res) => {
    res.json(tenantAsStored(world));
  });
  router.get('/status', (_req, res) => {
    res.json(status(world, sessions, connectors));
  });
  router.post('/tenant', async (req, res) => {
    const body = readBody<Played>(Played, req.body, res);
    if (body === undefined) return;
    if ('kind' in body) Object.assign(world.tenant, createTenant(body.kind, world.tenant.habit));
    changeHabit(world, body.habit ?? world.tenant.habit);
    await connectors?.beginAnew?.();
    res.json(status(world, sessions, connectors));
  });
  router.post('/session', (req, res) => {
    const body = readBody<SessionChange>(SessionChange, req.body, res);
    if (body === undefined) return;
    const error = changeSession(world, sessions, body);
    if (error !== undefined) {
      res.status(404).json({ error });
      return;
    }
    world.changes.emit('change');
    res.json(status(world, sessions, connectors));
  });
  return router;
}
