import { msg, t } from '../../../shared/language/worded.ts';
import { wordedTable } from '../../../shared/language/worded-table.ts';
import type { Standing } from './device-standing.ts';
import type { Platforms } from './wanted-devices.ts';

/** What can be done on a device, as people call it. */
export const ACT_NAMES = ['isolate', 'isolate-selectively', 'release', 'restrict', 'lift'] as const;

export type ActName = (typeof ACT_NAMES)[number];

interface Act {
  /** What was done, behind a number of devices: "isolated". */
  readonly done: string;
  /** How a device stands once it is done, and in words. */
  readonly leaves: Standing;
  readonly platforms: Platforms;
  /** What undoes it; null where only the state before says. */
  readonly inverse: ActName | null;
  /** What a person must know of it, and what is good to know besides. */
  readonly notes: readonly string[];
  readonly asides: readonly string[];
  /** The actions that tell how a device stands, by their names on the wire; and its own. */
  readonly family: readonly string[];
  readonly type: string;
}

const ISOLATION = ['Isolate', 'Unisolate'];
const RESTRICTION = ['RestrictCodeExecution', 'UnrestrictCodeExecution'];

const VPN = msg`A device behind a full-tunnel VPN loses Defender’s cloud, too: then only somebody at the device can release it.`;

/** Where devices are scanned and isolated on order. */
export const ANY = ['Windows', 'Linux', 'macOS'];
const WINDOWS = ['Windows'];

/** What each act is (learn: isolate-machine, unisolate-machine, restrict-code-execution, unrestrict-code-execution). */
export const ACTS: Readonly<Record<ActName, Act>> = {
  isolate: {
    done: msg`isolated`,
    leaves: 'isolated',
    platforms: ANY,
    inverse: 'release',
    notes: [msg`An isolated device reaches nothing but Defender.`, VPN],
    asides: [],
    family: ISOLATION,
    type: 'Isolate',
  },
  'isolate-selectively': {
    done: msg`isolated selectively`,
    leaves: 'isolated-selectively',
    platforms: WINDOWS,
    inverse: 'release',
    notes: [
      msg`A selectively isolated device reaches nothing but Defender, Outlook, Teams and Skype for Business.`,
      VPN,
    ],
    asides: [],
    family: ISOLATION,
    type: 'Isolate',
  },
  release: {
    done: msg`released`,
    leaves: 'free',
    platforms: ANY,
    inverse: null,
    notes: [msg`A released device reaches the network again, whatever runs on it.`],
    asides: [],
    family: ISOLATION,
    type: 'Unisolate',
  },
  restrict: {
    done: msg`restricted`,
    leaves: 'restricted',
    platforms: WINDOWS,
    inverse: 'lift',
    notes: [msg`Only apps that Microsoft signed start there from then on.`],
    asides: [msg`It needs Defender’s antivirus, and Windows 10 of version 1709 or newer.`],
    family: RESTRICTION,
    type: 'RestrictCodeExecution',
  },
  lift: {
    done: msg`lifted`,
    leaves: 'unrestricted',
    platforms: WINDOWS,
    inverse: 'restrict',
    notes: [msg`Every app starts there again.`],
    asides: [],
    family: RESTRICTION,
    type: 'UnrestrictCodeExecution',
  },
};

/** What an act does with devices, as a heading. @param devices "LAP-HR-0001", or "12 devices" */
export function actTitle(act: ActName, devices: string): string {
  switch (act) {
    case 'isolate':
      return t`Isolate ${devices}`;
    case 'isolate-selectively':
      return t`Isolate ${devices} selectively`;
    case 'release':
      return t`Release ${devices} from isolation`;
    case 'restrict':
      return t`Restrict app execution on ${devices}`;
    case 'lift':
      return t`Lift the app restriction on ${devices}`;
  }
}

/** How a standing is said. */
export const STANDING_WORDS = wordedTable<Readonly<Record<Standing, string>>>({
  isolated: msg`Isolated`,
  'isolated-selectively': msg`Isolated selectively`,
  free: msg`Not isolated`,
  restricted: msg`App execution restricted`,
  unrestricted: msg`No app restriction`,
});

/** The act that leads to a standing. */
export function actTo(standing: Standing): ActName {
  return ACT_NAMES.find((name) => ACTS[name].leaves === standing) ?? 'release';
}
