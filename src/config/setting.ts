import type { z } from 'zod';

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
