import { randomUUID } from 'node:crypto';
import { PEOPLE_IDS } from '../../../src/sandbox/company/people.ts';
import type { Pressable } from './file-pending.ts';
import type { Outside } from './outside.ts';

/** A press of Bob's on a card, or his client's own refresh of it, as Teams sends it. */
export function activityOf(
  { tenantId, teamsUrl }: Pick<Outside, 'tenantId' | 'teamsUrl'>,
  { conversation, data }: Pressable,
  verb: 'approve' | 'view',
): string {
  return JSON.stringify({
    type: 'invoke',
    name: 'adaptiveCard/action',
    id: randomUUID(),
    channelId: 'msteams',
    serviceUrl: teamsUrl,
    timestamp: new Date().toISOString(),
    from: { id: '29:bob', name: 'Bob Martin', aadObjectId: PEOPLE_IDS.bob },
    recipient: { id: '28:airlock', name: 'Airlock' },
    conversation: { id: conversation, tenantId, conversationType: 'channel', isGroup: true },
    channelData: { tenant: { id: tenantId } },
    replyToId: '1700000000000',
    value: {
      action: { type: 'Action.Execute', verb, data },
      trigger: verb === 'view' ? 'automatic' : 'manual',
    },
  });
}
