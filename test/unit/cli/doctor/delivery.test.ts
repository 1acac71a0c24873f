import assert from 'node:assert/strict';
import { delivery } from '../../../../src/cli/doctor/checks/check-delivery.ts';
import type { ServiceContext } from '../../../../src/cli/doctor/context.ts';
import type { Undelivered } from '../../../../src/requests/ports/outbox.ts';
import { BUILT_AT } from '../../../support/samples/build-request.ts';
import { aConversation, TENANT } from '../../../support/samples/ids.ts';

describe('the doctor on messages to Teams', () => {
  async function findings(messages: readonly Undelivered[], missing: readonly string[] = []) {
    const opened = {
      undelivered: async () => ({ count: messages.length, messages }),
      close: async () => undefined,
    };
    const store = { schema: async () => ({ kind: 'present', missing, newer: [] }), open: async () => opened };
    const clock = { now: () => BUILT_AT };
    // Sound: the check takes no other member.
    const context = { config: { tenantId: TENANT }, clock, store } as unknown as ServiceContext;
    return (await delivery.run(context)).map(({ level, what }) => `${level}: ${what}`);
  }

  const failing = (place: string, isGivenUp = false): Undelivered => ({
    conversation: aConversation(place),
    requestId: null,
    why: '403 MessageWritesBlocked',
    since: BUILT_AT,
    refusals: 1,
    isGivenUp,
  });

  it('names each place once, since when, why, and whether it is tried again', async () => {
    assert.deepEqual(await findings([failing('a:bob'), failing('a:bob'), failing('19:soc', true)]), [
      'warning: 3 messages are not delivered',
      'ok: a:bob: since 2026-11-24 02:10 UTC, 403 MessageWritesBlocked, tried again',
      'ok: 19:soc: since 2026-11-24 02:10 UTC, 403 MessageWritesBlocked, no longer tried',
    ]);
  });

  it('has nothing to say of a store without messages, or of an older one', async () => {
    for (const told of [await findings([]), await findings([failing('a:bob')], ['0009-delivery'])])
      assert.deepEqual(told, ['ok: Teams has taken every message']);
  });
});
