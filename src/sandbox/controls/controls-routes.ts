import express, { type ErrorRequestHandler } from 'express';
import type { World } from '../company/world.ts';
import type { PortalSessions } from '../defender/portal-sessions.ts';
import { actionsRoutes } from './actions-routes.ts';
import { auditLogRoutes } from './audit-log-routes.ts';
import { type ConnectorSwitch, connectorRoutes } from './connector-routes.ts';
import { devicesRoutes } from './devices-routes.ts';
import { editRoutes } from './edit-routes.ts';
import { faultsRoutes } from './faults-routes.ts';
import { peopleRoutes } from './people-routes.ts';
import { stepsRoutes } from './steps-routes.ts';
import { tenantRoutes } from './tenant-routes.ts';

const controlErrors: ErrorRequestHandler = (error: unknown, _req, res, next) => {
  if (res.headersSent) return next(error);
  const status = typeof error === 'object' && error !== null && 'status' in error ? Number(error.status) : 500;
  res.status(status).json({ error: status < 500 ? 'The body could not be read as JSON.' : 'Something went wrong.' });
};

/**
 * The controls by which visitors and tests change the world, for mounting at `/sandbox`. Refusals are `{"error":
 * sentence}`.
 */
export function controlsRoutes(
  world: World,
  sessions: PortalSessions,
  connectors: ConnectorSwitch | null = null,
): express.Router {
  const router = express.Router();
  router.use(express.json());
  router.use(peopleRoutes(world));
  router.use(tenantRoutes(world, sessions, connectors));
  router.use(connectorRoutes(world, connectors));
  router.use(faultsRoutes(world));
  router.use(editRoutes(world));
  router.use(stepsRoutes(world, connectors));
  router.use(devicesRoutes(world));
  router.use(auditLogRoutes(world));
  router.use(actionsRoutes(world));
  router.use((_req, res) => {
    res.status(404).json({ error: 'There is no such control.' });
  });
  router.use(controlErrors);
  return router;
}
