import type { FeatureName } from '../../changes/advanced-features/feature.ts';

/** What somebody asked for in words. Only `change` can lead to a change, and only through two doors. */
export type Command =
  | { readonly kind: 'change'; readonly feature: FeatureName; readonly to: 'on' | 'off' }
  | { readonly kind: 'status' }
  | { readonly kind: 'help' }
  | { readonly kind: 'requests'; readonly open: boolean }
  | { readonly kind: 'show'; readonly number: number }
  | { readonly kind: 'withdraw'; readonly number: number }
  | { readonly kind: 'attest'; readonly number: number }
  | { readonly kind: 'approve'; readonly number: number; readonly digest: string | null }
  | { readonly kind: 'reject'; readonly number: number; readonly reason: string }
  /** A command without a part that it needs. */
  | { readonly kind: 'incomplete'; readonly why: string; readonly example: string }
  /** Not a command, but near one; offered, never run. */
  | { readonly kind: 'near-miss'; readonly closest: string }
  | { readonly kind: 'unknown' };

export type CommandOf<K extends Command['kind']> = Extract<Command, { readonly kind: K }>;
