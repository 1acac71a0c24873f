import type { AlertsChange } from '../../../src/changes/supported/alerts/alert-entry.ts';
import type { IndicatorsChange } from '../../../src/changes/supported/indicators/indicator-entry.ts';
import { memorySession } from '../../../src/defender/portal/create-portal-tenant.ts';
import type { Lack, Seen, Waiting } from '../../../src/requests/ports/defender-activity.ts';
import type { Fault } from '../../../src/sandbox/company/world.ts';
import { submitIndicator } from '../../../src/sandbox/mde/indicators/indicator-list.ts';
import { investigationsOf } from '../../../src/sandbox/mde/investigations.ts';
import { DEMO_APP, WRITER_APP } from '../../../src/sandbox/oauth/demo-app.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/start-sandbox.ts';
import { composeClients } from '../../../src/service/compose.ts';
import { readDemoConfig } from '../../../src/service/config/read-config.ts';
import { loopbackConfig } from '../../../src/service/demo/loopback-config.ts';
import { counting } from '../../support/runtime/counting.ts';
import { ManualClock } from '../../support/runtime/manual-clock.ts';
import { TEST_KEYS } from '../../support/runtime/record-keys.ts';
import { anOid } from '../../support/samples/ids.ts';

const PATIENCE = 15_000;
const nothing = (): void => {};
const quiet = { debug: nothing, info: nothing, warn: nothing, error: nothing };

type Clients = ReturnType<typeof composeClients>;

const BLOCKED = ['one.bad.example', 'two.bad.example'];
const SOC = { id: 'soc', name: 'SOC', kind: 'User' } as const;

function blocked(indicatorValue: string) {
  const kind = { indicatorType: 'DomainName', action: 'Block' } as const;
  return { indicatorValue, ...kind, title: 'Blocked', description: 'By hand' };
}

/** A sandbox of its own, and clients as of a service that has just started, by either connector. */
export interface OddPlace {
  readonly sandbox: Sandbox;
  readonly clock: ManualClock;
  clients(connector: string): Clients;
}

export async function oddPlace(): Promise<OddPlace> {
  const clock = new ManualClock();
  const sandbox = await startSandbox({ port: 0, botUrl: () => 'http://127.0.0.1:1/', now: () => clock.now() });
  const { url, world } = sandbox;
  const settings = readDemoConfig({ env: {}, faults: [] });
  const apps = { app: DEMO_APP, writer: WRITER_APP };
  const config = loopbackConfig({ url, tenantId: world.tenantId, ...apps }, settings, TEST_KEYS);
  for (const indicatorValue of BLOCKED) submitIndicator(world, blocked(indicatorValue), SOC);
  const timeouts = { directory: PATIENCE, defender: PATIENCE, activity: PATIENCE, login: PATIENCE };
  return {
    sandbox,
    clock,
    clients(kind) {
      const session = memorySession(sandbox.portalSession());
      const runtime = { clock, ids: counting(), log: quiet, timeouts, session };
      return composeClients({ ...config, connector: { kind, settings: {} } }, runtime);
    },
  };
}

/** What a reading claims, each in words of its own; and what it says that it lacks. A claim may say "unknown". */
export interface Claim {
  readonly claims: readonly string[];
  readonly lacks: readonly string[];
}

export interface OddSurface {
  readonly connectors: readonly string[];
  readonly at: Pick<Fault, 'surface' | 'path'>;
  /** A key whose value is text, and one by which a record is known. */
  readonly text: string;
  readonly id: string;
  /** A record without that text says that there is none of it. */
  readonly isOptional?: true;
  /** What is struck is a part of a list, which leads nowhere. */
  readonly isPart?: true;
  /** Its records are rows of a table, of which two may be alike. */
  readonly hasNoId?: true;
  claim(clients: Clients, place: OddPlace): Promise<Claim>;
}

const said = (lack: object | undefined): string[] =>
  Object.entries(lack ?? {}).flatMap(([name, value]) => (value === false || value === 0 ? [] : [`${name}: ${value}`]));

const counted = (seen: Seen<{ readonly all: number; readonly more: boolean; readonly leftOut?: number }>): Claim => {
  if ('why' in seen) return { claims: [], lacks: [seen.why] };
  const { all, more, leftOut = 0 } = seen.value;
  return { claims: Array.from({ length: all }, (_, n) => `number ${n + 1}`), lacks: said({ more, leftOut }) };
};

const BOTH = ['guided', 'portal'];
const DAY = 86_400_000;

