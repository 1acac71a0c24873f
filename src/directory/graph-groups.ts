import { z } from 'zod';
import type { EntraGroupRef } from '../changes/device-group.ts';
import { guidIn } from '../shared/ids.ts';
import { type GraphCall, undecided } from './graph-call.ts';

/** A group may lack a name; then it goes by its id alone. */
const group = z.object({
  id: z.string().toLowerCase(),
  displayName: z
    .string()
    .nullish()
    .catch(null)
    .transform((name) => name ?? ''),
  securityEnabled: z.boolean().nullish().catch(null),
});

/** One entry that is odd says nothing of the others. */
const page = z.object({
  value: z.array(z.unknown()).transform((list) => list.flatMap((one) => group.safeParse(one).data ?? [])),
});

const WORDS = /[\p{L}\p{N}]+/gu;

/**
 * Finds security groups by `$search`, which matches the beginnings of words in the display name and needs
 * `ConsistencyLevel: eventual` (learn: graph/search-query-parameter). Only lower-case words are sent, so the text can
 * neither end the clause nor add an operator. Permission GroupMember.Read.All.
 */
export async function groupsLike(call: GraphCall, text: string, top: number): Promise<readonly EntraGroupRef[]> {
  const words = text.toLowerCase().match(WORDS)?.join(' ') ?? '';
  const search = words === '' ? '' : `&$search=${encodeURIComponent(`"displayName:${words}"`)}`;
  const answer = await call('GET', `/v1.0/groups?$select=id,displayName,securityEnabled&$top=${top}${search}`);
  const parsed = page.safeParse(answer.body);
  if (answer.status !== 200 || !parsed.success) throw undecided('groups', answer);
  return parsed.data.value
    .filter(({ securityEnabled }) => securityEnabled !== false)
    .map(({ id, displayName }) => ({ id, name: displayName }));
}

const SELECT = '$select=id,displayName,securityEnabled';

/** How many groups of one name are read. Groups that share a name have to be given by id. */
const NAMESAKES = 10;

/**
 * Finds security groups by object id or by their whole name. Permission GroupMember.Read.All (learn: group-list,
 * group-get).
 */
export async function groupsCalled(call: GraphCall, entries: readonly string[]): Promise<readonly EntraGroupRef[]> {
  const wanted = [...new Set(entries.map((entry) => entry.trim()))].filter((entry) => entry !== '');
  const found = await Promise.all(
    wanted.map((entry) => {
      const id = guidIn(entry);
      return id === null ? byName(call, entry) : byId(call, id);
    }),
  );
  const groups = found.flat().filter(({ securityEnabled }) => securityEnabled !== false);
  return [...new Map(groups.map(({ id, displayName }) => [id, { id, name: displayName }])).values()];
}

/** What is no object id is no group's. Permission GroupMember.Read.All (learn: group-get). */
export async function idsWithoutGroup(call: GraphCall, ids: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(
    ids.map((text) => {
      const id = guidIn(text);
      return id === null ? [] : byId(call, id);
    }),
  );
  return ids.filter((_id, index) => found[index]?.length === 0);
}

async function byId(call: GraphCall, id: string): Promise<readonly z.infer<typeof group>[]> {
  const answer = await call('GET', `/v1.0/groups/${id}?${SELECT}`);
  if (answer.status === 404) return [];
  const parsed = group.safeParse(answer.body);
  if (answer.status !== 200 || !parsed.success) throw undecided('group', answer);
  return [parsed.data];
}

/** Doubles each quote (OData 4.01, 5.1.1.6.1), so that the name cannot end the string. */
async function byName(call: GraphCall, name: string): Promise<readonly z.infer<typeof group>[]> {
  const filter = encodeURIComponent(`displayName eq '${name.replaceAll("'", "''")}'`);
  const answer = await call('GET', `/v1.0/groups?$filter=${filter}&${SELECT}&$top=${NAMESAKES}`);
  const parsed = page.safeParse(answer.body);
  if (answer.status !== 200 || !parsed.success) throw undecided('groups', answer);
  return parsed.data.value;
}
