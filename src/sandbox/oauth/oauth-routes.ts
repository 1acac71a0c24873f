import express, { type Request, type Response } from 'express';
import type { World } from '../company/world.ts';
import { isBodyFault } from '../wire/wire-refusal.ts';
import { issueAccessToken, TOKEN_LIFETIME } from './access-token.ts';
import { judgeClientCredentials } from './client-credentials.ts';
import { sendEntraRefusal } from './entra-refusal.ts';
import { signingKey } from './signing-key.ts';

/**
 * The tenant's OpenID configuration (v2.0). Its endpoints are on `base`, the address at which the sandbox was called.
 */
function openIdConfiguration(world: World, base: string): object {
  const tenant = `${base}/${world.tenantId}`;
  return {
    token_endpoint: `${tenant}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt'],
    jwks_uri: `${tenant}/discovery/v2.0/keys`,
    response_types_supported: ['code'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer: `https://login.microsoftonline.com/${world.tenantId}/v2.0`,
    authorization_endpoint: `${tenant}/oauth2/v2.0/authorize`,
    tenant_region_scope: 'EU',
    cloud_instance_name: 'microsoftonline.com',
    msgraph_host: 'graph.microsoft.com',
  };
}

/** The published keys (RFC 7517) for checking the sandbox's tokens. */
async function publishedKeys(): Promise<object> {
  return { keys: [(await signingKey()).published] };
}

/** The answer of instance discovery, which MSAL calls before it trusts an unknown authority. */
function instanceDiscovery(world: World, base: string): object {
  const host = new URL(base).host;
  return {
    tenant_discovery_endpoint: `${base}/${world.tenantId}/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  };
}

/** Where each address of the token service begins. */
export const SIGN_IN = [
  '/:tenant/oauth2/v2.0',
  '/:tenant/v2.0/.well-known',
  '/:tenant/discovery/v2.0',
  '/common/discovery/instance',
] as const;

/** Serves the tenant's token service (Microsoft Entra, v2.0 endpoints), for mounting at the root. */
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
