import { createHash } from 'node:crypto';
import type { World } from '../company/world.ts';
import { groupOf } from '../defender/group-of.ts';
import { type AlertState, alertState } from '../mde/alerts/alert-states.ts';
import type { InvestigationRecord } from '../mde/investigations.ts';
import { UNGROUPED_NAME } from '../mde/machine-routes.ts';
import type { ListRules } from './graph-list.ts';

const camel = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
const incidentOf = (record: InvestigationRecord): string => String(Number(record.investigation.id) - 3900);
const page = 'https://security.microsoft.com';

/**
 * The query options of `/security/alerts_v2` (learn: security-list-alerts_v2). `investigationState` is deliberately not
 * a filter property: Graph answers HTTP 400 (facts: A.2).
 * @param allStates whether the caller prefers states that newer versions added to be told
 */
export function alertRules(world: World, allStates: boolean): ListRules<InvestigationRecord> {
  const said = sayings(world);
  return {
    context: 'security/alerts_v2',
    properties: { type: 'microsoft.graph.security.alert', read: alertProperties(world, allStates) },
    filter: {
      assignedTo: { kind: 'text', takes: ['eq', 'ne'], read: said('assignedTo') },
      classification: { kind: 'text', takes: ['eq', 'ne'], read: said('classification') },
      determination: { kind: 'text', takes: ['eq', 'ne'], read: said('determination') },
      createdDateTime: { kind: 'date', takes: moments, read: (record) => record.investigation.startTime },
      lastUpdateDateTime: { kind: 'date', takes: moments, read: (record) => alertState(world, record).lastUpdateTime },
      severity: { kind: 'text', takes: ['eq', 'ne', 'in'], read: (record) => record.alert.severity },
      serviceSource: { kind: 'text', takes: ['eq', 'ne', 'in'], read: () => 'microsoftDefenderForEndpoint' },
      status: { kind: 'text', takes: ['eq', 'ne', 'in'], read: said('status') },
    },
    page: { usual: 100, most: 2000 },
    skip: true,
  };
}

const moments = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'] as const;

/** The names of Graph for what Defender's own API calls otherwise (learn: security-alert). */
const GRAPH_NAMES: Readonly<Record<string, string>> = {
  NotMalicious: 'clean',
  ConfirmedActivity: 'confirmedUserActivity',
};

/** What was said of an alert, in the names of Graph. */
function sayings(world: World) {
  return (name: 'status' | 'classification' | 'determination' | 'assignedTo') =>
    (record: InvestigationRecord): string | null => {
      const value = alertState(world, record)[name];
      if (value === null || name === 'assignedTo') return value;
      return GRAPH_NAMES[value] ?? camel(value);
    };
}

function commentOf({ comment, createdBy, createdTime }: AlertState['comments'][number]): object {
  return { comment, createdByDisplayName: createdBy, createdDateTime: createdTime };
}

function alertProperties(world: World, allStates: boolean): ListRules<InvestigationRecord>['properties']['read'] {
  const said = sayings(world);
  return {
    id: (record) => record.investigation.triggeringAlertId,
    providerAlertId: (record) => record.investigation.triggeringAlertId,
    incidentId: incidentOf,
    status: said('status'),
    severity: (record) => record.alert.severity,
    classification: said('classification'),
    determination: said('determination'),
    serviceSource: () => 'microsoftDefenderForEndpoint',
    detectionSource: () => 'microsoftDefenderForEndpoint',
    productName: () => 'Microsoft Defender for Endpoint',
    detectorId: (record) => record.machine.id.slice(0, 8),
    tenantId: () => world.tenantId,
    title: (record) => record.alert.title,
    description: (record) => `${record.alert.title} on ${record.machine.computerDnsName}.`,
    recommendedActions: () => '',
    category: (record) => record.alert.category,
    assignedTo: said('assignedTo'),
    alertWebUrl: (record) => `${page}/alerts/${record.investigation.triggeringAlertId}?tid=${world.tenantId}`,
    incidentWebUrl: (record) => `${page}/incidents/${incidentOf(record)}?tid=${world.tenantId}`,
    actorDisplayName: () => null,
    threatDisplayName: (record) => record.alert.threat,
    threatFamilyName: (record) => record.alert.threat,
    mitreTechniques: () => [],
    createdDateTime: (record) => record.investigation.startTime,
    lastUpdateDateTime: (record) => alertState(world, record).lastUpdateTime,
    resolvedDateTime: (record) => alertState(world, record).resolvedTime,
    firstActivityDateTime: (record) => record.investigation.startTime,
    lastActivityDateTime: (record) => record.investigation.startTime,
    investigationState: (record) => camel(record.investigation.state),
    comments: (record) => alertState(world, record).comments.map(commentOf),
    systemTags: () => [],
    evidence: (record) => evidenceOf(world, record, allStates),
  };
}

