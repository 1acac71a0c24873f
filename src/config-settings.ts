import { isAbsolute, resolve } from 'node:path';
import { z } from 'zod';

/** One setting: its environment variable, what it means, an example, and how its text becomes a value. */
export interface Setting<T> {
  readonly variable: string;
  readonly meaning: string;
  readonly example: string;
  /** Text taken when the variable is unset; a setting without one is required. */
  readonly fallback?: string;
  /** True for values that must never be printed. */
  readonly secret?: boolean;
  readonly schema: z.ZodType<T, string>;
}

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const guid = z.string().trim().toLowerCase().regex(GUID, 'is not a GUID');
const guids = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter(Boolean))
  .pipe(z.array(guid).max(20, 'names more than 20 ids'));
const port = z
  .string()
  .regex(/^\d{1,5}$/, 'is not a port')
  .transform(Number)
  .pipe(z.number().max(65_535, 'is not a port'));
const count = z
  .string()
  .regex(/^\d{1,3}$/, 'is not a whole number')
  .transform(Number)
  .pipe(z.number().min(1, 'must be 1 or more'));
const folder = z
  .string()
  .trim()
  .min(1, 'is empty')
  .transform((path) => (isAbsolute(path) ? path : resolve(path)));

/** `90m`, `24h`, `3d` -> milliseconds. */
const duration = z
  .string()
  .regex(/^\d{1,4}[smhd]$/, 'is not a time such as 30m, 4h or 3d')
  .transform((value) => Number(value.slice(0, -1)) * UNITS[value.slice(-1) as keyof typeof UNITS]);
const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Security Administrator and Global Administrator: who may change these settings in the portal (learn: m365d-configure-auto-investigation-response). */
const ADMIN_ROLES = '194ae4cb-b126-40b2-bd5b-6091b380977d,62e90394-69f5-4237-9190-012177145e10';

/** Every environment variable of the service, in the order in which the README lists them. */
export const SETTINGS = {
  port: { variable: 'PORT', meaning: 'Port of the bot', example: '3978', fallback: '3978', schema: port },
  dataDir: {
    variable: 'DATA_DIR',
    meaning: 'Folder of the database',
    example: '/var/lib/airlock',
    fallback: '.airlock',
    schema: folder,
  },
  logLevel: {
    variable: 'LOG_LEVEL',
    meaning: 'How much is logged',
    example: 'info',
    fallback: 'info',
    schema: z.enum(['debug', 'info', 'warn', 'error', 'silent'], 'is none of debug, info, warn, error, silent'),
  },
  approverIds: {
    variable: 'APPROVER_IDS',
    meaning: 'Directory role template ids and Entra group ids whose members approve; empty means nobody',
    example: ADMIN_ROLES,
    fallback: ADMIN_ROLES,
    schema: guids,
  },
  requesterIds: {
    variable: 'REQUESTER_IDS',
    meaning: 'The same for those who may ask for changes',
    example: ADMIN_ROLES,
    fallback: ADMIN_ROLES,
    schema: guids,
  },
  quorum: {
    variable: 'APPROVALS_REQUIRED',
    meaning: 'How many different approvers a change takes',
    example: '2',
    fallback: '1',
    schema: count,
  },
  decisionWindow: {
    variable: 'DECISION_WINDOW',
    meaning: 'Time until an undecided request expires',
    example: '24h',
    fallback: '24h',
    schema: duration,
  },
  executionWindow: {
    variable: 'EXECUTION_WINDOW',
    meaning: 'Time until an approved request that cannot be applied expires',
    example: '4h',
    fallback: '4h',
    schema: duration,
  },
  openPerPerson: {
    variable: 'OPEN_PER_PERSON',
    meaning: 'How many requests one person may have open',
    example: '10',
    fallback: '10',
    schema: count,
  },
} as const satisfies Record<string, Setting<unknown>>;

/** What only the service in production needs, beside SETTINGS. */
export const PRODUCTION_SETTINGS = {
  tenantId: {
    variable: 'TENANT_ID',
    meaning: 'The Entra tenant that is served',
    example: '11111111-1111-4111-8111-111111111111',
    schema: guid,
  },
  appId: {
    variable: 'BOT_APP_ID',
    meaning: 'App id of the bot registration',
    example: '33333333-3333-4333-8333-333333333333',
    schema: guid,
  },
  appType: {
    variable: 'BOT_APP_TYPE',
    meaning: 'UserAssignedMSI or SingleTenant; never multi-tenant',
    example: 'UserAssignedMSI',
    schema: z.enum(['UserAssignedMSI', 'SingleTenant'], 'is neither UserAssignedMSI nor SingleTenant'),
  },
  graphClientId: {
    variable: 'GRAPH_CLIENT_ID',
    meaning: 'Client id of the managed identity that asks Graph and Defender',
    example: '44444444-4444-4444-8444-444444444444',
    schema: guid,
  },
} as const satisfies Record<string, Setting<unknown>>;

/** What only the demo needs, beside SETTINGS. */
export const DEMO_SETTINGS = {
  sandboxPort: {
    variable: 'SANDBOX_PORT',
    meaning: 'Port of the sandbox and its chat page (demo only)',
    example: '3979',
    fallback: '3979',
    schema: port,
  },
  sandboxTenant: {
    variable: 'SANDBOX_TENANT',
    meaning: 'Which tenant the demo plays: classic, current, business or plan1',
    example: 'classic',
    fallback: 'classic',
    schema: z.enum(['classic', 'current', 'business', 'plan1'], 'is none of classic, current, business, plan1'),
  },
} as const satisfies Record<string, Setting<unknown>>;
