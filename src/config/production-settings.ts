import { CONNECTION_SETTINGS } from './connection-settings.ts';
import { IDENTITY_SETTINGS } from './identity-settings.ts';
import { SERVICE_SETTINGS } from './service-settings.ts';
import type { Values } from './setting.ts';

/** Every variable of the service in production, in the order in which the README lists it. */
export const PRODUCTION_SETTINGS = { ...IDENTITY_SETTINGS, ...CONNECTION_SETTINGS, ...SERVICE_SETTINGS } as const;

export type ProductionValues = Values<typeof PRODUCTION_SETTINGS>;
