import type { Parts } from './parts.ts';
import type { Request } from './request.ts';
import { viewerRole } from './rights.ts';

/**
 * The personal chats of everybody whom the bot knows and whose approval is still wanted now, but for the chat where it was asked. Telling is not
 * trusting: rights are asked again at the click.
 * @throws AirlockError directory-unavailable
 */
export async function approverChats(
  parts: Parts,
  request: Request,
): Promise<readonly { readonly oid: string; readonly conversation: string }[]> {
  const oids = await parts.directory.holders(parts.policy.approvers);
  const chats: { oid: string; conversation: string }[] = [];
  for (const { oid, personal } of await parts.store.contacts(parts.tenantId, oids)) {
    const approved = request.approvals.some(({ by }) => by.oid === oid);
    if (approved || !personal || personal === request.origin) continue;
    if ((await viewerRole(parts, request, oid)) === 'approver') chats.push({ oid, conversation: personal });
  }
  return chats;
}
