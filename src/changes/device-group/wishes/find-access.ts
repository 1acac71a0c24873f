import type { Fault } from '../../change-kind.ts';
import type { EntraGroupRef } from '../device-group.ts';
import { isBlank } from '../fold.ts';
import { sameName } from '../name-keys.ts';
import { listed } from '../words/count-words.ts';
import type { Found } from './find-group.ts';
import { didYouMean } from './near-names.ts';
import { said } from './said.ts';

/** The Entra groups that are meant, each once; only where there is no fault are they all of them. */
export interface FoundAccess {
  readonly found: readonly EntraGroupRef[];
  readonly faults: readonly Fault[];
}

/**
 * Finds each Entra group by its object id, else by its name, among those that hold a Defender role: only they can be given access
 * (learn: machine-groups). Blank entries say nothing.
 * @param roles undefined where they were not read, then nobody can be named; `unread` where the connector cannot read them, then ids are taken
 *   as they are
 */
export function findAccess(
  wanted: readonly string[],
  roles: readonly EntraGroupRef[] | 'unread' | undefined,
): FoundAccess {
  const entries = wanted.filter((entry) => !isBlank(entry));
  if (entries.length === 0) return { found: [], faults: [] };
  if (roles === undefined) return { found: [], faults: [{ field: 'access', message: NOT_READ }] };
  const results = entries.map((entry) => (roles === 'unread' ? byIdAlone(entry.trim()) : findOne(entry.trim(), roles)));
  const found = results.flatMap((result) => ('found' in result ? [result.found] : []));
  const whys = results.flatMap((result) => ('why' in result ? [result.why] : []));
  return {
    found: [...new Map(found.map((group) => [group.id, group])).values()],
    faults: [...new Set(whys)].map((message) => ({ field: 'access', message })),
  };
}

const OBJECT_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const NOT_READ = 'Which Entra groups hold a Defender role was not read, so none can be named now. Try again.';

function byIdAlone(entry: string): Found<EntraGroupRef> {
  const id = entry.toLowerCase();
  if (OBJECT_ID.test(id)) return { found: { id, name: '' } };
  return { why: `Entra groups cannot be read with this connector. Give the object id of ${said(entry)}.` };
}

function findOne(entry: string, roles: readonly EntraGroupRef[]): Found<EntraGroupRef> {
  const byId = roles.find(({ id }) => id === entry.toLowerCase());
  if (byId !== undefined) return { found: byId };
  const exact = roles.filter(({ name }) => name.trim() === entry);
  const alike = exact.length > 0 ? exact : roles.filter(({ name }) => sameName(name, entry));
  const [found, ...others] = alike;
  if (found === undefined) {
    const near = didYouMean(
      entry,
      roles.map(({ name }) => name),
    );
    return { why: `${said(entry)} is no Entra group that holds a Defender role.${near}` };
  }
  if (others.length === 0) return { found };
  const ids = listed(alike.map(({ id }) => id));
  return {
    why: `Several Entra groups are called ${said(entry)}. Give the object id of the one that is meant: ${ids}.`,
  };
}
