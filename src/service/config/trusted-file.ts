import { lstatSync, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';

const ROOT = 0;
const OTHERS_WRITE = 0o002;
const GROUP_WRITES = 0o020;
const STICKY = 0o1000;

/** `problem` is the rest of a sentence that begins with the variable, and quotes nothing from the file. */
export interface FileProblem {
  readonly problem: string;
  /** What to do, without a full stop; absent where the problem says it. */
  readonly mend?: string;
}

type TrustFault = Required<FileProblem>;

/** Who this process is. */
export interface Self {
  readonly uid: number;
  readonly groups: readonly number[];
}

/** Null on systems without user ids and modes, where nothing can be checked. */
export function ownSelf(): Self | null {
  const uid = process.getuid?.();
  return uid === undefined ? null : { uid, groups: [process.getgid?.() ?? -1, ...(process.getgroups?.() ?? [])] };
}

/**
 * Why a file that trust rests on may be another's word: the file, a link to it, or a folder of either belongs to
 * another user than root and this one, or others can write it. Everybody may read it. A file that is not there is
 * judged by its folder. Links are followed, as containers mount files through them. What root owns may be writable for
 * a group of this process, since that is how containers hand over volumes (`fsGroup`): `handedOver` tells of it.
 * @returns null where nothing is wrong, or where nothing can be checked
 */
export function trustFault(path: string, self: Self | null): TrustFault | null {
  if (self === null) return null;
  return placesOf(path).reduce<TrustFault | null>((found, place) => found ?? faultAt(place, self), null);
}

/**
 * The same of the folders alone, for a file that is judged by itself: whoever may change one can put another file of
 * the same owner in its place, or take it away. One with the sticky bit (`/tmp`, a mounted secret) lets nobody do that
 * but the owner of the file.
 */
export function folderFault(path: string, self: Self | null): TrustFault | null {
  if (self === null) return null;
  const folders = placesOf(path).filter(({ what }) => what === 'folder');
  return folders.reduce<TrustFault | null>((found, place) => found ?? faultAt(place, self), null);
}

/** The files and folders among those of `trustFault` that root handed over for writing to a group of this process. */
export function handedOver(path: string, self: Self | null): readonly string[] {
  if (self === null) return [];
  return placesOf(path)
    .filter(({ stat }) => isHandedOver(stat, self) && groupMayChange(stat))
    .map(({ at }) => at);
}

interface Place {
  readonly what: 'file' | 'folder' | 'link';
  readonly at: string;
  readonly stat: Pick<Stats, 'uid' | 'gid' | 'mode'>;
}

/** The file, its folder, and the same of a link to it; of a file that is not there, its folder. */
function placesOf(path: string): readonly Place[] {
  const own = lstatSync(path, { throwIfNoEntry: false });
  const target = own && statSync(path, { throwIfNoEntry: false }) ? realpathSync(path) : null;
  const folders = new Set([dirname(path), ...(target === null ? [] : [dirname(target)])]);
  return [
    ...(own?.isSymbolicLink() ? [{ what: 'link', at: path, stat: own } as const] : []),
    ...(target === null ? [] : [{ what: 'file', at: target, stat: statSync(target) } as const]),
    ...[...folders].flatMap((at) => {
      const stat = statSync(at, { throwIfNoEntry: false });
      return stat ? [{ what: 'folder', at, stat } as const] : [];
    }),
  ];
}

function faultAt({ what, at, stat }: Place, self: Self): TrustFault | null {
  if (stat.uid !== self.uid && stat.uid !== ROOT) return strangersFault(what, at);
  if (what === 'link') return null;
  const whose = what === 'file' ? 'names a file' : `names a file in a folder (${at})`;
  const isSticky = what === 'folder' && (stat.mode & STICKY) !== 0;
  if (!isSticky && (stat.mode & OTHERS_WRITE) !== 0)
    return { problem: `${whose} that other users of this machine can change`, mend: `chmod go-w ${at}` };
  if (groupMayChange(stat) && !isSticky && !isHandedOver(stat, self) && !(what === 'folder' && isPrivate(stat)))
    return { problem: `${whose} that a group of users of this machine can change`, mend: `chmod g-w ${at}` };
  return null;
}

function strangersFault(what: Place['what'], at: string): TrustFault {
  const thing = { link: 'a link', file: 'a file', folder: `a file in a folder (${at})` }[what];
  const chown = `chown ${what === 'link' ? '-h ' : ''}root ${at}, or to the user that Airlock runs as`;
  return { problem: `names ${thing} that belongs to another user than root and the one Airlock runs as`, mend: chown };
}

function groupMayChange({ mode }: Place['stat']): boolean {
  return (mode & GROUP_WRITES) !== 0;
}

/** Whether the group is that of one user alone, as systems make one for each: then `umask 002` lets nobody else in. */
function isPrivate({ uid, gid }: Place['stat']): boolean {
  return uid === gid && uid !== ROOT;
}

function isHandedOver({ uid, gid }: Place['stat'], self: Self): boolean {
  return uid === ROOT && self.uid !== ROOT && self.groups.includes(gid);
}
