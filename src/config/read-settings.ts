import type { ConfigFault, SettingsTable, Values } from './setting.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Reading<T extends SettingsTable> {
  /** What could be read: a setting that is wrong or missing is absent, an optional one that is unset is null. */
  readonly values: Partial<Values<T>>;
  readonly faults: readonly ConfigFault[];
}

/** Reads every setting of a table, and names every one that is wrong. */
export function readSettings<T extends SettingsTable>(table: T, env: Environment): Reading<T> {
  const faults: ConfigFault[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries(table)) {
    const { variable } = setting;
    const example = `${variable}=${setting.example}`;
    const given = env[variable] ?? setting.fallback;
    if (given === undefined) {
      if (setting.optional) values[name] = null;
      else faults.push({ variable, problem: `is not set (${setting.meaning})`, example });
      continue;
    }
    const parsed = setting.schema.safeParse(given);
    if (parsed.success) values[name] = parsed.data;
    else faults.push({ variable, problem: parsed.error.issues[0]?.message ?? 'is wrong', example });
  }
  // Sound: each value is what its own setting's schema gave, or null for an optional one.
  return { values: values as Partial<Values<T>>, faults };
}
