import type { World } from '../company/world.ts';
import { type AuditRecord, auditLogOf } from './audit-log.ts';

/** The number of `msdeGeneralSettings` among the record types of the unified audit log. */
const GENERAL_SETTINGS = 111;

/** An administrator, among the user types of the unified audit log. */
const ADMINISTRATOR = 2;

export const OPERATION = 'SetAdvancedFeatures';

/** The address that every record gives: one of those that are kept for examples (RFC 5737). */
export const CLIENT_IP = '203.0.113.24';

/** A time as the log writes it: UTC, to the second, without a zone. */
function logTime(at: number): string {
  return new Date(at).toISOString().slice(0, 19);
}

/** A record as the Management Activity API serves it, and as `RawEventData` holds it. */
export function rawRecord(world: World, record: AuditRecord): Record<string, unknown> {
  const person = world.people.find(({ userPrincipalName }) => userPrincipalName === record.by);
  return {
    CreationTime: logTime(record.at),
    Id: record.id,
    Operation: OPERATION,
    OrganizationId: world.tenantId,
    RecordType: GENERAL_SETTINGS,
    ResultStatus: 'Succeeded',
    UserKey: record.account ?? person?.id ?? record.by,
    UserType: ADMINISTRATOR,
    Version: 1,
    Workload: 'MicrosoftDefenderForEndpoint',
    ClientIP: CLIENT_IP,
    UserId: record.by,
    ...settingFields(world, record),
  };
}

function settingFields(world: World, { setting, before, after }: AuditRecord): object {
  const { shape } = auditLogOf(world);
  if (shape === 'properties') {
    return { ModifiedProperties: [{ Name: setting, OldValue: String(before), NewValue: String(after) }] };
  }
  return { SettingName: setting, SettingsNewValue: shape === 'text' ? String(after) : after };
}
