import type { AntivirusScanChange } from '../../../changes/supported/actions/antivirus-scan-change.ts';
import type { ActName } from '../../../changes/supported/actions/response-acts.ts';
import { t } from '../../../shared/language/worded.ts';
import type { CommandOf } from '../command.ts';

const NUMBER = '#?([1-9][0-9]{0,8})';

/** Each form of a command, its words for the devices in the one place that is captured. */
const SCANS: readonly { readonly whole: RegExp; readonly scan: AntivirusScanChange['scan'] }[] = [
  { whole: /^(?:run (?:a )?|start (?:a )?)?quick (?:antivirus |av )?scan (?:of |on )?(.+)$/iu, scan: 'Quick' },
  { whole: /^(?:run (?:a )?|start (?:a )?)?full (?:antivirus |av )?scan (?:of |on )?(.+)$/iu, scan: 'Full' },
  { whole: /^(?:run (?:an? )?|start (?:an? )?)?(?:antivirus |av )?scan (?:of |on )?(.+)$/iu, scan: 'Full' },
];

const ACTS: readonly { readonly whole: RegExp; readonly act: ActName }[] = [
  { whole: /^isolate (.+) selectively$/iu, act: 'isolate-selectively' },
  { whole: /^(?:selectively isolate|isolate selectively) (.+)$/iu, act: 'isolate-selectively' },
  { whole: /^isolate (.+)$/iu, act: 'isolate' },
  { whole: /^(?:release|unisolate) (.+?)(?: (?:from|out of) isolation)?$/iu, act: 'release' },
  { whole: /^(?:take|get|let|bring) (.+) (?:out of|back from|off) isolation$/iu, act: 'release' },
  { whole: /^(?:end|lift|undo|remove) (?:the )?isolation (?:of|on|from|for) (.+)$/iu, act: 'release' },
  { whole: /^restrict (?:app(?:lication)? execution (?:on|of) |apps on )?(.+)$/iu, act: 'restrict' },
  { whole: /^(?:lift|unrestrict) (?:(?:the )?(?:app )?restrictions? (?:on|of|from) )?(.+)$/iu, act: 'lift' },
];

const CANCEL = new RegExp(
  `^(?:(?:cancel|stop) (?:the )?scans?|cancel (?:the )?(?:releases?|lifts?|orders?)) (?:of )?(?:request )?${NUMBER}$`,
  'iu',
);

const GROUP = /^(?:all )?(?:the )?(?:devices (?:of|in) )?(?:the )?(?:device )?group (.+)$/iu;

/** What people call a device before its name. */
const SORT = /^(?:the |this )?(?:laptop|machine|computer|host|server|workstation|desktop|pc|endpoint)s? (?=\S)/iu;

/** A device's name as people type it: a label, or a whole DNS name. */
const DEVICE = /^(?=.*[\p{L}])[\p{L}\p{N}](?:[\p{L}\p{N}._-]{0,252}[\p{L}\p{N}])?$/u;

/** The most names of one message. */
const MOST = 500;

/** A scan, an action on devices, or that a scan is cancelled; null for any other text. */
export function parseDeviceAct(line: string): CommandOf<'change' | 'cancel-scan' | 'malformed'> | null {
  const cancelled = CANCEL.exec(line)?.[1];
  if (cancelled) return { kind: 'cancel-scan', number: Number(cancelled) };
  for (const { whole, scan } of SCANS) {
    const words = whole.exec(line)?.[1];
    const wanted = startIn(words) ?? wantedIn(words);
    if (wanted) return { kind: 'change', change: { kind: 'antivirus-scan', scan, wanted, devices: [], leftOut: 0 } };
  }
  for (const { whole, act } of ACTS) {
    const words = whole.exec(line)?.[1];
    if (startIn(words))
      return {
        kind: 'malformed',
        why: t`Airlock does this on devices that are named one by one, or on those of a group: never on whatever begins alike.`,
        examples: NAMED,
      };
    const wanted = wantedIn(words);
    if (wanted) return { kind: 'change', change: { kind: 'response-actions', act, wanted, devices: [], leftOut: 0 } };
  }
  return null;
}

const NAMED = ['isolate LAP-HR-0001, LAP-HR-0002', 'scan LAP-HR*'];

const EVERY =
  /^(?:every|each|all)(?: the)? devices? (?:whose names? starts?|that starts?|starting) with ("[^"*]+"|[^\s*"]+)\*?$/iu;
const STAR = /^(?:(?:all|every) )?(?:the )?(?:devices? )?([\p{L}\p{N}][\p{L}\p{N}._-]*)\*$/u;

/** How the names of devices begin: `LAP-HR*`. */
function startIn(words: string | undefined): { readonly startsWith: string } | null {
  const text = words?.trim() ?? '';
  const start = EVERY.exec(text)?.[1] ?? STAR.exec(text)?.[1];
  return start === undefined ? null : { startsWith: start.replace(/^"(.+)"$/u, '$1') };
}

function wantedIn(words: string | undefined): AntivirusScanChange['wanted'] | null {
  const text = words?.trim() ?? '';
  const group = GROUP.exec(text)?.[1]?.trim();
  if (group) return group.endsWith('?') ? null : { group: group.replace(/^"(.+)"$/u, '$1') };
  const plain = text.replace(/^(?:the )?devices? (?=\S)/iu, '');
  const names = namesIn(plain, plain !== text);
  return names === null ? null : { names };
}

/**
 * Names with commas, semicolons or "and" between them. A plain word is one only behind "device"; where nothing but
 * blanks is between them, each must have a digit, so that no sentence is a list.
 */
function namesIn(text: string, isSaid: boolean): readonly string[] | null {
  const split = text
    .split(/ ?[,;] ?(?:and )?| and /iu)
    .map((part) =>
      part
        .trim()
        .replace(SORT, '')
        .replace(/^"(.+)"$/u, '$1'),
    )
    .filter((part) => part !== '');
  const parts = split.flatMap((part) => (part.includes(' ') ? part.split(' ') : [part]));
  const isPasted = parts.length > split.length;
  const looks = isPasted ? /\d/u : isSaid ? /./u : /[\d._-]/u;
  const isDevice = (part: string) => DEVICE.test(part) && looks.test(part);
  return parts.length > 0 && parts.length <= MOST && parts.every(isDevice) ? parts : null;
}

/** What somebody types for an action on devices; null where it has no short line. */
export function sayDeviceAct(change: CommandOf<'change'>['change']): string | null {
  if (change.kind !== 'antivirus-scan' && change.kind !== 'response-actions') return null;
  const { wanted } = change;
  const on =
    'group' in wanted
      ? `group ${wanted.group}`
      : 'startsWith' in wanted
        ? `${wanted.startsWith}*`
        : wanted.names.join(', ');
  if (on.length > 120) return null;
  if (change.kind === 'antivirus-scan') return `${change.scan.toLowerCase()} scan ${on}`;
  return change.act === 'isolate-selectively' ? `isolate ${on} selectively` : `${change.act} ${on}`;
}
