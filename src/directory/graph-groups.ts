import { z } from 'zod';
import type { EntraGroupRef } from '../changes/device-group/device-group.ts';
import { type GraphCall, unavailable } from './graph-call.ts';

const page = z.object({
  value: z.array(
    z.object({ id: z.guid().toLowerCase(), displayName: z.string(), securityEnabled: z.boolean().nullish() }),
  ),
});

const WORDS = /[\p{L}\p{N}]+/gu;

/**
 * Security groups by `$search`, which takes words of the display name by their beginnings and needs `ConsistencyLevel: eventual`
 * (learn: graph/search-query-parameter). Only words in lower case go out: nothing of the text can end the clause or be an operator. Permission GroupMember.Read.All.
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
