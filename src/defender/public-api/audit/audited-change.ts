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
  const only = Array.isArray(told) && told.length === 1 ? told[0] : told;
  // Other workloads write a value as a list in a text: `["True"]`.
  const plain = typeof only === 'string' ? only.replaceAll(/[\s"[\]]/g, '').toLowerCase() : only;
  if (ON.includes(plain)) return 'on';
  return OFF.includes(plain) ? 'off' : null;
}

const text = z.string().trim().min(1);

/** What every record of the unified audit log has; its keys are compared without case. */
const common = z.object({ id: text.or(z.number().transform(String)), creationtime: text });

function lowerKeys(record: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key.toLowerCase(), value]));
}

/** One setting that a record names, and what it was set to. */
interface Setting extends Pick<AuditedChange, 'setting' | 'feature' | 'value'> {
  /** Whether the record says that it was so before. */
  readonly isSame: boolean;
}

/** @returns null where nothing is named */
function settingOf(named: unknown, to: unknown, from: unknown): Setting | null {
  const name = text.safeParse(named);
  if (!name.success) return null;
  const value = onOrOff(to);
  const isSame = value !== null && onOrOff(from) === value;
  return { setting: name.data, feature: KNOWN.get(bare(name.data)) ?? null, value, isSame };
}

const NO_SETTING: Setting = {
  setting: 'a setting that the record does not name',
  feature: null,
  value: null,
  isSame: false,
};

/** What a record says of settings, and how much of that cannot be used. */
interface Settings {
  readonly told: readonly Setting[];
  readonly leftOut: number;
}

/**
 * Settings and values as fields of the record, and in the list of changed properties that other workloads write. Each
 * counts that names a switch or has the value of one; what else such a list holds is left out. Where none does, the
 * first that has a name stands for the record.
 */
function settingsIn(record: Readonly<Record<string, unknown>>): Settings {
  const own = settingOf(
    record.settingname,
    record.settingsnewvalue ?? record.settingnewvalue,
    record.settingsoldvalue ?? record.settingoldvalue,
  );
  const list = listIn(record.modifiedproperties).map((one) => {
    const { name, newvalue, oldvalue } = fieldsOf(one);
    return settingOf(name, newvalue, oldvalue);
  });
  const named = [own, ...list].flatMap((one) => one ?? []);
  const all = named.filter((one, at) => named.findIndex((other) => isOnce(one, other)) === at);
  const usable = all.filter(({ feature, value }) => feature !== null || value !== null);
  const changed = usable.filter(({ isSame }) => !isSame);
  const told = changed.length > 0 ? changed : usable.length > 0 ? usable : [all[0] ?? NO_SETTING];
  const unused = all.filter((one) => !usable.includes(one) && !told.includes(one)).length;
  return { told, leftOut: unused + list.filter((one) => one === null).length };
}

/** Whether two say the same, under the same name or two names of one switch. */
function isOnce(one: Setting, other: Setting): boolean {
  const isOne = one.feature === null ? bare(one.setting) === bare(other.setting) : one.feature === other.feature;
  return isOne && one.value === other.value;
}

/** A list, or the same as JSON text; what is neither is one entry that cannot be used. */
function listIn(told: unknown): readonly unknown[] {
  const list = typeof told === 'string' ? jsonOf(told) : told;
  if (Array.isArray(list)) return list;
  return told === undefined || told === null || told === '' ? [] : [null];
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
  const organization = bare(textOf(fields, 'organizationid'));
  if (organization !== '' && organization !== bare(tenantId)) return false;
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

/** What one record tells: a change for each setting, and how many of its settings could not be read. */
export type RecordReading = Pick<LogReading, 'changes' | 'leftOut'>;

/**
 * Reads one record of the unified audit log, from whichever source. The first change has the id of the record, and
 * those after it the same with a number.
 * @param record an object, or the same as JSON text, as `RawEventData` comes in both forms
 * @returns `other` for another operation or tenant and for what failed; `unread` for what may be a change of a switch:
 *   it names no operation, has no id or no time, or is of a service that Airlock does not know
 */
export function auditedChanges(record: unknown, tenantId: string): RecordReading | 'other' | 'unread' {
  const fields = fieldsOf(record);
  const operation = textOf(fields, 'operation').toLowerCase();
  if (operation === '') return 'unread';
  if (operation !== OPERATION.toLowerCase() || !isOfTenant(fields, tenantId)) return 'other';
  const read = common.safeParse(fields);
  const at = read.success ? timeOf(read.data.creationtime) : Number.NaN;
  if (!read.success || Number.isNaN(at) || !WORKLOADS.test(bare(textOf(fields, 'workload')))) return 'unread';
  const { told, leftOut } = settingsIn(fields);
  const { id } = read.data;
  const changes = told.map(({ setting, feature: name, value }, index) => ({
    id: index === 0 ? id : `${id}#${index + 1}`,
    at,
    operation: OPERATION,
    feature: name,
    setting,
    value,
    by: personIn(fields),
    ...originOf(fields),
  }));
  return { changes, leftOut };
}

/** The changes among records, and how many records and settings could not be read. */
export function changesIn(
  records: readonly unknown[],
  read: (record: unknown) => ReturnType<typeof auditedChanges>,
): RecordReading {
  const found = records.map(read);
  const told = found.flatMap((one) => (typeof one === 'object' ? [one] : []));
  const unread = found.filter((one) => one === 'unread').length;
  return {
    changes: told.flatMap(({ changes }) => changes),
    leftOut: told.reduce((sum, { leftOut }) => sum + leftOut, unread),
  };
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

/**
 * Each record once, oldest first, and as the log has them where times are the same. Of two with one id that do not say
 * the same, the later one has what it says in its id.
 */
export function inOrder(changes: readonly AuditedChange[]): AuditedChange[] {
  const sorted = [...changes].sort((one, other) => one.at - other.at);
  const byId = new Map<string, AuditedChange>();
  for (const one of sorted) {
    const first = byId.get(one.id);
    const id = first && wordsOf(first) !== wordsOf(one) ? `${one.id}#${wordsOf(one)}` : one.id;
    byId.set(id, { ...one, id });
  }
  return [...byId.values()];
}

function wordsOf({ setting, feature: name, value }: AuditedChange): string {
  return [name ?? bare(setting), value ?? ''].join(' ').trim();
}
