import assert from 'node:assert/strict';
import { checkSender, parseActivity } from '../../../../src/teams/bot/activity.ts';
import { TENANT } from '../../../support/samples/ids.ts';

const OTHER = '22222222-2222-4222-8222-222222222222';
const OID = 'AAAAAAAA-0000-4000-8000-000000000001';

const GOOD = {
  type: 'message',
  id: '1',
  channelId: 'msteams',
  serviceUrl: 'https://smba.trafficmanager.net/emea/',
  from: { id: '29:alice', name: 'Alice', aadObjectId: OID },
  recipient: { id: '28:app', name: 'Airlock' },
  conversation: { id: '19:soc', tenantId: TENANT, conversationType: 'channel' },
  channelData: { tenant: { id: TENANT } },
};

function check(changes: Record<string, unknown>, demo = false) {
  const activity = parseActivity({ ...GOOD, ...changes });
  assert(activity);
  return checkSender(activity, { tenantId: TENANT, demo });
}

function from(changes: Record<string, unknown>) {
  return { from: { ...GOOD.from, ...changes } };
}

describe('the sender check', () => {
  it('takes a person of the tenant, with their object id in lower case', () => {
    const sender = check({});
    assert(typeof sender === 'object');
    assert.deepEqual(sender.actor, { oid: OID.toLowerCase(), name: 'Alice' });
    assert.equal(sender.conversation.kind, 'channel');
    assert.equal(sender.conversation.botId, '28:app');
  });

  const taken: Record<string, Record<string, unknown>> = {
    'the tenant named only by the conversation': { channelData: undefined },
    'the tenant named only by the channel data': { conversation: { id: 'a:1', conversationType: 'personal' } },
    'the tenant in capitals': { channelData: { tenant: { id: TENANT.toUpperCase() } } },
    'a government service': { serviceUrl: 'https://smba.infra.gov.teams.microsoft.us/teams' },
    'a person whose role is said': from({ role: 'user' }),
  };
  for (const [name, changes] of Object.entries(taken)) {
    it(`takes ${name}`, () => assert.equal(typeof check(changes), 'object'));
  }

  const refused: readonly (readonly [string, Record<string, unknown>, string])[] = [
    ['another channel', { channelId: 'directline' }, 'channel'],
    ['the emulator', { channelId: 'emulator' }, 'channel'],
    ['no channel', { channelId: undefined }, 'channel'],
    ['a channel that is a list', { channelId: ['msteams'] }, 'channel'],
    [
      'another tenant',
      { conversation: { id: 'x', tenantId: OTHER }, channelData: { tenant: { id: OTHER } } },
      'tenant',
    ],
    ['another tenant in the conversation', { conversation: { ...GOOD.conversation, tenantId: OTHER } }, 'tenant'],
    ['another tenant in the channel data', { channelData: { tenant: { id: OTHER } } }, 'tenant'],
    ['an empty tenant beside the right one', { channelData: { tenant: { id: '' } } }, 'tenant'],
    ['no tenant', { conversation: { id: 'x' }, channelData: {} }, 'tenant'],
    ['no service', { serviceUrl: undefined }, 'service-url'],
    ['a service that is no URL', { serviceUrl: 'smba.trafficmanager.net' }, 'service-url'],
    ['a service without TLS', { serviceUrl: 'http://smba.trafficmanager.net/emea/' }, 'service-url'],
    ['a service elsewhere', { serviceUrl: 'https://evil.example/' }, 'service-url'],
    ['a service of a longer name', { serviceUrl: 'https://smba.trafficmanager.net.evil.example/' }, 'service-url'],
    ['a service behind a user name', { serviceUrl: 'https://smba.trafficmanager.net@evil.example/' }, 'service-url'],
    ['a service with a user name', { serviceUrl: 'https://me@smba.trafficmanager.net/' }, 'service-url'],
    ['a service on another port', { serviceUrl: 'https://smba.trafficmanager.net:8443/' }, 'service-url'],
    ['a service on this machine', { serviceUrl: 'http://127.0.0.1:3979' }, 'service-url'],
    ['a service with a query', { serviceUrl: 'https://smba.trafficmanager.net/?x=' }, 'service-url'],
    ['a service that runs code', { serviceUrl: 'javascript:alert(1)' }, 'service-url'],
    ['a skill', { recipient: { ...GOOD.recipient, role: 'skill' } }, 'skill'],
    ['a bot', from({ role: 'bot' }), 'bot'],
    ['a bot that comes as a skill', from({ role: 'skill' }), 'bot'],
    ['nobody', { from: undefined }, 'identity'],
    ['a person without object id', from({ aadObjectId: undefined }), 'identity'],
    ['an empty object id', from({ aadObjectId: '' }), 'identity'],
    ['an object id that is none', from({ aadObjectId: 'alice' }), 'identity'],
    ['an object id with more behind it', from({ aadObjectId: `${OID} or 1` }), 'identity'],
    ['an object id in a list', from({ aadObjectId: [OID] }), 'identity'],
    ['the nil object id', from({ aadObjectId: '00000000-0000-0000-0000-000000000000' }), 'identity'],
    ['a person without an id in Teams', from({ id: undefined }), 'identity'],
    ['no recipient', { recipient: undefined }, 'conversation'],
    ['no activity id', { id: undefined }, 'conversation'],
  ];
  for (const [name, changes, why] of refused) {
    it(`refuses ${name}`, () => assert.equal(check(changes), why));
  }

  it('refuses a conversation without an id', () => {
    assert.equal(check({ conversation: { tenantId: TENANT } }), 'conversation');
  });

  const addresses: Record<string, string> = {
    'https://smba.trafficmanager.net/emea/': 'https://smba.trafficmanager.net/emea/',
    ' HTTPS://SMBA.TrafficManager.net:443/amer ': 'https://smba.trafficmanager.net/amer',
    'https:\\\\smba.trafficmanager.net\\emea\\': 'https://smba.trafficmanager.net/emea/',
    'https:smba.trafficmanager.net/emea/': 'https://smba.trafficmanager.net/emea/',
    'https://smba.traffic\tmanager.net/\nemea/': 'https://smba.trafficmanager.net/emea/',
    'https://smba.trafficmanager.net/emea/../x/./': 'https://smba.trafficmanager.net/x/',
  };
  for (const [given, kept] of Object.entries(addresses)) {
    it(`keeps the address ${JSON.stringify(given)} as it was parsed`, () => {
      const sender = check({ serviceUrl: given });
      assert(typeof sender === 'object');
      assert.equal(sender.conversation.serviceUrl, kept);
    });
  }

  it('knows the language of the client, and the pseudo-languages in the demo alone', () => {
    const spoken = (locale: string, demo: boolean) => {
      const sender = check({ locale, ...(demo && { serviceUrl: 'http://127.0.0.1:3979/' }) }, demo);
      assert(typeof sender === 'object', String(sender));
      return sender.language;
    };
    for (const locale of ['qps-ploc', 'qps-plocm', 'QPS-PLOC'])
      assert.deepEqual([spoken(locale, false), spoken(locale, true)], [null, locale.toLowerCase()]);
    assert.deepEqual([spoken('de-AT', false), spoken('de-AT', true)], ['de', 'de']);
  });

  describe('in the demo', () => {
    for (const serviceUrl of ['http://127.0.0.1:3979', 'http://localhost:1234/', 'http://[::1]:9']) {
      it(`takes ${serviceUrl}`, () => assert.equal(typeof check({ serviceUrl }, true), 'object'));
    }
    const elsewhere = [
      'https://smba.trafficmanager.net/emea/',
      'https://127.0.0.1:3979',
      'http://127.0.0.1.evil.example/',
      'http://10.0.0.1/',
      'http://0.0.0.0/',
      'http://user@127.0.0.1/',
    ];
    for (const serviceUrl of elsewhere) {
      it(`refuses ${serviceUrl}`, () => assert.equal(check({ serviceUrl }, true), 'service-url'));
    }
  });

  it('treats a conversation as personal only when Teams says so', () => {
    const kinds = [
      [{ conversationType: 'personal' }, 'personal'],
      [{ conversationType: 'personal', isGroup: true }, 'group'],
      [{ conversationType: 'groupChat' }, 'group'],
      [{ conversationType: 'channel' }, 'channel'],
      [{}, 'group'],
      [{ conversationType: 'other' }, 'group'],
    ] as const;
    for (const [said, kind] of kinds) {
      const sender = check({ conversation: { id: 'x', tenantId: TENANT, ...said } });
      assert(typeof sender === 'object');
      assert.equal(sender.conversation.kind, kind);
    }
  });

  it('cleans the name that a person goes by, and never leaves it empty', () => {
    const named = (name: unknown) => {
      const sender = check(from({ name }));
      return typeof sender === 'object' && sender.actor.name;
    };
    assert.equal(named('  Eve\u202e\u200b\nNguyen '), 'Eve Nguyen');
    assert.equal(named('x'.repeat(1_000)), 'x'.repeat(128));
    for (const name of ['', '\u200b', 7, null, undefined]) assert.equal(named(name), OID.toLowerCase());
  });
});
