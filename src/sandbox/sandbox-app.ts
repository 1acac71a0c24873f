import express from 'express';
import type { Chat } from './chat/create-chat.ts';
import { controlsRoutes } from './controls/controls-routes.ts';
import { portalRoutes } from './defender/portal-routes.ts';
import type { PortalSessions } from './defender/portal-sessions.ts';
import { faultable } from './faults/faultable.ts';
import { graphRoutes } from './graph/graph-routes.ts';
import { mdeRoutes } from './mde/mde-routes.ts';
import { oauthRoutes } from './oauth/oauth-routes.ts';
import { localOnly } from './wire/local-only.ts';
import type { World } from './world/world.ts';

/** Every surface of the world on one server; each brings its own paths, errors and body parsers. */
export function sandboxApp(world: World, sessions: PortalSessions, chat: Chat): express.Express {
  const app = express();
  app.disable('x-powered-by').disable('etag');
  app.use(localOnly);
  app.use('/sandbox', controlsRoutes(world, sessions));
  app.use('/apiproxy/mtp', faultable(world, 'portal'), portalRoutes(world, sessions));
  app.use('/api', faultable(world, 'mde'));
  app.use(mdeRoutes(world));
  app.use(['/v1.0', '/beta'], faultable(world, 'graph'));
  app.use(graphRoutes(world));
  app.use(oauthRoutes(world));
  app.use(chat.router);
  return app;
}
