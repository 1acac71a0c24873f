import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FORM_VERBS } from '../../../src/teams/forms/form-model.ts';
import { Company, type Name, SOC } from '../../support/company/company.ts';
import { actionOf, type TeamsMessage } from '../../support/company/fake-teams.ts';
import { anyText } from '../../support/generated/any-text.ts';
import { aFormId } from '../../support/samples/ids.ts';
import { postText } from '../../support/wire/post-json.ts';

const RUNS = 10_000;
const BATCH = 50;
const SEED = 20_261_124;
/** A text that no answer may repeat, and signs of an inside that must stay inside. */
const CANARY = 'canary-7f3a';
const LEAKS = new RegExp(`${CANARY}|node_modules|\\bat .+\\.[jt]s:|TypeError|ZodError|SqliteError|Cannot read`, 'u');

/** People who may not decide; what they send must change nothing, however well it is made. */
const POWERLESS: readonly Name[] = ['rita', 'gus', 'dora', 'ed', 'alice2', 'sam'];
const VERBS = [
  'submit',
  'discard',
  'approve',
  'reject',
  'withdraw',
  'attest',
  'view',
  'edit',
  'revert',
  'devices',
  ...FORM_VERBS,
  'apply',
  '__proto__',
  'constructor',
  '',
  'approve ',
  'APPROVE',
];
const INVOKES = [
  'adaptiveCard/action',
  'application/search',
  'task/fetch',
  'task/submit',
  'signin/verifyState',
  'composeExtension/query',
  'composeExtension/fetchTask',
  'composeExtension/submitAction',
  '',
  'x',
];
const TEXTS = [
  'do not enable automated investigation',
  'should we enable automated investigation?',
  'enable automated investigation tomorrow',
  '"enable automated investigation"',
  'approve',
  'approve 0',
  'approve -1',
  'approve 99999999999',
  'approve 1; drop table requests',
  'reject 1',
  'show 1 2',
  'devices 1 page 999999',
  'revert 1',
  'do not delete device group Lab',
  'edit device group "Lab',
  'create device group "x" level full tag equals "a" or',
  'enable everything',
  '\u202Eenable',
  'enable $ {x}',
  '<at>Airlock</at>',
];

describe('hostile input', function () {
  this.timeout(300_000);
  let company: Company;
  afterEach(() => company.close());

  it(`${RUNS} generated activities and payloads: no crash, no 5xx, no change, nothing leaked (seed ${SEED})`, async () => {
    company = await Company.open();
    const card = await company.pending();
    await company.say('alice', 'create device group', 'a:alice');
    const before = await stateOf();
    const samples = fc.sample(activity(card), { numRuns: RUNS, seed: SEED });
    for (let start = 0; start < samples.length; start += BATCH) {
      await Promise.all(samples.slice(start, start + BATCH).map(send));
      if (start % 1_000 === 0) await company.settle();
    }
    await company.settle();
    assert.deepEqual(await stateOf(), before);
    await company.approve('bob', card);
    await company.settle();
    assert.equal(company.writes.length, 1, 'a rightful approval still works');
    await company.assertAuditHolds();
  });

  async function stateOf(): Promise<unknown> {
    const { store, tenantId } = company.services;
    const audit = await store.audit(0, 10_000);
    return {
      requests: await store.requests(tenantId, { open: false, limit: 100 }),
      // That something asked in earnest was answered stands in the record, too.
      audit: audit.map(({ event }) => event).filter((event) => event !== 'ask.answered'),
      writes: company.writes.length,
      features: { ...company.features() },
      form: await store.form(tenantId, aFormId(String(formOfAlice().formId))),
    };
  }

  function formOfAlice(): Record<string, unknown> {
    const { card } = company.message('Devices of this group');
    return actionOf({ ...card }, 'form-check')?.data ?? assert.fail('the form is open');
  }

  async function send(body: unknown): Promise<void> {
    const raw = typeof body === 'string' ? body : JSON.stringify(body);
    const { status, text } = await postText(`${company.app.url}/api/messages`, raw, {
      'content-type': 'application/json',
    });
    assert(status < 500, `${status} for ${raw.slice(0, 500)}`);
    assert.doesNotMatch(text, LEAKS, `leaked for ${raw.slice(0, 500)}`);
  }

  /** Real envelopes with something wrong in them, and things that are no activity at all. */
  function activity(card: TeamsMessage): fc.Arbitrary<unknown> {
    const junk = fc
      .anything({
        maxDepth: 3,
        maxKeys: 5,
        key: fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'toString')),
      })
      .map((value) => JSON.parse(JSON.stringify(value ?? null)));
    const envelope = fc.constantFrom(...POWERLESS).map((who) => company.envelope(who, SOC));
    const known = Object.values(card.card).length > 0 ? [dataOf(card)] : [];
    const data = fc.oneof(
      junk,
      fc.constantFrom<unknown>(...known, { requestId: CANARY, rev: 1 }, { requestId: null, rev: null }),
      fc.record({ requestId: fc.uuid(), rev: fc.integer(), reason: fc.constant(CANARY) }),
      fc.record({ formId: fc.uuid(), rev: fc.integer(), row: fc.integer(), name: fc.constant(CANARY) }),
      junk.map((odd) => ({ ...formOfAlice(), row: 0, value0: odd })),
      fc.constant(0).map(() => ({ ...formOfAlice(), name: CANARY, level: 'none' })),
    );
    const action = fc.record({
      type: fc.constantFrom<unknown>('Action.Execute', 'Action.Submit', null, 1),
      verb: fc.oneof(fc.constantFrom<unknown>(...VERBS), junk),
      data,
    });
    const invoke = fc.record({
      type: fc.constant('invoke'),
      name: fc.oneof(fc.constantFrom<unknown>(...INVOKES), junk),
      replyToId: fc.oneof(fc.constant(card.id), junk),
      value: fc.oneof(fc.record({ action, trigger: fc.constantFrom<unknown>('manual', 'automatic', 7) }), junk),
    });
    const message = fc.record({
      type: fc.constant('message'),
      text: fc.oneof(
        fc.constantFrom<unknown>(...TEXTS),
        anyText().map((text) => `${CANARY}${text}`),
        junk,
      ),
      entities: junk,
      value: junk,
    });
    const other = fc.record({
      type: fc.oneof(
        fc.constantFrom<unknown>(
          'conversationUpdate',
          'installationUpdate',
          'event',
          'typing',
          'endOfConversation',
          'handoff',
          'trace',
        ),
        junk,
      ),
      action: junk,
      membersAdded: junk,
      name: junk,
      value: junk,
    });
    const whole = fc.tuple(envelope, fc.oneof(invoke, message, other)).map(([base, rest]) => ({ ...base, ...rest }));
    const field = fc.constantFrom(
      'id',
      'from',
      'recipient',
      'conversation',
      'channelData',
      'channelId',
      'serviceUrl',
      'type',
      'entities',
      'timestamp',
      'deliveryMode',
    );
    const broken = fc.tuple(whole, field, junk).map(([base, name, value]) => ({ ...base, [name]: value }));
    return fc.oneof(
      { weight: 6, arbitrary: whole },
      { weight: 6, arbitrary: broken },
      { weight: 1, arbitrary: junk },
      { weight: 1, arbitrary: fc.string() },
    );
  }

  function dataOf(card: TeamsMessage): unknown {
    const refresh = card.card.refresh as { action: { data: unknown } } | undefined;
    return refresh?.action.data ?? {};
  }
});
