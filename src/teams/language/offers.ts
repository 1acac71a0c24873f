import { cut } from '../../changes/device-group/words/names.ts';
import { partsOfDnsName } from '../../changes/device-group.ts';
import { type FeatureName, feature } from '../../changes/features.ts';
import { ENGLISH } from '../../shared/language/languages.ts';
import { languageNow, msg, say, t } from '../../shared/language/worded.ts';
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
    case 'drafts':
      return { title: command.discards ? t`Discard all drafts` : t`Your drafts`, say: line };
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
      return { title: questionTitle(command.about) ?? titled(line, command), say: line };
    default:
      return RUNS.has(command.kind) ? { title: titled(line, command), say: line } : null;
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

type About = CommandOf<'ask'>['about'];

/** What a question is about, in a few words of the reader's language; null where what was typed says it shorter. */
function questionTitle(about: About): string | null {
  if ('feature' in about) return languageNow() === ENGLISH ? null : t`How is ${shortName(about.feature)}?`;
  if ('group' in about) return about.group === null ? t`Ungrouped devices` : t`Show group ${brief(about.group)}`;
  if ('device' in about) return t`Group of ${brief(about.device)}`;
  if ('tags' in about) return t`Tags of ${brief(about.tags)}`;
  if ('tagged' in about) return t`Devices with ${brief(about.tagged)}`;
  if ('indicator' in about) return t`Indicator of ${brief(about.indicator)}`;
  if ('ending' in about) return t`Indicators that end soon`;
  if ('digest' in about) return t`Digest now`;
  if ('verdict' in about) return about.verdict === 'false-positive' ? t`False positive` : t`False negative`;
  return listTitle(about);
}

function listTitle(about: About): string | null {
  if ('waiting' in about) return about.waiting === 1 ? t`Waiting in Defender` : pageTitle(about.waiting);
  if ('standing' in about) return standingTitle(about.standing, about.on);
  if ('acts' in about && about.acts > 1) return pageTitle(about.acts);
  if ('acts' in about) return about.on === null ? t`Actions on devices` : t`Actions on ${brief(about.on)}`;
  if (!('alerts' in about)) return null;
  if (about.alerts > 1) return pageTitle(about.alerts);
  return about.on === null ? t`Open alerts` : t`Alerts on ${brief(about.on)}`;
}

function standingTitle(standing: 'isolated' | 'restricted' | 'scanned', on: string | null): string {
  if (standing === 'isolated') return on === null ? t`Isolated devices` : t`Is ${brief(on)} isolated?`;
  if (standing === 'restricted') return on === null ? t`Restricted devices` : t`Is ${brief(on)} restricted?`;
  return on === null ? t`Running scans` : t`Is ${brief(on)} being scanned?`;
}

/** So much of a name that the button stands on one line of a phone. */
const BRIEF = 18;

/** A name as a button has room for; of a whole DNS name the first label. */
function brief(name: string): string {
  return cut(partsOfDnsName(name).name, BRIEF);
}

/** A switch in a few words; the portal's own name where there are none. */
function shortName(name: FeatureName): string {
  const short = SHORT[name];
  return short === undefined ? feature(name).title : say(short);
}

const SHORT: Readonly<Partial<Record<FeatureName, string>>> = {
  'automated-investigation': msg`AIR`,
  'auto-resolve-alerts': msg`automatic resolving`,
};

function pageTitle(page: number): string {
  return t`Page ${page}`;
}

/** The command itself, which begins in the reader's language where it is one of the common ones. */
function titled(line: string, command: Command): string {
  const fixed = TITLES.get(line);
  if (fixed !== undefined) return say(fixed);
  if (command.kind === 'approvers' && command.number === null) return t`Who can approve?`;
  if (command.kind === 'last-change' && command.feature === null) return t`The last change`;
  if (command.kind === 'change' && languageNow() !== ENGLISH && command.change.kind === 'advanced-feature') {
    const { feature: name, to } = command.change;
    return to === 'on' ? t`Enable ${shortName(name)}` : t`Disable ${shortName(name)}`;
  }
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
