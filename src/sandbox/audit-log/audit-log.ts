import { isDeepStrictEqual } from 'node:util';
import type { World } from '../company/world.ts';
import { stableId } from '../wire/stable-id.ts';

/** One record of the tenant's unified audit log: somebody saved one switch. */
export interface AuditRecord {
  readonly id: string;
  /** When it was saved, and when the log began to show it; ms since 1970. */
  readonly at: number;
  visibleAt: number;
  /** User principal name. */
  readonly by: string;
  /** Object id of the account, where it is not that of the person who has this principal name now. */
  readonly account?: string;
  /** The switch in the log's own words. */
  readonly setting: string;
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * How records are written.
 * - `usual`: as public queries over such records expect them.
 * - `text`: every value as text, the whole record as JSON text, and the schema in capitals.
 * - `properties`: setting and value in a list of changed properties.
 * - `other-words`: the setting under a name that nobody has seen before.
 */
export const RECORD_SHAPES = ['usual', 'text', 'properties', 'other-words'] as const;

type RecordShape = (typeof RECORD_SHAPES)[number];

/** The unified audit log of a tenant, and how it behaves. */
export interface AuditLog {
  /** Oldest first. */
  readonly records: AuditRecord[];
  /** Without auditing nothing is written. */
  isOn: boolean;
  /** Whether Defender for Cloud Apps puts the records into `CloudAppEvents`. */
  isHunted: boolean;
  /** Milliseconds until a record can be read. */
  delayMs: number;
  shape: RecordShape;
  /** User principal name that new records give, whoever it was; null for the person who did it. */
  names: string | null;
  /** When the subscription to `Audit.General` began, ms since 1970; null where there is none. */
  subscribedAt: number | null;
}

/** Some minutes, as Microsoft's log takes them. */
const USUAL_DELAY = 5 * 60_000;

const logs = new WeakMap<World, AuditLog>();

export function auditLogOf(world: World): AuditLog {
  const known = logs.get(world);
  if (known) return known;
  const fresh: AuditLog = {
    records: [],
    isOn: true,
    isHunted: true,
    delayMs: USUAL_DELAY,
    shape: 'usual',
    names: null,
    subscribedAt: null,
  };
  logs.set(world, fresh);
  return fresh;
}

/** The log's own words for the switches of the page Advanced features; of any other switch it names the key. */
const WORDS: Readonly<Record<string, string>> = {
  AutomatedIrEnabled: 'Automated investigation',
  AutoResolveInvestigatedAlerts: 'Automatically resolve alerts',
  AllowWdavNetworkBlock: 'Allow or block file',
  BilbaoEnabled: 'Live response',
  EnableWdavAntiTampering: 'Tamper protection',
  EnableMcasIntegration: 'Microsoft Defender for Cloud Apps',
  HidePotentialDuplications: 'Hide potential duplicate device records',
  ShowUserAadProfile: 'Show user details',
  SkypeIntegrationEnabled: 'Skype for business integration',
  WebCategoriesEnabled: 'Web content filtering',
};

/** Writes a record for each switch that somebody changed. @param by user principal name */
export function auditFeatures(
  world: World,
  by: string,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): void {
  const log = auditLogOf(world);
  if (!log.isOn) return;
  const at = world.now();
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (isDeepStrictEqual(before[key], after[key])) continue;
    const setting = log.shape === 'other-words' ? `Preview: ${key}` : (WORDS[key] ?? key);
    const id = stableId('audit record', world.tenantId, log.records.length, key, at);
    const values = { before: before[key] ?? null, after: after[key] ?? null };
    log.records.push({ id, at, visibleAt: at + log.delayMs, by: log.names ?? by, setting, ...values });
  }
}

/** The records that the log shows by now, in the order in which it began to. */
export function visibleRecords(world: World): AuditRecord[] {
  const { records } = auditLogOf(world);
  return records.filter((one) => one.visibleAt <= world.now()).sort((a, b) => a.visibleAt - b.visibleAt);
}

/** Lets the minutes pass until the log shows what was done. */
export function showRecords(world: World): void {
  for (const one of auditLogOf(world).records) one.visibleAt = Math.min(one.visibleAt, world.now());
}
