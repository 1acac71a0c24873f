import type { Activity, ReadActivity, Seen } from '../../../requests/ports/defender-activity.ts';
import { isAirlockError } from '../../../shared/errors.ts';
import type { Clock, Log } from '../../../shared/runtime.ts';
import type { Service } from '../answer-fault.ts';
import { createCallBudget, READING_LIMITS } from '../call-budget.ts';
import { ALL_STATES } from '../center/alert-evidence.ts';
import { recently } from '../fleet.ts';
import { type ListSource, listSource } from './list-source.ts';
import { readActions, readExposure, readInvestigations, readOverdue } from './read-activity.ts';

interface Api {
  /** Origin: `https://api.security.microsoft.com`, `https://graph.microsoft.com`. */
  readonly baseUrl: string;
  readonly getToken: () => Promise<string>;
}

export interface ActivityOptions {
  readonly mde: Api;
  readonly graph: Api;
  readonly clock: Clock;
  /** Milliseconds for one call. */
  readonly timeoutMs: number;
  readonly log: Log;
}

/** How long a reading may be reused, in ms. */
const REUSED = 60_000;

/**
 * Reads what Defender is doing, from the supported APIs (docs/facts/defender.md#reading-apis,
 * docs/facts/defender.md#graph), at most once a minute.
 */
export function createActivityReader(options: ActivityOptions): ReadActivity {
  const { clock } = options;
  const { investigations, actions, overdue, exposure: ofGroups } = sources(options);
  const reading = recently(
    async (): Promise<Activity> => {
      const readAt = clock.now();
      const [found, ordered, waiting, scores] = await Promise.all([
        seen(options.log, readInvestigations(investigations, readAt)),
        seen(options.log, readActions(actions, readAt)),
        seen(options.log, readOverdue(overdue, readAt)),
        seen(options.log, readExposure(ofGroups)),
      ]);
      const lack = 'value' in scores ? scores.value.lack : null;
      const isShort = lack !== null && (lack.more || lack.leftOut > 0);
      const exposure: Activity['exposure'] = 'value' in scores ? { value: scores.value.scores } : scores;
      const busy = { readAt, investigations: found, actions: ordered, overdue: waiting, exposure };
      return isShort ? { ...busy, exposureLack: lack } : busy;
    },
    () => REUSED,
    clock,
  );
  return () => reading('recent');
}

function sources({ mde, graph, clock, timeoutMs }: ActivityOptions) {
  const source = (api: Api, service: Service, prefer?: string): ListSource =>
    listSource({
      ...api,
      ...(prefer !== undefined && { prefer }),
      clock,
      timeoutMs,
      budget: createCallBudget(READING_LIMITS, clock),
      service,
    });
  const defender = { name: 'Defender', api: 'WindowsDefenderATP' };
  const ofGraph = { name: 'Microsoft Graph', api: 'Microsoft Graph' };
  return {
    investigations: source(mde, { ...defender, permission: 'Alert.Read.All' }),
    actions: source(mde, { ...defender, permission: 'Machine.Read.All' }),
    overdue: source(graph, { ...ofGraph, permission: 'SecurityAlert.Read.All' }, ALL_STATES),
    exposure: source(mde, { ...defender, permission: 'Score.Read.All' }),
  };
}

async function seen<T>(log: Log, reading: Promise<T>): Promise<Seen<T>> {
  try {
    return { value: await reading };
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    log.debug({ code: error.code, why: error.message }, 'activity not read in part');
    return { why: error.message };
  }
}
