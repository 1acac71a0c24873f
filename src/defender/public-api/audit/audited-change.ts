import { z } from 'zod';
import { FEATURE_NAMES, type FeatureName, feature } from '../../../changes/features.ts';
import type { AuditedChange } from '../../../requests/ports/tenant-audit.ts';
import { guidIn } from '../../../shared/ids.ts';
import type { BearerOptions } from '../bearer-call.ts';

/** The operation by which Microsoft records that a switch of Advanced features was saved. */
export const OPERATION = 'SetAdvancedFeatures';

/** What a source of records needs. */
export type AuditSource = BearerOptions & { readonly tenantId: string };

/** What one source told. */
export interface LogReading {
  readonly changes: readonly AuditedChange[];
  /** How many records and parts of the log could not be read, and may be of a switch. */
  readonly leftOut: number;
  /** Milliseconds since 1970: until when every record was read. */
  readonly until: number;
}

/** Names that Microsoft's pages used for a switch, besides its title and its key. */
const OLDER_NAMES: Readonly<Partial<Record<FeatureName, readonly string[]>>> = {
  'automated-investigation': ['Automated investigations', 'Automated Investigation and Response'],
  'auto-resolve-alerts': ['Auto-resolve alerts', 'Auto-resolve remediated alerts', 'Auto resolve alerts'],
};

/** Letters and digits alone, in lower case: records write names with and without blanks. */
function bare(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}

const KNOWN: ReadonlyMap<string, FeatureName> = new Map(
  FEATURE_NAMES.flatMap((name) => {
    const { title, wireKey } = feature(name);
    return [title, wireKey, ...(OLDER_NAMES[name] ?? [])].map((known) => [bare(known), name] as const);
  }),
);

const ON: readonly unknown[] = [true, 1, 'true', 'on', 'enabled', '1'];
const OFF: readonly unknown[] = [false, 0, 'false', 'off', 'disabled', '0'];

function onOrOff(told: unknown): AuditedChange['value'] {
  const plain = typeof told === 'string' ? told.trim().toLowerCase() : told;
  if (ON.includes(plain)) return 'on';
  return OFF.includes(plain) ? 'off' : null;
}

const text = z.string().trim().min(1);

/** What every record of the unified audit log has; its keys are compared without case. */
const common = z.object({ id: text.or(z.number().transform(String)), creationtime: text });
const modified = z.array(z.object({ Name: text, NewValue: z.unknown() }));

function lowerKeys(record: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key.toLowerCase(), value]));
}

/** Setting and value as fields of the record, or in the list of changed properties that other workloads write. */
function settingIn(record: Readonly<Record<string, unknown>>): Pick<AuditedChange, 'setting' | 'value'> {
  const name = text.safeParse(record.settingname);
  if (name.success) return { setting: name.data, value: onOrOff(record.settingsnewvalue ?? record.settingnewvalue) };
  const [first] = modified.safeParse(record.modifiedproperties).data ?? [];
  if (first) return { setting: first.Name, value: onOrOff(first.NewValue) };
  return { setting: 'a setting that the record does not name', value: null };
}

/** Milliseconds since 1970. A time without a zone is UTC, as the audit log writes it. */
function timeOf(told: string): number {
  return Date.parse(/(Z|[+-]\d{2}:?\d{2})$/i.test(told) ? told : `${told}Z`);
}

/** Words of Microsoft's for what was tried and came to nothing. */
const FAILED = /^(fail|false|unsuccess|denied|error|cancel)/i;

/** Defender, by the names that it has had; bare. */
const WORKLOADS = /defender|wdatp|^mde$|^$/;

/** Whether a record tells of a change that was made, in this tenant. What it lacks is not held against it. */
function isOfTenant(fields: Readonly<Record<string, unknown>>, tenantId: string): boolean {
  const organization = textOf(fields, 'organizationid').replaceAll(/[{}]/g, '').toLowerCase();
  if (organization !== '' && organization !== tenantId.toLowerCase()) return false;
  return !FAILED.test(textOf(fields, 'resultstatus'));
}

