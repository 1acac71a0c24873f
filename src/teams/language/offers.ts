import { msg, say, t } from '../../shared/language/worded.ts';
import { type Command, type CommandOf, DECIDES } from './command.ts';
import { parseCommand } from './parse-command.ts';

/** A button that does what somebody could have typed. */
export interface Offer {
  readonly title: string;
  readonly say: string;
}

/**
 * The button for a command that is offered as a next step; null where none may stand for it. What decides is never one
 * press on a suggestion: its button shows the request, whose own card decides.
 */
export function offerOf(line: string): Offer | null {
  const command = parseCommand(line);
  switch (command.kind) {
    case 'show':
    case 'approve':
    case 'take-back':
    case 'reject':
    case 'withdraw':
    case 'attest':
      return { title: t`Show ${command.number}`, say: `show ${command.number}` };
    case 'discard':
      return { title: t`Discard #${command.number}`, say: `discard ${command.number}` };
    case 'again':
      return { title: t`Ask again`, say: line };
    case 'several':
      return { title: command.wishes.length === 2 ? t`Both as one request` : t`All as one request`, say: line };
    case 'sight-form':
      return { title: t`I see it`, say: line };
    case 'form':
      return { title: t`Open form`, say: line };
    case 'status':
      return { title: t`Show status`, say: line };
    case 'requests':
      if (command.page !== undefined) return { title: pageTitle(command.page), say: line };
      return { title: command.open ? t`Show open requests` : t`Show all requests`, say: line };
    case 'history':
      return { title: command.page === 1 ? t`Show history` : pageTitle(command.page), say: line };
    case 'home':
      return { title: t`Home`, say: 'home' };
    case 'help':
      return { title: t`Help`, say: 'help' };
    case 'ask':
      return { title: questionTitle(command.about) ?? titled(line), say: line };
    default:
      return RUNS.has(command.kind) ? { title: titled(line), say: line } : null;
  }
}

/** Each asks for a change, which needs an approval, or only shows something. */
const RUNS: ReadonlySet<Command['kind']> = new Set<Command['kind']>([
  'change',
  'input',
  'revert',
  'approval-channel',
  'digest',
  'devices',
  'outside',
  'revert-outside',
  'revert-last',
  'approvers',
  'last-change',
]);

/** Whether a press may do what this text says: all but what decides, and what somebody attests. */
export function isPressable({ kind }: Command): boolean {
  return kind === 'sight' || !DECIDES.has(kind);
}

function questionTitle(about: CommandOf<'ask'>['about']): string | null {
  if ('waiting' in about) return about.waiting === 1 ? t`Waiting in Defender` : pageTitle(about.waiting);
  return 'acts' in about && about.on === null && about.acts === 1 ? t`Actions on devices` : null;
}

function pageTitle(page: number): string {
  return t`Page ${page}`;
}

/** The command itself, which begins in the reader's language where it is one of the common ones. */
function titled(line: string): string {
  const fixed = TITLES.get(line);
  if (fixed !== undefined) return say(fixed);
  const [, verb = '', of = ''] = /^(enable|disable|revert change|revert|devices|actions on) (.+)$/u.exec(line) ?? [];
  return BEGINS.get(verb)?.(of) ?? line.charAt(0).toUpperCase() + line.slice(1);
}

const TITLES: ReadonlyMap<string, string> = new Map([
  ['outside changes', msg`Outside changes`],
  ['undo the last change', msg`Undo the last change`],
  ['use this channel for approvals', msg`Use this channel for approvals`],
]);

const BEGINS: ReadonlyMap<string, (of: string) => string> = new Map([
  ['actions on', (of) => t`Actions on ${of}`],
  ['devices', (of) => t`Devices ${of}`],
  ['disable', (of) => t`Disable ${of}`],
  ['enable', (of) => t`Enable ${of}`],
  ['revert', (of) => t`Revert ${of}`],
  ['revert change', (of) => t`Revert change ${of}`],
]);
