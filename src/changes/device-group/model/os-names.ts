import type { Condition } from '../../device-group.ts';

/**
 * The operating systems that a group's rule can name: Defender's name -> the name for people
 * (docs/facts/defender.md#portal-device-groups, names seen in tenants).
 */
export const OS_WORDS = {
  Windows11: 'Windows 11',
  Windows10: 'Windows 10',
  Windows10WVD: 'Windows 10 WVD',
  WindowsServer2025: 'Windows Server 2025',
  WindowsServer2022: 'Windows Server 2022',
  WindowsServer2019: 'Windows Server 2019',
  WindowsServer2016: 'Windows Server 2016',
  Windows2016: 'Windows 2016',
  WindowsServer2012R2: 'Windows Server 2012 R2',
  WindowsServer2008R2: 'Windows Server 2008 R2',
  Windows2008: 'Windows 2008',
  Windows2003: 'Windows 2003',
  Windows8blueserver: 'Windows 8 blue server',
  Windows8server: 'Windows 8 server',
  Linux: 'Linux',
  macOS: 'macOS',
  iOS: 'iOS',
  Android: 'Android',
} as const;

export type OsName = keyof typeof OS_WORDS;

/** Other names that people use, in lower case, with only letters and digits. */
const SPOKEN: Readonly<Record<string, OsName>> = {
  win11: 'Windows11',
  win10: 'Windows10',
  windows10multisession: 'Windows10WVD',
  windowsvirtualdesktop: 'Windows10WVD',
  wvd: 'Windows10WVD',
  server2025: 'WindowsServer2025',
  server2022: 'WindowsServer2022',
  server2019: 'WindowsServer2019',
  server2016: 'WindowsServer2016',
  server2012r2: 'WindowsServer2012R2',
  server2008r2: 'WindowsServer2008R2',
  server2008: 'Windows2008',
  windowsserver2008: 'Windows2008',
  server2003: 'Windows2003',
  windowsserver2003: 'Windows2003',
  mac: 'macOS',
  macosx: 'macOS',
  osx: 'macOS',
  iphone: 'iOS',
  ipad: 'iOS',
  ipados: 'iOS',
};

const BY_NAME: ReadonlyMap<string, OsName> = new Map([
  ...Object.entries(SPOKEN),
  // The cast is sound: these are the keys that OsName lists.
  ...(Object.keys(OS_WORDS) as OsName[]).map((name) => [squash(name), name] as const),
]);

/** Finds the operating system that a text names, ignoring case and spaces; null if it is unknown. */
export function osNamed(text: string): OsName | null {
  return BY_NAME.get(squash(text).replace(/^microsoft/, '')) ?? null;
}

/** Defender's name that a text spells exactly, or whose name for people it is; null for any other text. */
export function osExact(text: string): OsName | null {
  const named = osNamed(text);
  return named !== null && (text === named || text === OS_WORDS[named]) ? named : null;
}

/** Whether a rule names an operating system otherwise than by a name of Defender's that Airlock knows. */
export function namesUnknownSystem(conditions: readonly Condition[]): boolean {
  return conditions.some((row) => row.property === 'os' && row.values.some((name) => !Object.hasOwn(OS_WORDS, name)));
}

/** The name for people of Defender's name; an unknown name stays as it is. */
export function osWords(name: string): string {
  // The cast is sound: hasOwn has found the key.
  return Object.hasOwn(OS_WORDS, name) ? OS_WORDS[name as OsName] : name;
}

function squash(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_.-]+/gu, '');
}
