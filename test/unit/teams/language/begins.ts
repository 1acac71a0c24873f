import type { Command } from '../../../../src/teams/language/command.ts';

/** Kinds that end in a draft or a form, which changes nothing until somebody submits it. */
const DRAFTS: ReadonlySet<Command['kind']> = new Set([
  ...(['change', 'input', 'several', 'form', 'revert', 'revert-last', 'revert-outside', 'approval-channel'] as const),
]);

/** Kinds that decide on a request, or by which somebody gives their word. */
const DECISIONS: ReadonlySet<Command['kind']> = new Set([
  ...(['approve', 'reject', 'withdraw', 'take-back', 'attest', 'adopt', 'sight'] as const),
]);

/** Whether a command begins something, if only a draft. */
export function begins(command: Command): boolean {
  return decides(command) || drafts(command);
}

/** Whether a command begins a draft or opens a form. */
function drafts(command: Command): boolean {
  return DRAFTS.has(command.kind) || (command.kind === 'this' && command.want === 'revert');
}

/** Whether a command decides on a request, or takes somebody's word. */
export function decides({ kind }: Command): boolean {
  return DECISIONS.has(kind);
}
