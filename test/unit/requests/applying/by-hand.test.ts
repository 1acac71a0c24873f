import assert from 'node:assert/strict';
import { applyRequest } from '../../../../src/requests/applying/apply.ts';
import { attestRequest } from '../../../../src/requests/applying/attest.ts';
import { reconcileRequest } from '../../../../src/requests/applying/reconcile.ts';
import { CONTRADICTS_AFTER, verifyRequest } from '../../../../src/requests/applying/verify.ts';
import { remindRequest } from '../../../../src/requests/notifying/remind.ts';
import type { Task, TaskKind } from '../../../../src/requests/ports/outbox.ts';
import type { GuidingTenant, Verification } from '../../../../src/requests/ports/tenant.ts';
import { policyVersion } from '../../../../src/requests/record/digest.ts';
import type { Instructions } from '../../../../src/requests/record/instructions.ts';
import type { Request } from '../../../../src/requests/record/request.ts';
import { expireIfOverdue } from '../../../../src/requests/rules/expiry.ts';
import { SHOWS_WITHIN } from '../../../../src/requests/rules/watching.ts';
import { AirlockError } from '../../../../src/shared/errors.ts';
import { fileApproved } from '../../../support/company/file-approved.ts';
import { memoryServices } from '../../../support/company/memory-services.ts';
import { pressOf } from '../../../support/company/press-of.ts';
import { aStanding } from '../../../support/people/a-person.ts';
import { BUILT_AT, buildRequest, type RequestFields, rebuilt } from '../../../support/samples/build-request.ts';
import { anOid } from '../../../support/samples/ids.ts';

const BOB = { oid: anOid('bbbbbbbb-0000-4000-8000-000000000002'), name: 'Bob Ortiz' };
const HOUR = 3_600_000;
const ENTRY = { at: BUILT_AT, event: 'request.drafted', actor: 'service' } as const;
const STEPS: Instructions = { link: 'https://security.microsoft.com/', steps: [{ title: 'Set it', fields: [] }] };
const SEEN = { what: 'it is there' };
const UNSEEN = { what: 'it is there', found: 'Defender does not show it.' };
const UNREADABLE = { what: 'its level' };

