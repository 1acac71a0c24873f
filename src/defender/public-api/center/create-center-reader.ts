import { z } from 'zod';
import type { TagOrigins } from '../../../changes/tenant-snapshot.ts';
import type { ActionCenter, AlertFacts, DeviceAct, Lack, Seen } from '../../../requests/ports/defender-activity.ts';
import { AirlockError, isAirlockError } from '../../../shared/errors.ts';
import { t } from '../../../shared/language/worded.ts';
import type { Clock, Log } from '../../../shared/runtime.ts';
import type { ActivityOptions } from '../activity/create-activity-reader.ts';
import { type ListPage, listSource } from '../activity/list-source.ts';
import type { Service } from '../answer-fault.ts';
import { HUNTING } from '../audit/hunting-source.ts';
import { bearerCall, inKnownForm } from '../bearer-call.ts';
import { createCallBudget, READING_LIMITS } from '../call-budget.ts';
import { ALL_STATES, alertShape, entitiesOf, type WireAlert } from './alert-evidence.ts';
import { DISRUPTION_QUERY, disruptionAct, joined, LOG_QUERY, loggedAct, MOST_ROWS, readActs } from './read-acts.ts';
import { deviceTagsQuery, originsIn } from './read-origins.ts';
import { merged, momentOf, openAlerts, waitingAlerts, waitingInvestigations } from './read-waiting.ts';

const GRAPH = { name: 'Microsoft Graph', api: 'Microsoft Graph', permission: 'SecurityAlert.Read.All' } as const;

const DEFENDER = { name: 'Defender', api: 'WindowsDefenderATP' } as const;

/** Reads Defender's Action center, as far as supported APIs tell it; each reading is new. */
export function createCenterReader(options: ActivityOptions): ActionCenter {
  const { mde, graph, clock, timeoutMs, log } = options;
  const of = (api: ActivityOptions['mde'], service: Service) => {
    return { ...api, clock, timeoutMs, budget: createCallBudget(READING_LIMITS, clock), service };
  };
  const investigations = listSource(of(mde, { ...DEFENDER, permission: 'Alert.Read.All' }));
  const actions = listSource(of(mde, { ...DEFENDER, permission: 'Machine.Read.All' }));
  const alerts = { ...of(graph, GRAPH), prefer: ALL_STATES };
  const hunt = bearerCall({ ...of(graph, HUNTING), onlyAsks: true });
  const rows = (query: string, actOf: (row: unknown) => DeviceAct | null) => hunted(hunt, query, actOf);
  return {
    async pending() {
      const readAt = clock.now();
      const [begun, told] = await Promise.all([
        seen(log, waitingInvestigations(investigations)),
        seen(log, waitingAlerts(listSource(alerts), readAt)),
      ]);
      const items = merged(recordsOf(begun), recordsOf(told));
      return { readAt, items, investigations: lackOf(begun), alerts: lackOf(told) };
    },
    async acts() {
      const readAt = clock.now();
      const [list, logged, disrupted] = await Promise.all([
        seen(log, readActs(actions, readAt)),
        seen(log, rows(LOG_QUERY, loggedAct)),
        seen(log, rows(DISRUPTION_QUERY, disruptionAct)),
      ]);
      const acts = joined([...recordsOf(list), ...recordsOf(disrupted)], recordsOf(logged));
      return { readAt, acts, list: lackOf(list), log: lackOf(logged), disruption: lackOf(disrupted) };
    },
    alert: (id) => readAlert(bearerCall(alerts), id, clock),
    async alerts() {
      const readAt = clock.now();
      const told = await seen(log, openAlerts(listSource(alerts), readAt));
      const found = recordsOf(told).map((one) => alertFacts(one, readAt));
      return { readAt, alerts: found.sort((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0)), list: lackOf(told) };
    },
    tags: (deviceId) => seen(log, readTags(hunt, deviceId)),
  };
}

async function readAlert(call: ReturnType<typeof bearerCall>, id: string, clock: Clock): Promise<AlertFacts | null> {
  const answered = await call(`/v1.0/security/alerts_v2/${encodeURIComponent(id)}`);
  if (answered.none) return null;
  return alertFacts(inKnownForm(GRAPH, alertShape.safeParse(answered.body)), clock.now());
}

function alertFacts(wire: WireAlert, readAt: number): AlertFacts {
  const { id, title, severity, status, classification, determination } = wire;
  return {
    readAt,
    id,
    createdAt: momentOf(wire.createdDateTime),
    title: title ?? id,
    severity: severity ?? null,
    status: status ?? null,
    classification: classification ?? null,
    determination: determination ?? null,
    investigation: wire.investigationState ?? null,
    entities: entitiesOf(wire),
  };
}

/** @throws AirlockError where hunting gives no answer, or one in another form */
async function readTags(hunt: ReturnType<typeof bearerCall>, deviceId: string): Promise<TagOrigins | null> {
  const { body } = await hunt('/v1.0/security/runHuntingQuery', { Query: deviceTagsQuery(deviceId), Timespan: 'P7D' });
  const read = originsIn(body);
  const [found] = read?.found ?? [];
  if (read === null || read.unread > 0)
    throw new AirlockError('tenant-schema', t`Advanced hunting told the tags in a form that Airlock does not know.`);
  return found ?? null;
}

const answer = z.object({ results: z.array(z.unknown()) });

async function hunted(
  hunt: ReturnType<typeof bearerCall>,
  query: string,
  actOf: (row: unknown) => DeviceAct | null,
): Promise<ListPage<DeviceAct>> {
  const { body } = await hunt('/v1.0/security/runHuntingQuery', { Query: query, Timespan: 'P30D' });
  const { results } = inKnownForm(HUNTING, answer.safeParse(body));
  const records = results.flatMap((row) => actOf(row) ?? []);
  return { records, more: results.length >= MOST_ROWS, leftOut: results.length - records.length };
}

async function seen<T>(log: Log, reading: Promise<T>): Promise<Seen<T>> {
  try {
    return { value: await reading };
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    log.debug({ code: error.code, why: error.message }, 'action center not read in part');
    return { why: error.message };
  }
}

function recordsOf<T>(page: Seen<ListPage<T>>): readonly T[] {
  return 'value' in page ? page.value.records : [];
}

function lackOf(page: Seen<ListPage<unknown>>): Seen<Lack> {
  if ('why' in page) return page;
  const { more, leftOut } = page.value;
  return { value: { more, leftOut } };
}
