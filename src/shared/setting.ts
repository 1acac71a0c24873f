import { isAbsolute, resolve } from 'node:path';
import { z } from 'zod';

/** One setting: its environment variable, what it means, an example, and how its text becomes a value. */
export interface Setting<T> {
  readonly variable: string;
  readonly meaning: string;
  readonly example: string;
  /** Text taken when the variable is unset. */
  readonly fallback?: string;
  /** True for a setting whose value is null when unset; one with neither this nor a fallback is required. */
  readonly optional?: true;
  /** What the README calls the default, where that is not the fallback's own text. */
  readonly shownDefault?: string;
  readonly schema: z.ZodType<T, string>;
}

export type SettingsTable = Readonly<Record<string, Setting<unknown>>>;
type ValueOf<S> = S extends Setting<infer V> ? (S extends { readonly optional: true } ? V | null : V) : never;
export type Values<T extends SettingsTable> = { readonly [K in keyof T]: ValueOf<T[K]> };

/** One thing wrong with the configuration. No value that was given is ever part of it: it may be a secret. */
export interface ConfigFault {
  /** The variable, or the place in a file: `.env, line 3`. */
  readonly variable: string;
  /** Follows the variable in a sentence. */
  readonly problem: string;
  /** A whole line that would be right. */
  readonly example: string;
}

export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;

export interface Reading<T extends SettingsTable> {
  /** What could be read: a setting that is wrong or missing is absent, an optional one that is unset is null. */
  readonly values: Partial<Values<T>>;
  readonly faults: readonly ConfigFault[];
}

/**
 * Reads every setting of a table, and names every one that is wrong. Kept by hand, over zod: the README's tables come
 * from the same rows, and envalid and convict put a refused value, which may be a secret, into their messages.
 */
export function readSettings<T extends SettingsTable>(table: T, env: EnvironmentVariables): Reading<T> {
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

/** A file or folder; a relative path begins at the working directory. */
export const filePath = z
  .string()
  .trim()
  .min(1, 'is empty')
  .transform((path) => (isAbsolute(path) ? path : resolve(path)));

/** A table of settings as the README shows it, in Markdown. */
export function settingsRows(table: SettingsTable): string {
  const rows = Object.values(table).map(
    (setting) => `| \`${setting.variable}\` | ${setting.meaning} | ${defaultOf(setting)} |`,
  );
  return ['| variable | meaning | default |', '|---|---|---|', ...rows].join('\n');
}

function defaultOf({ shownDefault, fallback, optional }: Setting<unknown>): string {
  if (shownDefault !== undefined) return shownDefault;
  if (fallback !== undefined) return `\`${fallback}\``;
  return optional ? 'none' : '**required**';
}