describe('a change that a person applies', () => {
  let services: Awaited<ReturnType<typeof memoryServices>>;
  /** What the supported APIs tell at the next reading. */
  let tells: () => Verification;
  let readings: number;
  beforeEach(async () => {
    readings = 0;
    tells = () => ({ verified: [SEEN], unseen: [], contradicted: [], unreadable: [] });
    const features = { 'automated-investigation': 'unread', 'auto-resolve-alerts': 'unread' } as const;
    const tenant: GuidingTenant = {
      description: 'A tenant of the test',
      reads: { access: false },
      applies: 'by-hand',
      read: async () => ({ tenantId: services.tenantId, readAt: services.now, product: 'unknown', features }),
      instructions: () => STEPS,
      canShow: () => true,
      async verify() {
        readings += 1;
        return tells();
      },
    };
    services = Object.assign(await memoryServices((oid) => aStanding(oid)), { tenant });
  });
  afterEach(() => services.store.close());

  /** Approved by Bob at `BUILT_AT`, and due to be applied. */
  async function file(overrides: RequestFields = {}): Promise<Request> {
    const request = buildRequest({
      base: { objects: { feature: 'automated-investigation', state: 'unread' }, preview: null, shown: null },
      state: 'approved',
      submittedAt: BUILT_AT,
      policyVersion: policyVersion(services.policy),
      approvals: [{ by: BOB, at: BUILT_AT }],
      deadline: BUILT_AT + services.policy.executionWindow,
      ...overrides,
    });
    await services.store.rememberConversation({
      key: request.origin,
      tenantId: services.tenantId,
      kind: 'channel',
      serviceUrl: 'https://smba.trafficmanager.net/emea/',
      botId: '28:airlock',
      seenAt: BUILT_AT,
    });
    const { tenantId } = services;
    const [requestId, payload, correlation] = [request.id, null, 'test'];
    const due = { key: `${requestId}:apply`, kind: 'apply', dueAt: BUILT_AT, tenantId, requestId } as const;
    const tasks = [{ ...due, payload, correlation }];
    if (request.state === 'approved') return fileApproved(services, request, { tasks });
    const audit = [{ ...ENTRY, tenantId, requestId, data: { to: request.state } }];
    return services.store.commit({ request, expectedRev: null, audit, messages: [], tasks });
  }

  /** Files a task of its own, as another instance or an earlier version might have left it. */
  async function due(kind: TaskKind, request: Request): Promise<void> {
    const common = { tenantId: services.tenantId, requestId: request.id, payload: null, correlation: 'test' };
    await services.store.send({ messages: [], tasks: [{ key: `again:${kind}`, kind, dueAt: BUILT_AT, ...common }] });
  }

  async function take(kind: TaskKind): Promise<Task> {
    const task = await services.store.takeTask([kind], 'me', services.now, 1_000);
    assert(task, `${kind} is due`);
    return task;
  }

  async function current(request: Request): Promise<Request> {
    const found = await services.store.request(services.tenantId, request.id);
    assert(found);
    return found;
  }

  async function handedOver(): Promise<Request> {
    const request = await file();
    await applyRequest(services, await take('apply'), request.id, { sendBefore: BUILT_AT + HOUR });
    return current(request);
  }

  async function attested(): Promise<Request> {
    const request = await handedOver();
    return attestRequest(services, pressOf(request, BOB));
  }

  /** Works on the verification at every moment that it falls due, until it has ended or the time is over. */
  async function verifyUntil(request: Request, moment: number): Promise<Request> {
    for (;;) {
      const task = await services.store.takeTask(['verify'], 'me', services.now, 1_000);
      if (task) await verifyRequest(services, task, request.id);
      const { state } = await current(request);
      if (state !== 'applying' || services.now >= moment) return current(request);
      services.now += 60_000;
    }
  }

  it('is handed over once: the steps stay as they were, and a second try does nothing', async () => {
    const request = await handedOver();
    assert.deepEqual(request.handover, { at: BUILT_AT, steps: STEPS, byApprovers: true, attested: null });
    assert.equal(request.deadline, BUILT_AT + services.policy.executionWindow);
    await due('apply', request);
    await applyRequest(services, await take('apply'), request.id, { sendBefore: BUILT_AT + HOUR });
    assert.deepEqual(await current(request), request);
    assert.equal(await services.store.takeTask(['apply'], 'me', services.now + HOUR, 1_000), null);
  });

  it('files its reminders for the moments that are still to come', async () => {
    services.now = BUILT_AT + 3 * HOUR;
    await handedOver();
    assert.equal(await services.store.takeTask(['remind'], 'me', BUILT_AT + 3.6 * HOUR - 1, 1_000), null);
    const late = await services.store.takeTask(['remind'], 'me', BUILT_AT + 3.6 * HOUR, 1_000);
    assert(late);
    assert.match(late.key, /:remind:by-hand:late$/);
    await services.store.completeTask(late);
    assert.equal(await services.store.takeTask(['remind'], 'me', BUILT_AT + 4 * HOUR, 1_000), null);
  });

  it('is verified only where every part was read', async () => {
    const ended = await verifyUntil(await attested(), BUILT_AT);
    assert.equal(ended.state, 'applied');
    assert.equal(ended.outcome?.code, 'verified');
    assert.deepEqual(ended.outcome?.proof, { verified: ['it is there'], attested: [] });
    assert.equal(ended.outcome?.note, 'Read back from Defender: it is there.');
  });

  it('is attested as soon as one part cannot be read, and says which', async () => {
    tells = () => ({ verified: [SEEN], unseen: [], contradicted: [], unreadable: [UNREADABLE] });
    const { outcome } = await verifyUntil(await attested(), BUILT_AT);
    assert.equal(outcome?.code, 'attested');
    assert.deepEqual(outcome?.proof, { verified: ['it is there'], attested: ['its level'] });
    assert.match(
      outcome?.note ?? '',
      /Read back from Defender: it is there\. Attested by Bob Ortiz, not readable by API: its level\./,
    );
  });

  it('is read again while Defender does not show it yet, and settled when it does', async () => {
    tells = () => ({ verified: [], unseen: [UNSEEN], contradicted: [], unreadable: [] });
    const request = await verifyUntil(await attested(), BUILT_AT);
    assert.equal(request.state, 'applying');
    assert.equal(
      request.waiting?.note,
      'Defender does not show it yet, which can take hours. Defender does not show it.',
    );
    const rev = request.rev;
    assert.equal((await verifyUntil(request, BUILT_AT + HOUR)).rev, rev, 'the same reading says nothing new');
    tells = () => ({ verified: [SEEN], unseen: [], contradicted: [], unreadable: [] });
    assert.equal((await verifyUntil(request, BUILT_AT + SHOWS_WITHIN)).outcome?.code, 'verified');
  });

  it('stands on a person’s word, marked as not listed, where nothing shows for as long as that may take', async () => {
    tells = () => ({ verified: [], unseen: [UNSEEN], contradicted: [], unreadable: [UNREADABLE] });
    const before = await verifyUntil(await attested(), BUILT_AT + SHOWS_WITHIN - 60_000);
    assert.equal(before.state, 'applying');
    const ended = await verifyUntil(before, BUILT_AT + SHOWS_WITHIN);
    assert.equal(ended.outcome?.code, 'attested');
    assert.deepEqual(ended.outcome?.proof, { verified: [], attested: ['its level'], unseen: ['it is there'] });
    assert.match(
      ended.outcome?.note ?? '',
      /^Attested by Bob Ortiz, not shown yet: it is there\. Defender does not show it\./,
    );
    assert.equal(readings, 11);
    assert.equal((await services.store.takeTask(['surface'], 'me', services.now + HOUR, 1_000))?.requestId, ended.id);
  });

  it('goes back to approved when Defender shows something else for hours', async () => {
    tells = () => ({ verified: [], unseen: [], contradicted: [UNSEEN], unreadable: [] });
    const request = await verifyUntil(await attested(), BUILT_AT + CONTRADICTS_AFTER);
    assert.equal(request.state, 'approved');
    assert.equal(services.now, BUILT_AT + CONTRADICTS_AFTER);
    assert.equal(readings, 7);
    assert.equal(request.handover?.attested, null);
    assert.equal(request.deadline, BUILT_AT + services.policy.executionWindow);
    assert.match(
      request.waiting?.note ?? '',
      /Bob Ortiz said that this was applied, but 2 hours later Defender shows otherwise/,
    );
    const again = await attestRequest(services, pressOf(request, BOB));
    assert.equal(again.state, 'applying');
    assert.equal((await take('verify')).key, `${request.id}:verify:${request.rev}`);
  });

  it('expires where no execution window is left when Defender contradicts', async () => {
    const request = await handedOver();
    services.now = BUILT_AT + 3 * HOUR;
    const said = await attestRequest(services, pressOf(request, BOB));
    tells = () => ({ verified: [], unseen: [], contradicted: [UNSEEN], unreadable: [] });
    const back = await verifyUntil(said, services.now + CONTRADICTS_AFTER);
    const ended = await expireIfOverdue(services, back);
    assert.equal(ended.state, 'expired');
    assert.match(
      ended.closing?.note ?? '',
      /Defender shows otherwise\. Defender does not show it\. Airlock itself changed nothing/,
    );
  });

  it('waits as long as Defender asks, and is attested, never verified, where nothing can be read at all', async () => {
    tells = () => {
      throw new AirlockError('tenant-throttled', 'Wait.', { details: { retryAt: BUILT_AT + 10 * 60_000 } });
    };
    const request = await verifyUntil(await attested(), BUILT_AT + 9 * 60_000);
    assert.equal(readings, 1);
    assert.equal(request.waiting?.note, 'Wait.');
    const ended = await verifyUntil(request, BUILT_AT + CONTRADICTS_AFTER);
    assert.equal(ended.outcome?.code, 'attested');
    assert.deepEqual(ended.outcome?.proof?.verified, []);
    assert.match(ended.outcome?.proof?.attested[0] ?? '', /could not be read: Wait\./);
  });

  it('refuses a card of an earlier version, a word given twice by another, and a request that was not handed over', async () => {
    const plain = await file();
    const click = pressOf(plain, BOB);
    await assert.rejects(attestRequest(services, click), { code: 'wrong-state' });
    await applyRequest(services, await take('apply'), plain.id, { sendBefore: BUILT_AT + HOUR });
    await assert.rejects(attestRequest(services, { ...click, digest: null }), { code: 'card-outdated' });
    await attestRequest(services, click);
    const carla = { oid: anOid('cccccccc-0000-4000-8000-000000000003'), name: 'Carla Weiss' };
    await assert.rejects(attestRequest(services, { ...click, actor: carla }), {
      code: 'wrong-state',
      message: /Reported as applied by Bob Ortiz/,
    });
  });

  it('keeps what was done under the policy of then, when the policy changes after the hand-over', async () => {
    const request = await handedOver();
    services = Object.assign(services, { policy: { ...services.policy, openPerPerson: 3 } });
    const said = await attestRequest(services, pressOf(request, BOB));
    assert.equal(said.state, 'applying');
  });

  const altered: Record<string, (request: Request) => RequestFields> = {
    'the steps': ({ handover }) => ({ handover: handover && { ...handover, steps: { ...STEPS, steps: [] } } }),
    'the change': () => ({ change: { kind: 'advanced-feature', feature: 'auto-resolve-alerts', to: 'on' } }),
  };
  for (const [what, alter] of Object.entries(altered)) {
    it(`voids what is not, letter by letter, what was handed over: ${what}`, async () => {
      const request = await handedOver();
      const rev = request.rev + 1;
      const step = { expectedRev: request.rev, audit: [], messages: [], tasks: [] };
      await services.store.commit({ request: rebuilt(request, { ...alter(request), rev }), ...step });
      const click = pressOf(request, BOB);
      await assert.rejects(attestRequest(services, click), { code: 'digest-mismatch' });
      assert.equal((await current(request)).state, 'stale');
    });
  }

  it('takes the same person’s second word as the first, also when it has ended', async () => {
    const said = await attested();
    const click = pressOf(said, BOB);
    assert.deepEqual(await attestRequest(services, click), said);
    const ended = await verifyUntil(said, BUILT_AT);
    assert.deepEqual(await attestRequest(services, click), ended);
  });

  it('needs no verification twice, and reminds of nothing that is over', async () => {
    const ended = await verifyUntil(await attested(), BUILT_AT);
    await due('verify', ended);
    await verifyRequest(services, await take('verify'), ended.id);
    await due('remind', ended);
    await remindRequest(services, await take('remind'), ended.id);
    assert.deepEqual(await current(ended), ended);
    assert.equal(readings, 1);
  });

  it('leaves an outcome unknown that only another connector can read', async () => {
    const request = await file({ state: 'unknown', startedAt: BUILT_AT, deadline: null });
    await due('reconcile', request);
    services.now = BUILT_AT + HOUR;
    await reconcileRequest(services, await take('reconcile'), request.id);
    assert.equal((await current(request)).state, 'unknown');
  });
});
