import type { Json } from '../../changes/json.ts';

/** A finished card as Teams takes it: Adaptive Card 1.5, the newest version that Teams draws for bots. */
export type AdaptiveCard = { readonly [key: string]: Json } & {
  readonly type: 'AdaptiveCard';
  readonly version: '1.5';
};
