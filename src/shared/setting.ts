import { isAbsolute, resolve } from 'node:path';
import { z } from 'zod';

/** One setting: its environment variable, what it means, an example, and how its text becomes a value. */
export interface Setting<T> {
  readonly variable: string;
  readonly meaning: string;
  readonly example: string;
  /** The text to use when the variable is unset. */
  readonly fallback?: string;
  /** True for a setting whose value is null when unset. A setting with neither this nor a fallback is required. */
  readonly optional?: true;
  /** True for a setting whose text is a secret, or an address that may hold a password. */
  readonly secret?: true;
  /** What docs/settings.md shows as the default, where that differs from the fallback. */
  readonly shownDefault?: string;
  readonly schema: z.ZodType<T, string>;
}

export type SettingsTable = Readonly<Record<string, Setting<unknown>>>;
type ValueOf<S> = S extends Setting<infer V> ? (S extends { readonly optional: true } ? V | null : V) : never;
export type Values<T extends SettingsTable> = { readonly [K in keyof T]: ValueOf<T[K]> };

/** One fault in the configuration. It never repeats the value that was set, which may be a secret. */
export interface ConfigFault {
  /** The variable, or the position in a file: `.env, line 3`. */
  readonly variable: string;
  /** The rest of a sentence that begins with the variable. */
  readonly problem: string;
  /** A complete line that would be valid. */
  readonly example: string;
  /** What to do, without a full stop, where the example does not say it. */
  readonly mend?: string;
}

export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;

export interface Reading<T extends SettingsTable> {
  /**
   * The settings that could be read. A setting that is wrong or missing is absent; an optional one that is unset is
   * null.
   */
  readonly values: Partial<Values<T>>;
  readonly faults: readonly ConfigFault[];
}

/**
 * Reads every setting of a table, and names every one that is wrong. Written by hand on top of zod for two reasons: the
 * tables of docs/ are made from the same rows, and envalid and convict repeat a rejected value, which may be a secret,
 * in their messages.
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
    else faults.push({ variable, example, ...faultOf(parsed.error.issues[0]) });
  }
  // The cast is sound: each value is what its own setting's schema gave, or null for an optional one.
  return { values: values as Partial<Values<T>>, faults };
}

/** A schema says how to mend what it refuses in `params.mend` of its own issue. */
function faultOf(issue: z.core.$ZodIssue | undefined): Pick<ConfigFault, 'problem' | 'mend'> {
  const problem = issue?.message ?? 'is wrong';
  const mend: unknown = issue?.code === 'custom' ? issue.params?.mend : undefined;
  return typeof mend === 'string' ? { problem, mend } : { problem };
}

/** What to do about a fault, as a sentence. */
export function mendingOf({ example, mend }: ConfigFault): string {
  return mend === undefined ? `For example: ${example}` : `${mend}.`;
}

/** A file or folder; a relative path starts at the working directory. */
export const filePath = z
  .string()
  .trim()
  .min(1, 'is empty')
  .transform((path) => (isAbsolute(path) ? path : resolve(path)));

/** A table of settings in Markdown, as docs/ shows it. */
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