function evidenceOf(world: World, record: InvestigationRecord, allStates: boolean): object[] {
  return [deviceEvidence(world, record), ...fileEvidence(record, allStates), ...networkEvidence(record)];
}

/** The file that malware was found in; it waits for approval as long as its investigation does. */
function fileEvidence({ alert, investigation, machine }: InvestigationRecord, allStates: boolean): object[] {
  if (alert.threat === null) return [];
  const digest = (algorithm: string) => createHash(algorithm).update(`${alert.threat} ${machine.id}`).digest('hex');
  const waits = investigation.state === 'PendingApproval';
  return [
    {
      '@odata.type': '#microsoft.graph.security.fileEvidence',
      createdDateTime: investigation.startTime,
      verdict: 'malicious',
      remediationStatus: waits ? (allStates ? 'pendingApproval' : 'unknownFutureValue') : 'remediated',
      remediationStatusDetails: null,
      roles: [],
      tags: [],
      detectionStatus: 'detected',
      mdeDeviceId: machine.id,
      fileDetails: {
        sha1: digest('sha1'),
        sha256: digest('sha256'),
        fileName: `${alert.threat.toLowerCase()}.exe`,
        filePath: 'C:\\Users\\Public\\Downloads',
        fileSize: 241_664,
        filePublisher: null,
        signer: null,
        issuer: null,
      },
    },
  ];
}

/** Where a script called to (learn: security-ipevidence, security-urlevidence). */
function networkEvidence({ alert, investigation }: InvestigationRecord): object[] {
  const { addresses, urls } = alert.network ?? { addresses: [], urls: [] };
  const found = {
    createdDateTime: investigation.startTime,
    verdict: 'suspicious',
    remediationStatus: 'none',
    remediationStatusDetails: null,
    roles: [],
    tags: [],
  };
  return [
    ...addresses.map((ipAddress) => ({
      '@odata.type': '#microsoft.graph.security.ipEvidence',
      ...found,
      ipAddress,
      countryLetterCode: null,
    })),
    ...urls.map((url) => ({ '@odata.type': '#microsoft.graph.security.urlEvidence', ...found, url })),
  ];
}

function deviceEvidence(world: World, { machine, investigation }: InvestigationRecord): object {
  const group = groupOf(world).get(machine.id);
  return {
    '@odata.type': '#microsoft.graph.security.deviceEvidence',
    createdDateTime: investigation.startTime,
    verdict: 'unknown',
    remediationStatus: 'none',
    remediationStatusDetails: null,
    roles: [],
    tags: machine.machineTags,
    mdeDeviceId: machine.id,
    azureAdDeviceId: machine.aadDeviceId,
    deviceDnsName: machine.computerDnsName,
    osPlatform: machine.osPlatform,
    version: machine.version,
    healthStatus: camel(machine.healthStatus),
    riskScore: camel(machine.riskScore),
    rbacGroupId: group?.MachineGroupId ?? 0,
    rbacGroupName: group?.IsUnassignedMachineGroup ? UNGROUPED_NAME : (group?.Name ?? null),
    onboardingStatus: camel(machine.onboardingStatus),
    defenderAvStatus: 'updated',
  };
}
