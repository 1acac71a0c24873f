import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, type Stats } from 'node:fs';
import { resolve } from 'node:path';
import { type FileProblem, folderFault, ownSelf } from './trusted-file.ts';

/** The largest file that is read, in bytes. A chain of certificates has a few thousand. */
const LARGEST = 65_536;

export type PrivateFile = { readonly text: string } | FileProblem;

const ROOT = 0;

/**
 * Reads a file with a secret that only this process's user and root can read. A file of root may be readable for its
 * group, since that is how containers hand over secrets; so may a link, if root or this user made it. The folder is one
 * that nobody else can change. The checks use the opened file, so that nobody can swap it between check and read.
 * @param uid user id of this process; null on systems without such ids and modes, where nothing can be checked
 */
export function readPrivateFile(path: string, uid: number | null): PrivateFile {
  try {
    if (uid !== null && lstatSync(path).isSymbolicLink() && !isTrusted(lstatSync(path), uid))
      return { problem: 'names a link that belongs to another user than root and the one Airlock runs as' };
    const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const self = uid === null ? null : { uid, groups: ownSelf()?.groups ?? [] };
      const problem = faultOf(path, fstatSync(file), uid) ?? folderFault(resolve(path), self);
      return problem === null ? { text: readFileSync(file, 'utf8') } : problem;
    } finally {
      closeSync(file);
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no reason given';
    const mend = 'Correct the path, and let the user that Airlock runs as read the file';
    return { problem: `names a file that cannot be read (${code})`, mend };
  }
}

function isTrusted(owner: Pick<Stats, 'uid'>, uid: number): boolean {
  return owner.uid === uid || owner.uid === ROOT;
}

function faultOf(path: string, stat: Stats, uid: number | null): FileProblem | null {
  if (!stat.isFile()) return { problem: 'names something that is not a file' };
  if (stat.size > LARGEST)
    return { problem: `names a file of more than ${LARGEST} bytes, which is too long for a credential` };
  if (uid === null) return null;
  if (!isTrusted(stat, uid))
    return {
      problem: 'names a file that belongs to another user than root and the one Airlock runs as',
      mend: `chown ${path} to the user that Airlock runs as`,
    };
  const handedOver = stat.uid === ROOT && uid !== ROOT;
  if ((stat.mode & (handedOver ? 0o137 : 0o177)) === 0) return null;
  return handedOver
    ? {
        problem:
          'names a file of root that others can use: its mode must be 0640 or less, with the group of Airlock alone',
        mend: `chmod 640 ${path}`,
      }
    : { problem: 'names a file that others can use: its mode must be 0600 or 0400', mend: `chmod 600 ${path}` };
}

/** The user id of this process; null on systems without such ids. */
export function ownUid(): number | null {
  return process.getuid?.() ?? null;
}
