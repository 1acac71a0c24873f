import type { Standing } from './device-standing.ts';
import type { Platforms } from './wanted-devices.ts';

/** What can be done on a device, as people call it. */
export const ACT_NAMES = ['isolate', 'isolate-selectively', 'release', 'restrict', 'lift'] as const;

export type ActName = (typeof ACT_NAMES)[number];

interface Act {
  /** Its title, before the devices. */
  readonly title: string;
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
  /** The actions that tell how a device stands, by their names on the wire. */
  readonly family: readonly string[];
}

const ISOLATION = ['Isolate', 'Unisolate'];
const RESTRICTION = ['RestrictCodeExecution', 'UnrestrictCodeExecution'];

const VPN =
  'A device behind a full-tunnel VPN loses Defender’s cloud, too: then only somebody at the device can release it.';

const ANY = ['Windows', 'Linux', 'macOS'];
const WINDOWS = ['Windows'];

/** What each act is (learn: isolate-machine, unisolate-machine, restrict-code-execution, unrestrict-code-execution). */
export const ACTS: Readonly<Record<ActName, Act>> = {
  isolate: {
    title: 'Isolate',
    done: 'isolated',
    leaves: 'isolated',
    platforms: ANY,
    inverse: 'release',
    notes: ['An isolated device reaches nothing but Defender.', VPN],
    asides: [],
    family: ISOLATION,
  },
  'isolate-selectively': {
    title: 'Isolate selectively',
    done: 'isolated selectively',
    leaves: 'isolated-selectively',
    platforms: WINDOWS,
    inverse: 'release',
    notes: ['A selectively isolated device reaches nothing but Defender, Outlook, Teams and Skype for Business.', VPN],
    asides: [],
    family: ISOLATION,
  },
  release: {
    title: 'Release from isolation',
    done: 'released',
    leaves: 'free',
    platforms: ANY,
    inverse: null,
    notes: ['A released device reaches the network again, whatever runs on it.'],
    asides: [],
    family: ISOLATION,
  },
  restrict: {
    title: 'Restrict app execution on',
    done: 'restricted',
    leaves: 'restricted',
    platforms: WINDOWS,
    inverse: 'lift',
    notes: ['Only apps that Microsoft signed start there from then on.'],
    asides: ['It needs Defender’s antivirus, and Windows 10 of version 1709 or newer.'],
    family: RESTRICTION,
  },
  lift: {
    title: 'Lift the app restriction on',
    done: 'lifted',
    leaves: 'unrestricted',
    platforms: WINDOWS,
    inverse: 'restrict',
    notes: ['Every app starts there again.'],
    asides: [],
    family: RESTRICTION,
  },
};

/** How a standing is said. */
export const STANDING_WORDS: Readonly<Record<Standing, string>> = {
  isolated: 'Isolated',
  'isolated-selectively': 'Isolated selectively',
  free: 'Not isolated',
  restricted: 'App execution restricted',
  unrestricted: 'No app restriction',
};

/** The act that leads to a standing. */
export function actTo(standing: Standing): ActName {
  return ACT_NAMES.find((name) => ACTS[name].leaves === standing) ?? 'release';
}