function textOf(fields: Readonly<Record<string, unknown>>, key: string): string {
  return String(fields[key] ?? '').trim();
}

/** Columns and keys that hold the object id of an account. The key of a user may also be a number of another kind. */
const OIDS = ['accountobjectid', 'userobjectid', 'userkey', 'userid'];
const IPS = ['clientip', 'clientipaddress', 'actoripaddress', 'ipaddress'];

function firstOf<T>(
  fields: Readonly<Record<string, unknown>>,
  keys: readonly string[],
  read: (one: string) => T | null,
) {
  const found = keys.map((key) => read(text.safeParse(fields[key]).data ?? '')).find((one) => one !== null);
  return found ?? null;
}

/** The strongest id of whoever did it, and from where, as far as the record tells. */
function originOf(fields: Readonly<Record<string, unknown>>): Pick<AuditedChange, 'oid' | 'ip'> {
  const oid = firstOf(fields, OIDS, guidIn);
  const ip = firstOf(fields, IPS, (one) => (/^[\da-f:.[\]]{3,60}$/i.test(one) ? one : null));
  return { ...(oid !== null && { oid }), ...(ip !== null && { ip }) };
}

/** Whom it names; empty for nobody. The key of a user is a number that names nobody, unless it is a principal name. */
function personIn({ userid, userkey }: Readonly<Record<string, unknown>>): string {
  const [id, key] = [userid, userkey].map((one) => text.safeParse(one).data ?? '');
  return id || (key?.includes('@') ? key : '');
}

/**
 * Reads one record of the unified audit log, from whichever source.
 * @param record an object, or the same as JSON text, as `RawEventData` comes in both forms
 * @returns `other` for another operation or tenant and for what failed; `unread` for what may be a change of a switch:
 *   it names no operation, has no id or no time, or is of a service that Airlock does not know
 */
export function auditedChange(record: unknown, tenantId: string): AuditedChange | 'other' | 'unread' {
  const fields = fieldsOf(record);
  const operation = textOf(fields, 'operation').toLowerCase();
  if (operation === '') return 'unread';
  if (operation !== OPERATION.toLowerCase() || !isOfTenant(fields, tenantId)) return 'other';
  const read = common.safeParse(fields);
  const at = read.success ? timeOf(read.data.creationtime) : Number.NaN;
  if (!read.success || Number.isNaN(at) || !WORKLOADS.test(bare(textOf(fields, 'workload')))) return 'unread';
  const { setting, value } = settingIn(fields);
  return {
    id: read.data.id,
    at,
    operation: OPERATION,
    feature: KNOWN.get(bare(setting)) ?? null,
    setting,
    value,
    by: personIn(fields),
    ...originOf(fields),
  };
}

/** The changes among records, and how many could not be read. */
export function changesIn(
  records: readonly unknown[],
  read: (record: unknown) => ReturnType<typeof auditedChange>,
): Pick<LogReading, 'changes' | 'leftOut'> {
  const found = records.map(read);
  const changes = found.flatMap((one) => (typeof one === 'object' ? [one] : []));
  return { changes, leftOut: found.filter((one) => one === 'unread').length };
}

/** The fields of a record by their names in lower case; none for what is no object. */
export function fieldsOf(record: unknown): Readonly<Record<string, unknown>> {
  const parsed = typeof record === 'string' ? jsonOf(record) : record;
  return typeof parsed === 'object' && parsed !== null ? lowerKeys(parsed) : {};
}

function jsonOf(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

/** Each record once, oldest first, and as the log has them where times are the same. */
export function inOrder(changes: readonly AuditedChange[]): AuditedChange[] {
  const byId = new Map(changes.map((one) => [one.id, one]));
  return [...byId.values()].sort((one, other) => one.at - other.at);
}