export const SURFACES: Readonly<Record<string, OddSurface>> = {
  machines: {
    connectors: BOTH,
    at: { surface: 'mde', path: '/api/machines' },
    ...{ text: 'computerDnsName', id: 'id' },
    async claim({ tenant }) {
      const { devices = [], devicesLack } = await tenant.read(['devices']);
      return { claims: devices.map(({ id, groupId }) => `${id} in ${groupId}`), lacks: said(devicesLack) };
    },
  },
  'custom app scopes': {
    connectors: ['guided'],
    at: { surface: 'graph', path: 'customAppScopes' },
    ...{ text: 'displayName', id: 'id' },
    async claim({ tenant }) {
      const { groups = [], groupsLack, groupsUnread, groupsLeftOut } = await tenant.read(['groups']);
      const all = groups.map(({ id, name, unread = [] }) => `${id} ${unread.includes('name') ? 'unknown' : name}`);
      return { claims: all, lacks: said({ ...{ groupsLack, groupsUnread, groupsLeftOut } }).filter(isSaid) };
    },
  },
  'machine groups': {
    connectors: ['portal'],
    at: { surface: 'portal', path: 'machine_groups' },
    ...{ text: 'Name', id: 'MachineGroupId' },
    async claim({ tenant }) {
      const { groups = [], groupsLack, groupsLeftOut } = await tenant.read(['groups']);
      const all = groups.map(({ id, name, level, unread = [] }) => {
        return `${id < 0 ? 'unknown' : id} ${unread.includes('name') ? 'unknown' : name} ${level}`;
      });
      return { claims: all, lacks: said({ groupsLack, groupsLeftOut }).filter(isSaid) };
    },
  },
  switches: {
    connectors: ['portal'],
    at: { surface: 'portal', path: 'GetAdvancedFeaturesSetting' },
    ...{ text: 'AutoResolveInvestigatedAlerts', id: 'AutoResolveInvestigatedAlerts' },
    async claim({ tenant }) {
      const { features = {} } = await tenant.read(['features']);
      return { claims: Object.entries(features).map(([name, value]) => `${name} ${value}`), lacks: [] };
    },
  },
  'list of Entra groups with a role': {
    connectors: ['portal'],
    at: { surface: 'portal', path: 'aad_groups' },
    ...{ text: 'DisplayName', id: 'ObjectId' },
    async claim({ tenant }) {
      const { access = [], accessUnread } = await tenant.read(['access']);
      const all = access.map(({ id, name }) => `${id} ${name || 'unknown'}`.replace(/^unreadable/, 'unknown'));
      return { claims: all, lacks: accessUnread === undefined ? [] : ['accessUnread'] };
    },
  },
  'a person in the directory': {
    connectors: ['guided'],
    at: { surface: 'graph', path: '/users/' },
    ...{ text: 'displayName', id: 'id' },
    async claim({ directory }, { sandbox }) {
      const [first] = sandbox.world.people;
      const standing = await directory.standing(anOid(first?.id ?? ''), []);
      const { person } = standing ?? {};
      return { claims: person ? [`${person.oid} ${person.enabled}`] : [], lacks: [] };
    },
  },
  'records in hunting': {
    connectors: ['guided'],
    at: { surface: 'graph', path: 'runHuntingQuery' },
    ...{ text: 'AccountObjectId', id: 'ReportId' },
    claim: recorded,
  },
  'records in the activity feed': {
    connectors: ['guided'],
    at: { surface: 'activity', path: '/audit/' },
    ...{ text: 'UserId', id: 'Id', isPart: true },
    claim: recorded,
  },
  indicators: {
    connectors: ['guided'],
    at: { surface: 'mde', path: '/api/indicators' },
    ...{ text: 'indicatorValue', id: 'id' },
    async claim({ supported }) {
      const { indicators, indicatorTotal } = await supported.read(['indicators'], 'recent', TAKE_AWAY);
      const { found = [], lacks = null } = indicators ?? {};
      const is = TAKE_AWAY.entries.map(({ value }) => {
        const one = found.find((record) => record.value === value);
        return `${value} is ${one ? one.action : lacks === null ? 'not there' : 'unknown'}`;
      });
      return { claims: [...is, `${lacks === null ? indicatorTotal : 'unknown'} in all`], lacks: lacks ? [lacks] : [] };
    },
  },
  investigations: {
    connectors: ['guided'],
    at: { surface: 'mde', path: '/api/investigations' },
    ...{ text: 'state', id: 'id' },
    claim: async ({ activity }) => counted((await activity()).investigations),
  },
  'actions on devices': {
    connectors: ['guided'],
    at: { surface: 'mde', path: '/api/machineactions' },
    ...{ text: 'status', id: 'id' },
    claim: async ({ activity }) => counted((await activity()).actions),
  },
  'alerts that wait': {
    connectors: ['guided'],
    at: { surface: 'graph', path: 'alerts_v2' },
    ...{ text: 'investigationState', id: 'id', isOptional: true },
    claim: async ({ activity }) => counted((await activity()).overdue),
  },
  'alerts of a request': {
    connectors: ['guided'],
    at: { surface: 'mde', path: '/api/alerts?' },
    ...{ text: 'status', id: 'id' },
    async claim({ supported }, { sandbox }) {
      const { alerts } = await supported.read(['alerts'], 'recent', resolving(sandbox));
      const { found = [], lacks = null } = alerts ?? {};
      return { claims: found.map(({ id, status }) => `${id} ${status}`), lacks: lacks ? [lacks] : [] };
    },
  },
  'what waits in Defender': {
    connectors: ['guided'],
    at: { surface: 'mde', path: '/api/investigations' },
    ...{ text: 'computerDnsName', id: 'id' },
    async claim({ center }) {
      const { items, investigations, alerts } = await center.pending();
      return { claims: items.map(waitingWords), lacks: [...unread(investigations), ...unread(alerts)] };
    },
  },
  'alerts that wait in Defender': {
    connectors: ['guided'],
    at: { surface: 'graph', path: 'alerts_v2' },
    ...{ text: 'investigationState', id: 'id', isOptional: true },
    async claim({ center }) {
      const { items, investigations, alerts } = await center.pending();
      return {
        claims: items.map(({ alertId }) => `${alertId}`),
        lacks: [...unread(investigations), ...unread(alerts)],
      };
    },
  },
  'acts in the list of actions': {
    connectors: ['guided'],
    at: { surface: 'mde', path: '/api/machineactions' },
    ...{ text: 'computerDnsName', id: 'id' },
    claim: acts,
  },
  'acts in hunting': {
    connectors: ['guided'],
    at: { surface: 'graph', path: 'runHuntingQuery' },
    ...{ text: 'ActionType', id: 'Timestamp', isPart: true, hasNoId: true },
    claim: acts,
  },
  'exposure scores': {
    connectors: ['guided'],
    at: { surface: 'mde', path: '/api/exposureScore' },
    ...{ text: 'rbacGroupName', id: 'score' },
    async claim({ activity }) {
      const { exposure, exposureLack } = await activity();
      if ('why' in exposure) return { claims: [], lacks: [exposure.why] };
      return { claims: exposure.value.map(({ score }) => `${score}`), lacks: said(exposureLack) };
    },
  },
};

