import type { World } from '../company/world.ts';
import { signingKey } from './signing-key.ts';

/** The tenant's OpenID configuration (v2.0); endpoints are on `base`, the address the sandbox was called at. */
export function openIdConfiguration(world: World, base: string): object {
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

/** The published keys (RFC 7517) that check the sandbox's tokens. */
export async function publishedKeys(): Promise<object> {
  return { keys: [(await signingKey()).published] };
}

/** Instance discovery, which MSAL asks before it trusts an authority it does not know. */
export function instanceDiscovery(world: World, base: string): object {
  const host = new URL(base).host;
  return {
    tenant_discovery_endpoint: `${base}/${world.tenantId}/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  };
}
