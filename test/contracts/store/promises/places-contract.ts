import assert from 'node:assert/strict';
import type { Contact, Conversation } from '../../../../src/requests/ports/outbox.ts';
import type { Store } from '../../../../src/requests/ports/store.ts';
import { BUILT_AT } from '../../../support/samples/build-request.ts';
import { aConversation, anOid, aTenant } from '../../../support/samples/ids.ts';
import { TENANT } from '../a-step.ts';
import type { StorePlace } from '../store-contract.ts';

export function placesContract(open: () => Promise<StorePlace>): void {
  describe('conversations, contacts and leases', () => {
    let place: StorePlace;
    let store: Store;
    beforeEach(async () => {
      place = await open();
      store = await place.open();
    });
    afterEach(() => place.discard());

    it('remembers the newest of a conversation', async () => {
      const at = {
        key: aConversation('c'),
        tenantId: TENANT,
        kind: 'channel',
        botId: '28:airlock',
        seenAt: 1,
      } as const;
      const old: Conversation = { ...at, serviceUrl: 'https://old.example/' };
      const current: Conversation = { ...at, serviceUrl: 'https://new.example/', seenAt: 2 };
      assert.equal(await store.conversation(aConversation('c')), null);
      await store.rememberConversation(old);
      await store.rememberConversation(current);
      assert.deepEqual(await store.conversation(aConversation('c')), { ...current, formerUrl: old.serviceUrl });
    });

    it('keeps what is known of a conversation beside what is new', async () => {
      const at = {
        key: aConversation('c'),
        tenantId: TENANT,
        kind: 'channel',
        botId: '28:airlock',
        seenAt: 1,
      } as const;
      const known = { team: '19:team', name: 'SOC', teamName: 'Security' };
      await store.rememberConversation({ ...at, serviceUrl: 'https://one.example/', ...known });
      await store.rememberConversation({ ...at, serviceUrl: 'https://one.example/', seenAt: 2 });
      const { team, name, teamName } = (await store.conversation(aConversation('c'))) ?? {};
      assert.deepEqual({ team, name, teamName }, known);
    });

    it('keeps whether somebody wants to be told, whatever else is noted of them', async () => {
      const bob: Contact = {
        ...{ tenantId: TENANT, oid: anOid('bob'), mri: '29:bob', name: 'Bob', personal: null, seenAt: 1 },
      };
      const isMuted = async () => (await store.contacts(TENANT, [anOid('bob')]))[0]?.isMuted;
      await store.rememberContact(bob);
      assert.equal(await isMuted(), undefined);
      await store.rememberContact({ ...bob, isMuted: true });
      await store.rememberContact({ ...bob, seenAt: 2 });
      assert.equal(await isMuted(), true);
      await store.rememberContact({ ...bob, isMuted: false });
      assert.equal(await isMuted(), false);
    });

    it('knows people by tenant and id, and keeps a personal chat that it knows', async () => {
      const bob: Contact = {
        tenantId: TENANT,
        oid: anOid('bob'),
        mri: '29:bob',
        name: 'Bob',
        personal: aConversation('a:bob'),
        seenAt: 1,
      };
      await store.rememberContact(bob);
      await store.rememberContact({ ...bob, name: 'Robert', personal: null, seenAt: 2 });
      const known = { ...bob, name: 'Robert', seenAt: 2 };
      assert.deepEqual(await store.contacts(TENANT, [anOid('nobody'), anOid('bob')]), [known]);
      assert.deepEqual(await store.contacts(aTenant('other'), [anOid('bob')]), []);
      assert.deepEqual(await store.contacts(TENANT, []), []);
      const many = Array.from({ length: 450 }, (_, index) => anOid(`nobody-${index}`));
      assert.deepEqual(await store.contacts(TENANT, [...many, anOid('bob')]), [known]);
    });

    it('lets one owner hold a named lease, prolong it and give it back', async () => {
      const other = await place.open();
      assert.equal(await store.acquire('writer', 'a', BUILT_AT, 1000), true);
      assert.equal(await other.acquire('writer', 'b', BUILT_AT + 999, 1000), false);
      assert.equal(await store.acquire('writer', 'a', BUILT_AT + 999, 1000), true);
      assert.equal(await other.acquire('writer', 'b', BUILT_AT + 1998, 1000), false);
      assert.equal(await other.acquire('writer', 'b', BUILT_AT + 1999, 1000), true);
      await store.release('writer', 'a');
      assert.equal(await store.acquire('writer', 'a', BUILT_AT + 2000, 1000), false, 'only the owner gives it back');
      await other.release('writer', 'b');
      assert.equal(await store.acquire('writer', 'a', BUILT_AT + 2000, 1000), true);
      assert.equal(await other.acquire('another', 'b', BUILT_AT, 1000), true);
    });

    it('gives a free lease to one of many', async () => {
      const other = await place.open();
      const got = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          (index % 2 ? store : other).acquire('writer', `o${index}`, BUILT_AT, 9),
        ),
      );
      assert.equal(got.filter(Boolean).length, 1);
    });

    it('answers a ping and a look, until it is closed', async () => {
      await store.ping();
      await store.look();
      await store.close();
      await assert.rejects(store.ping());
      await assert.rejects(store.look());
    });
  });
}
