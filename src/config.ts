import { DEMO_SETTINGS, SETTINGS, type Setting } from './config-settings.ts';
import { AirlockError } from './errors.ts';
import type { Policy } from './requests/policy.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

type Table = Readonly<Record<string, Setting<unknown>>>;
type Values<T extends Table> = { readonly [K in keyof T]: T[K] extends Setting<infer V> ? V : never };

/** One thing wrong with the configuration. */
export interface ConfigFault {
  readonly variable: string;
  readonly problem: string;
  readonly example: string;
}

/**
 * Reads every setting of a table at once and reports every fault at once.
 * @throws AirlockError config-invalid with details.faults
 */
export function readSettings<T extends Table>(table: T, env: Environment): Values<T> {
  const faults: ConfigFault[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries(table)) {
    const given = env[setting.variable] ?? setting.fallback;
    if (given === undefined) {
      faults.push({ variable: setting.variable, problem: `is not set (${setting.meaning})`, example: setting.example });
      continue;
    }
    const parsed = setting.schema.safeParse(given);
    if (parsed.success) values[name] = parsed.data;
    else
      faults.push({
        variable: setting.variable,
        problem: parsed.error.issues[0]?.message ?? 'is wrong',
        example: setting.example,
      });
  }
  if (faults.length > 0) throw configError(faults);
  return Object.freeze(values) as Values<T>;
}

function configError(faults: readonly ConfigFault[]): AirlockError {
  const lines = faults.map(
    ({ variable, problem, example }) => `  ${variable} ${problem}. Example: ${variable}=${example}`,
  );
  return new AirlockError('config-invalid', `Airlock does not start:\n${lines.join('\n')}`, { details: { faults } });
}

export type Settings = Values<typeof SETTINGS>;
export type DemoSettings = Settings & Values<typeof DEMO_SETTINGS>;

export function readDemoConfig(env: Environment = process.env): DemoSettings {
  return readSettings({ ...SETTINGS, ...DEMO_SETTINGS }, env);
}

/** How long a draft may wait for its reason, in ms: its reading of the tenant grows old. */
const DRAFT_WINDOW = 60 * 60_000;

export function policyOf(settings: Settings): Policy {
  return {
    approvers: settings.approverIds,
    requesters: settings.requesterIds,
    quorum: settings.quorum,
    decisionWindow: settings.decisionWindow,
    executionWindow: settings.executionWindow,
    draftWindow: DRAFT_WINDOW,
    openPerPerson: settings.openPerPerson,
  };
}