function unread(seen: Seen<Lack>): string[] {
  return 'why' in seen ? [seen.why] : said(seen.value);
}

function waitingWords({ investigationId, device }: Waiting): string {
  return `${investigationId ?? 'unknown'} on ${device ?? 'unknown'}`;
}

async function acts({ center }: Clients): Promise<Claim> {
  const { acts: found, list, log, disruption } = await center.acts();
  const claims = found.map(({ type, device }) => `${type} of ${device ?? 'unknown'}`);
  return { claims: [...new Set(claims)], lacks: [list, log, disruption].flatMap(unread) };
}

function resolving({ world }: Sandbox): AlertsChange {
  const ids = investigationsOf(world).map(({ investigation }) => investigation.triggeringAlertId);
  return { kind: 'alerts', entries: ids.slice(0, 3).map((id) => ({ id, title: '', to: { status: 'Resolved' } })) };
}

const TAKE_AWAY: IndicatorsChange = {
  kind: 'indicators',
  entries: [...BLOCKED, 'never.bad.example'].map((value) => ({ type: 'DomainName', value, to: null })),
};

const isSaid = (lack: string): boolean => !lack.endsWith('undefined');

async function recorded({ tenantAudit }: Clients, { clock }: OddPlace): Promise<Claim> {
  const seen = await tenantAudit(clock.now() - DAY);
  if ('why' in seen) return { claims: [], lacks: [seen.why] };
  const { changes, leftOut, until } = seen.value;
  const lacks = [...said({ leftOut: leftOut ?? 0 }), ...(until < clock.now() ? ['read until earlier'] : [])];
  return { claims: changes.map(({ at, setting, value }) => `${at} ${setting} ${value ?? 'unknown'}`), lacks };
}
