import { azureIdentityToken } from '../directory/token-sources.ts';
import type { StoreLocation } from '../store/databases/store-location.ts';
import { type Cloud, databaseScope, endpointsOf } from './config/clouds.ts';
import type { DatabaseConfig } from './config/service-config.ts';

/**
 * Where the store is, with how to sign in: to PostgreSQL with the password of its address, or as a managed identity,
 * whose tokens take the place of a password (learn: how-to-connect-with-managed-identity, postgresql).
 */
export function storePlace(database: DatabaseConfig, cloud: Cloud): StoreLocation {
  if ('file' in database) return database;
  const { url, clientId } = database;
  if (!clientId) return { url };
  const credential = { kind: 'managed-identity', clientId } as const;
  return { url, password: azureIdentityToken(credential, databaseScope(cloud), endpointsOf(cloud).login) };
}
