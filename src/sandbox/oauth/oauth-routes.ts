import express, { type Request, type Response } from 'express';
import type { World } from '../company/world.ts';
import { isBodyFault } from '../wire/refusal.ts';
import { issueAccessToken, TOKEN_LIFETIME } from './access-token.ts';
import { judgeClientCredentials } from './client-credentials.ts';
import { sendEntraRefusal } from './entra-refusal.ts';
import { instanceDiscovery, openIdConfiguration, publishedKeys } from './metadata.ts';

/** The tenant's token service (Microsoft Entra, v2.0 endpoints), for mounting at the root. */
export function oauthRoutes(world: World): express.Router {
  const router = express.Router();
  const form = express.urlencoded({ extended: false, limit: '64kb' });
  router.post('/:tenant/oauth2/v2.0/token', form, (req, res) => answerToken(world, req, res));
  router.get('/common/discovery/instance', (req, res) => void res.json(instanceDiscovery(world, baseOf(req))));
  router.get('/:tenant/v2.0/.well-known/openid-configuration', (req, res) => {
    if (isOurs(world, req, res)) res.json(openIdConfiguration(world, baseOf(req)));
  });
  router.get('/:tenant/discovery/v2.0/keys', async (req, res) => {
    if (isOurs(world, req, res)) res.json(await publishedKeys());
  });
  router.use((error: unknown, _req: Request, res: Response, next: express.NextFunction) => {
    if (!isBodyFault(error)) return next(error);
    const message = 'The request body cannot be read as a form.';
    return sendEntraRefusal(world, res, { status: 400, error: 'invalid_request', number: 900144, message });
  });
  return router;
}

async function answerToken(world: World, req: Request, res: Response): Promise<void> {
  res.set({ 'cache-control': 'no-store, no-cache', pragma: 'no-cache' });
  const judged = await judgeClientCredentials(world, String(req.params.tenant), req.body);
  if ('error' in judged) {
    sendEntraRefusal(world, res, judged);
    return;
  }
  res.json({
    token_type: 'Bearer',
    expires_in: TOKEN_LIFETIME,
    ext_expires_in: TOKEN_LIFETIME,
    access_token: await issueAccessToken(world, judged.app, judged.audience, judged.resource),
  });
}

function isOurs(world: World, req: Request, res: Response): boolean {
  const tenant = String(req.params.tenant);
  if (tenant.toLowerCase() === world.tenantId) return true;
  const message = `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID.`;
  sendEntraRefusal(world, res, { status: 400, error: 'invalid_tenant', number: 90002, message });
  return false;
}

function baseOf(req: Request): string {
  return `${req.protocol}://${req.get('host') ?? '127.0.0.1'}`;
}
