import assert from 'node:assert/strict';
import { calling } from '../../../../src/requests/notifying/telling/call-deciders.ts';
import type { Candidate } from '../../../../src/requests/notifying/telling/find-deciders.ts';
import { conversationKey } from '../../../../src/shared/ids.ts';
import { memoryServices } from '../../../support/company/memory-services.ts';
import { buildRequest } from '../../../support/samples/build-request.ts';
import { anOid } from '../../../support/samples/ids.ts';

const PLACE = conversationKey.parse('19:soc@thread.tacv2');

/** Somebody who can decide, who may do so once their role is active, or who has no chat with the bot. */
function somebody(at: number, how: 'counts' | 'eligible' | 'unknown'): Candidate {
  const oid = anOid(String(at));
  const personal = conversationKey.parse(`a:${at}`);
  const contact = { oid, personal, mri: null, isMuted: false } as unknown as Candidate['contact'];
  const standing = how === 'eligible' ? 'eligible' : 'counts';
  return { oid, name: `Person ${at}`, standing, why: '', mayAct: true, contact: how === 'unknown' ? null : contact };
}

describe('a call that mentions five of those who can decide', () => {
  const saying = async (...others: ('counts' | 'eligible' | 'unknown')[]) => {
    const services = await memoryServices(() => null);
    const standings = [...Array.from({ length: 5 }, () => 'counts' as const), ...others];
    const people = standings.map((how, index) => somebody(index + 1, how));
    const what = () => ({ title: 'Waits', text: 'It waits.' });
    const request = buildRequest({ state: 'pending' });
    const [message] = await calling(services, request, { key: 'call', conversation: PLACE, people, what });
    return JSON.stringify(message?.content);
  };

  for (const [others, expected] of [
    [[], /It waits\."/],
    [['counts'], /It waits\. 1 more can decide, each told in their own chat\."/],
    [['eligible'], /It waits\. 1 more could decide once they activate their role in Privileged Identity Management\."/],
    [
      ['counts', 'counts', 'eligible'],
      /It waits\. 2 more can decide, each told in their own chat\. 1 more could decide/,
    ],
    [['counts', 'unknown'], /It waits\. 2 more can decide\."/],
  ] as const)
    it(`counts the others by what they can do: ${others.join(', ') || 'none'}`, async () =>
      assert.match(await saying(...others), expected));
});
