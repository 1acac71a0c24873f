import { z } from 'zod';
import type { EntraGroupRef } from '../changes/device-group.ts';
import { type GraphCall, unavailable } from './graph-call.ts';

const group = z.object({
  id: z.guid().toLowerCase(),
  displayName: z.string(),
  securityEnabled: z.boolean().nullish(),
});

const page = z.object({ value: z.array(group) });

const WORDS = /[\p{L}\p{N}]+/gu;

/**
 * Security groups by `$search`, which takes words of the display name by their beginnings and needs `ConsistencyLevel:
 * eventual` (learn: graph/search-query-parameter). Only words in lower case go out: nothing of the text can end the
 * clause or be an operator. Permission GroupMember.Read.All.
 */
export async function groupsLike(call: GraphCall, text: string, top: number): Promise<readonly EntraGroupRef[]> {
  const words = text.toLowerCase().match(WORDS)?.join(' ') ?? '';
  const search = words === '' ? '' : `&$search=${encodeURIComponent(`"displayName:${words}"`)}`;
  const answer = await call('GET', `/v1.0/groups?$select=id,displayName,securityEnabled&$top=${top}${search}`);
  const parsed = page.safeParse(answer.body);
  if (answer.status !== 200 || !parsed.success) throw unavailable(`groups ${answer.status}`);
  return parsed.data.value
    .filter(({ securityEnabled }) => securityEnabled !== false)
    .map(({ id, displayName }) => ({ id, name: displayName }));
}

const SELECT = '$select=id,displayName,securityEnabled';
const OBJECT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** How many of one name are told apart; whoever shares a name has to be given by its id. */
const NAMESAKES = 10;

/**
 * Security groups by object id or by their whole name. Permission GroupMember.Read.All (learn: group-list, group-get).
 */
export async function groupsCalled(call: GraphCall, entries: readonly string[]): Promise<readonly EntraGroupRef[]> {
  const wanted = [...new Set(entries.map((entry) => entry.trim()))].filter((entry) => entry !== '');
  const found = await Promise.all(
    wanted.map((entry) => (OBJECT_ID.test(entry) ? byId(call, entry) : byName(call, entry))),
  );
  const groups = found.flat().filter(({ securityEnabled }) => securityEnabled !== false);
  return [...new Map(groups.map(({ id, displayName }) => [id, { id, name: displayName }])).values()];
}

async function byId(call: GraphCall, id: string): Promise<readonly z.infer<typeof group>[]> {
  const { status, body } = await call('GET', `/v1.0/groups/${id}?${SELECT}`);
  if (status === 404) return [];
  const parsed = group.safeParse(body);
  if (status !== 200 || !parsed.success) throw unavailable(`group ${status}`);
  return [parsed.data];
}

/** A quote is doubled (OData 4.01, 5.1.1.6.1), so that nothing of the name can end the text. */
async function byName(call: GraphCall, name: string): Promise<readonly z.infer<typeof group>[]> {
  const filter = encodeURIComponent(`displayName eq '${name.replaceAll("'", "''")}'`);
  const { status, body } = await call('GET', `/v1.0/groups?$filter=${filter}&${SELECT}&$top=${NAMESAKES}`);
  const parsed = page.safeParse(body);
  if (status !== 200 || !parsed.success) throw unavailable(`groups ${status}`);
  return parsed.data.value;
}
