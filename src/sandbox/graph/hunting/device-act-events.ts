import { auditLogOf } from '../../audit-log/audit-log.ts';
import { CLIENT_IP } from '../../audit-log/raw-record.ts';
import type { World } from '../../company/world.ts';
import { machineActionsOf } from '../../mde/actions/machine-actions.ts';
import { stableId } from '../../wire/stable-id.ts';
import type { HuntingTable, Row } from './kql-query.ts';

/** What the audit log calls each action on a device (facts: 2.3). */
const OPERATIONS: Readonly<Record<string, string>> = {
  RunAntiVirusScan: 'RunAntiVirusScan',
  Isolate: 'IsolateDevice',
  Unisolate: 'ReleaseFromIsolation',
  RestrictCodeExecution: 'RestrictAppExecution',
  UnrestrictCodeExecution: 'RemoveAppRestrictions',
  CollectInvestigationPackage: 'CollectInvestigationPackage',
};

/** Actions on devices as `CloudAppEvents` has them, once the log's delay is over. */
export function deviceActRows(world: World, from: number, to: number): Row[] {
  const { delayMs, shape } = auditLogOf(world);
  const listed = machineActionsOf(world).filter(({ createdAt }) => {
    return createdAt >= from && createdAt <= to && createdAt + delayMs <= world.now();
  });
  return listed.map((action) => {
    const raw = {
      Workload: 'MicrosoftDefenderForEndpoint',
      OrganizationId: world.tenantId,
      RecordType: 110,
      UserId: action.requestor,
      ClientIP: CLIENT_IP,
      DeviceName: action.computerDnsName,
      ActionComment: action.comment,
    };
    return {
      Timestamp: new Date(action.createdAt + 2_000).toISOString(),
      ActionType: OPERATIONS[action.type] ?? action.type,
      Application: 'Microsoft Defender for Endpoint',
      AccountObjectId: '',
      AccountDisplayName: action.requestor,
      IsAdminOperation: true,
      IPAddress: CLIENT_IP,
      ReportId: `${action.id}_20893_1`,
      RawEventData: shape === 'text' ? JSON.stringify(raw) : raw,
    };
  });
}

const HOUR = 3_600_000;

/** What attack disruption did by itself: once, some days ago. */
export function disruptionEvents(world: World): HuntingTable {
  return {
    columns: {
      Timestamp: 'DateTime',
      ActionType: 'String',
      DeviceId: 'String',
      DeviceName: 'String',
      PolicyName: 'String',
      IsPolicyOn: 'Boolean',
      ReportType: 'String',
      ReportId: 'String',
    },
    rows: () => rowsOf(world),
  };
}

function rowsOf(world: World): Row[] {
  const machine = world.machines.find(({ osPlatform }) => osPlatform.startsWith('Windows'));
  if (!machine) return [];
  return [
    {
      Timestamp: new Date(Date.parse(machine.lastSeen) - 60 * HOUR).toISOString(),
      ActionType: 'ContainedUserLogonBlocked',
      DeviceId: machine.id,
      DeviceName: machine.computerDnsName,
      PolicyName: 'Contain user',
      IsPolicyOn: true,
      ReportType: 'Prevented',
      ReportId: stableId('disruption', machine.id),
    },
  ];
}
