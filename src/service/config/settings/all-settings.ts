import type { SettingsTable, Values } from '../../../shared/setting.ts';
import { CONNECTION_SETTINGS, OWNER_SETTINGS } from './connection-settings.ts';
import { CONNECTOR_CHOICE, CONNECTOR_SETTINGS } from './connector-settings.ts';
import { IDENTITY_SETTINGS } from './identity-settings.ts';
import { PACKAGE_SETTINGS } from './package-settings.ts';
import { RECORD_SETTINGS } from './record-settings.ts';
import { DEMO_SETTINGS, SERVICE_SETTINGS } from './service-settings.ts';
import { KIND_SETTINGS, WRITE_SETTINGS } from './write-settings.ts';

/** The settings of the service in production, except the connector's. */
export const PRODUCTION_SETTINGS = {
  ...IDENTITY_SETTINGS,
  ...CONNECTOR_CHOICE,
  ...KIND_SETTINGS,
  ...WRITE_SETTINGS,
  ...CONNECTION_SETTINGS,
  ...RECORD_SETTINGS,
  ...SERVICE_SETTINGS,
} as const;

export type ProductionValues = Values<typeof PRODUCTION_SETTINGS>;

/** Every setting, grouped by the table of the documentation that shows it, in the same order. */
export const SETTINGS_TABLES = {
  'service settings': SERVICE_SETTINGS,
  'production settings': {
    ...IDENTITY_SETTINGS,
    ...CONNECTOR_CHOICE,
    ...CONNECTOR_SETTINGS,
    ...KIND_SETTINGS,
    ...WRITE_SETTINGS,
    ...CONNECTION_SETTINGS,
    ...RECORD_SETTINGS,
  },
  'owner settings': OWNER_SETTINGS,
  'demo settings': DEMO_SETTINGS,
  'package settings': PACKAGE_SETTINGS,
} as const satisfies Record<string, SettingsTable>;

/** The variables of every setting. */
export const VARIABLES: readonly string[] = [
  ...new Set(Object.values(SETTINGS_TABLES).flatMap((table) => Object.values(table).map(({ variable }) => variable))),
];

/** The variables whose text is a secret. */
export const SECRET_VARIABLES: ReadonlySet<string> = new Set(
  Object.values<SettingsTable>(SETTINGS_TABLES).flatMap((table) =>
    Object.values(table).flatMap(({ variable, secret }) => (secret ? [variable] : [])),
  ),
);
