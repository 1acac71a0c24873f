import type { Command } from './command.ts';

/** Kinds that decide on a request, or that say something by somebody's word: only as an exact command. */
export const DECIDES: ReadonlySet<Command['kind']> = new Set([
  ...(['approve', 'reject', 'withdraw', 'take-back', 'attest', 'adopt', 'sight', 'cancel-scan'] as const),
]);

/** Kinds that only read. */
export const READS: ReadonlySet<Command['kind']> = new Set([
  ...([
    'status',
    'help',
    'home',
    'requests',
    'history',
    'show',
    'devices',
    'outside',
    'ask',
    'approvers',
    'last-change',
    'offer',
  ] as const),
]);
