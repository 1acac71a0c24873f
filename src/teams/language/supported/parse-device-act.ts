import type { AntivirusScanChange } from '../../../changes/supported/actions/antivirus-scan-change.ts';
import type { ActName } from '../../../changes/supported/actions/response-acts.ts';
import { t } from '../../../shared/language/worded.ts';
import type { CommandOf } from '../command.ts';
import { withoutUrgency } from './urgency.ts';

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

/** What still waits for its device is cancelled by its undoing, which takes two people. */
const CANCEL_ACT = new RegExp(`^cancel (?:the )?(?:isolations?|restrictions?) (?:of )?(?:request )?${NUMBER}$`, 'iu');

const GROUP = /^(?:all )?(?:the )?(?:devices (?:of|in) )?(?:the )?(?:device )?group (.+)$/iu;
const IN_GROUP =
  /^(?:all |every |each )?(?:of )?(?:the )?(?:devices?|machines?|computers?|endpoints?) (?:of|in) (?:the )?(.+?)(?: (?:device )?group)?$/iu;
const UNGROUPED = /^(?:all |every |each )?(?:of )?(?:the )?(?:ungrouped|unassigned) (?:devices|machines|computers)$/iu;

/** All there are, which nobody sees on a card. */
const ALL =
  /^(?:everything|every (?:device|machine|computer)|(?:all|the whole)(?: of)?(?: the| our| my)? (?:devices|machines|computers|endpoints|fleet|tenant|company)(?: in (?:the|our|this) (?:tenant|company|organi[sz]ation|network)| in defender| we have)?)$/iu;

/** All of a sort, which may be the name of a group or not. */
const ALL_OF_SORT =
  /^(?:all|every|each)(?: of)?(?: the| our| my)? (server|laptop|workstation|desktop|client|pc|host)s?$/iu;

function isAll(words: string): boolean {
  return ALL.test(words) || ALL_OF_SORT.test(words);
}

/** What people call a device before its name. */
const SORT = /^(?:the |this )?(?:laptop|machine|computer|host|server|workstation|desktop|pc|endpoint)s? (?=\S)/iu;

/** A device's name as people type it: a label, or a whole DNS name. */
const DEVICE = /^(?=.*[\p{L}])[\p{L}\p{N}](?:[\p{L}\p{N}._-]{0,252}[\p{L}\p{N}])?$/u;

/** The most names of one message. */
const MOST = 500;

type Parsed = CommandOf<'change' | 'cancel-scan' | 'revert' | 'malformed' | 'incomplete' | 'offer'>;

/**
 * A scan, an action on devices, or that a scan is cancelled; null for any other text. That it cannot wait changes
 * nothing of it: the draft says whether it may be done at once.
 */
export function parseDeviceAct(line: string): Parsed | null {
  const urgent = withoutUrgency(line);
  if (urgent === '') return incompleteAct('isolate');
  const calm = urgent === null ? null : onDevices(urgent);
  // What decides counts in its own words alone.
  return calm === null || calm.kind === 'cancel-scan' || calm.kind === 'revert' ? onDevices(line) : calm;
}

/** Verbs by themselves, and what stands behind them in an example. */
const BARE = /^(isolate|quarantine|contain|release|unisolate|restrict|lift|scan|quick scan|full scan)$/iu;
const CONTAIN = /^(?:quarantine|contain|disconnect) (.+)$/iu;
const CANCEL_BARE = /^(?:cancel|stop) (?:all )?(?:the )?scans?$/iu;

function incompleteAct(verb: string): CommandOf<'incomplete'> {
  return {
    kind: 'incomplete',
    why: t`Write on which device, too: by its name, several with commas between them, or a group.`,
    example: `${verb} LAP-HR-0001`,
  };
}

/** What is short of a device, or is called otherwise. */
function nearly(line: string): CommandOf<'incomplete' | 'offer'> | null {
  const bare = BARE.exec(line)?.[1]?.toLowerCase();
  if (bare !== undefined) return incompleteAct(bare === 'quarantine' || bare === 'contain' ? 'isolate' : bare);
  if (CANCEL_BARE.test(line))
    return {
      kind: 'incomplete',
      why: t`Write the scans of which request, too: "requests" and "actions" list them.`,
      example: 'cancel scan 12',
    };
  const contained = CONTAIN.exec(line)?.[1];
  if (!contained || wantedIn(contained) === null) return null;
  return { kind: 'offer', why: 'close', commands: [`isolate ${contained}`] };
}

function onDevices(line: string): Parsed | null {
  const cancelled = CANCEL.exec(line)?.[1];
  if (cancelled) return { kind: 'cancel-scan', number: Number(cancelled) };
  const undone = CANCEL_ACT.exec(line)?.[1];
  if (undone) return { kind: 'revert', number: Number(undone) };
  for (const { whole, scan } of SCANS) {
    const words = whole.exec(line)?.[1];
    if (words !== undefined && isAll(words)) return ofAll(scan === 'Quick' ? 'quick scan' : 'scan', words);
    const wanted = startIn(words) ?? wantedIn(words);
    if (wanted) return { kind: 'change', change: { kind: 'antivirus-scan', scan, wanted, devices: [], leftOut: 0 } };
  }
  for (const { whole, act } of ACTS) {
    const words = whole.exec(line)?.[1];
    if (words !== undefined && isAll(words)) return ofAll(act.replace('-selectively', ''), words);
    if (startIn(words))
      return {
        kind: 'malformed',
        why: t`Airlock does this on devices that are named one by one, or on those of a group: never on whatever begins alike.`,
        examples: NAMED,
      };
    const wanted = wantedIn(words);
    if (wanted) return { kind: 'change', change: { kind: 'response-actions', act, wanted, devices: [], leftOut: 0 } };
  }
  return nearly(line);
}

const NAMED = ['isolate LAP-HR-0001, LAP-HR-0002', 'scan LAP-HR*'];
/** What was meant may be a group that is called as its devices are: "all servers". */
function ofAll(verb: string, words: string): CommandOf<'malformed'> {
  const sort = ALL_OF_SORT.exec(words)?.[1]?.toLowerCase();
  const group = sort === undefined ? 'Finance' : `${sort.charAt(0).toUpperCase()}${sort.slice(1)}s`;
  const some = verb.endsWith('scan') ? [`${verb} LAP-HR*`] : [];
  const examples = [`${verb} LAP-HR-0001, LAP-HR-0002`, ...some, `${verb} group ${group}`];
  return {
    kind: 'malformed',
    why: t`Airlock does this on devices that are named one by one, or on those of a group: never on all at once.`,
    examples,
  };
}

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
  if (UNGROUPED.test(text)) return { group: 'Ungrouped devices' };
  const group = (GROUP.exec(text)?.[1] ?? IN_GROUP.exec(text)?.[1])?.trim();
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
