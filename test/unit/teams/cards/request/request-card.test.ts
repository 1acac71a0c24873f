import assert from 'node:assert/strict';
import {
  type Handover,
  REQUEST_STATES,
  type Request,
  type RequestState,
} from '../../../../../src/requests/record/request.ts';
import { debtOf } from '../../../../../src/requests/record/told-by-request.ts';
import { hasEnded } from '../../../../../src/requests/record/transitions.ts';
import { assertShownWhole } from '../../../../../src/requests/rules/approvable.ts';
import { cardPresentation } from '../../../../../src/teams/cards/request/change-rows.ts';
import { requestControls } from '../../../../../src/teams/cards/request/controls.ts';
import type { CardViewer } from '../../../../../src/teams/cards/request/hints.ts';
import { requestCard, requestModel } from '../../../../../src/teams/cards/request/request-card.ts';
import { GROUP_REQUESTS, optionsFor, REQUESTS, VIEWERS } from '../../../../cards/card-cases.ts';
import { assertOnlyInTextRuns } from '../../../../cards/card-rules.ts';
import { objectsOf, ofType } from '../../../../cards/walk.ts';
import { carriedBy } from '../../../../support/company/press-of.ts';
import { BUILT_AT, buildRequest, rebuilt } from '../../../../support/samples/build-request.ts';
import { GROUP_CHANGES, groupRequest, SMALL_TENANT } from '../../../../support/samples/group-requests.ts';
import { anOid } from '../../../../support/samples/ids.ts';

/** Every button of the house: state -> viewer -> verbs. What is not here has none. */
const BUTTONS: Readonly<Partial<Record<RequestState, Readonly<Record<CardViewer, readonly string[]>>>>> = {
  draft: {
    shared: ['view'],
    requester: ['submit', 'discard'],
    approver: [],
    rejecter: [],
    endorser: [],
    reader: ['view'],
  },
  pending: {
    shared: ['view'],
    requester: ['remind', 'withdraw'],
    approver: ['approve', 'reject'],
    rejecter: ['reject'],
    endorser: ['take-back', 'reject'],
    reader: ['view'],
  },
  approved: {
    shared: ['view'],
    requester: ['withdraw'],
    approver: ['reject'],
    rejecter: ['reject'],
    endorser: ['take-back', 'reject'],
    reader: ['view'],
  },
  applied: {
    shared: ['revert'],
    requester: ['revert'],
    approver: ['revert'],
    rejecter: ['revert'],
    endorser: ['revert'],
    reader: ['revert'],
  },
};

/** The same while an approved change is waiting to be applied by hand. */
const HANDED_OVER: Readonly<Record<CardViewer, readonly string[]>> = {
  shared: ['attest', 'view'],
  requester: ['attest', 'withdraw'],
  approver: ['attest', 'reject'],
  rejecter: ['attest', 'reject'],
  endorser: ['attest', 'take-back', 'reject'],
  reader: ['view'],
};

/** Whoever takes part is also asked what they see in the portal. */
function seeing(viewer: CardViewer, verbs: readonly string[]): readonly string[] {
  if (viewer === 'shared' || viewer === 'reader') return verbs;
  return [...verbs, 'seen-on', 'seen-off'];
}

/** What was before is not known of these, so nothing could restore it. */
const UNRESTORABLE: readonly string[] = [
  'applied-attested',
  'applied-attested-in-part',
  'applied-attested-unlisted',
  'applied-corroborated',
  'applied-corroborated-finding',
  'applied-in-place-by-word',
  'applied-surfaced-by-hand',
  'applied-verified',
];

const SCANS_ENDED = [
  ...['scan-alone', 'scan-ended-in-part', 'scan-timed-out-in-part', 'scan-cancelled-whole'],
  ...['scan-timed-out', 'scan-cancelled'],
];

/** What a card of a device act has besides: a scan has no inverse, and an emergency is owed an approval. */
const BESIDES: Readonly<Record<string, (viewer: CardViewer) => readonly string[]>> = {
  'scan-running': () => ['cancel-scan', 'devices'],
  'scan-not-known': () => ['devices', 'say'],
  ...Object.fromEntries(SCANS_ENDED.map((name) => [name, () => ['again', 'devices']])),
  'act-failed': () => ['again'],
  'act-timed-out': () => ['again'],
  'emergency-owed': (viewer) =>
    viewer === 'shared' ? ['view'] : [...(viewer === 'approver' ? ['approve'] : []), 'revert'],
};

/** Where an end offers no step of its own, what somebody could write is a button. */
const NEXT_WORDS: readonly string[] = ['say'];

/** Whoever may ask asks again, unless the operator has to look into it first. */
function whenEnded({ state, closing }: Request): readonly string[] {
  const first = ['digest-mismatch', 'identity-changed', 'record-mismatch', 'superseded'];
  if (!hasEnded(state)) return [];
  return closing && first.includes(closing.code) ? NEXT_WORDS : ['again'];
}

const HOSTILE = '[x](https://evil.example) **b** <at>Bob</at> \u202E';

describe("a request's card", () => {
  for (const [name, request] of Object.entries(REQUESTS)) {
    const overdue = name.endsWith('overdue');
    for (const viewer of VIEWERS) {
      it(`${name} gives the ${viewer} their buttons and no other`, () => {
        const verbs = verbsOf(requestCard(request, optionsFor(viewer)));
        const byHand = request.state === 'approved' && request.handover;
        const usual = byHand ? HANDED_OVER[viewer] : (BUTTONS[request.state]?.[viewer] ?? whenEnded(request));
        const lists = name === 'scan-pending' ? ['devices'] : [];
        const known = BESIDES[name]?.(viewer) ?? (UNRESTORABLE.includes(name) ? NEXT_WORDS : [...usual, ...lists]);
        const expected = name === 'pending-not-known' ? seeing(viewer, usual) : known;
        assert.deepEqual(verbs, overdue ? ['again'] : expected);
      });
    }
  }

  it('gives the requester of a draft that has a form a way back into it, and anybody a look at all devices', () => {
    const verbs = (name: string, viewer: CardViewer) =>
      verbsOf(requestCard(GROUP_REQUESTS[name] ?? buildRequest(), optionsFor(viewer)));
    assert.deepEqual(verbs('create-draft', 'requester'), ['devices', 'submit', 'edit', 'discard']);
    assert.deepEqual(verbs('create-draft', 'shared'), ['devices', 'view']);
    assert.deepEqual(verbs('create-pending', 'approver'), ['devices', 'approve', 'reject']);
    assert.deepEqual(verbs('rank-pending', 'approver'), ['devices', 'approve', 'reject'], 'names stand behind it');
    assert.deepEqual(verbs('create-applied', 'reader'), ['devices', 'revert']);
  });

  it('asks clients to refresh only on the shared copy of a request that has not ended', () => {
    for (const request of Object.values(REQUESTS)) {
      for (const viewer of VIEWERS) {
        const { refresh } = requestCard(request, optionsFor(viewer));
        if (viewer !== 'shared' || (hasEnded(request.state) && debtOf(request) === null))
          assert.equal(refresh, undefined);
        else {
          const action = { type: 'Action.Execute', verb: 'view', data: carriedBy(request) };
          assert.deepEqual(refresh, { action, userIds: ['29:alice', '29:bob'] });
        }
      }
    }
  });

  it('refreshes a card of somebody’s own where they are named, until the request ends', () => {
    const refreshesOf = (state: 'pending' | 'applying' | 'applied') =>
      requestModel(buildRequest({ state }), optionsFor('approver', { refreshFor: ['29:bob'] })).refreshes;
    assert.deepEqual(refreshesOf('pending'), [{ userIds: ['29:bob'] }]);
    assert.deepEqual(refreshesOf('applying'), [{ userIds: ['29:bob'] }]);
    assert.deepEqual(refreshesOf('applied'), []);
  });

  it('refreshes nobody when nobody is named, and sixty at most', () => {
    const pending = buildRequest({ state: 'pending' });
    const many = Array.from({ length: 90 }, (_, i) => `29:${i}`);
    const idsFor = (refreshFor: string[]) => requestModel(pending, optionsFor('shared', { refreshFor })).refreshes;
    assert.deepEqual(idsFor([]), [{ userIds: [] }]);
    assert.equal(idsFor(many)[0]?.userIds.length, 60);
  });

  it('covers every state, and every ended one says what to do next', () => {
    const states = new Set(Object.values(REQUESTS).map((request) => request.state));
    assert.deepEqual([...states].sort(), [...REQUEST_STATES].sort());
    for (const request of Object.values(REQUESTS)) {
      const [next] = requestModel(request, optionsFor('shared')).next;
      assert.match(next?.text ?? '', /^[A-Z].{12,}\.$/);
    }
  });

  it('keeps words of people, of Defender and of the directory out of markdown', () => {
    const by = { oid: anOid('b'), name: HOSTILE };
    for (const request of Object.values(REQUESTS)) {
      const hostile = rebuilt(request, {
        requester: by,
        reason: HOSTILE,
        approvals: request.approvals.map(({ at }) => ({ by, at })),
        closing: request.closing && { ...request.closing, by: request.closing.by && by, note: HOSTILE },
        waiting: request.waiting && { ...request.waiting, note: HOSTILE },
        outcome: hostileOutcome(request.outcome),
        handover: request.handover && hostileHandover(request.handover),
      });
      for (const viewer of VIEWERS) {
        const card = requestCard(hostile, optionsFor(viewer, { answer: { tone: 'info', text: HOSTILE } }));
        assertOnlyInTextRuns(card, 'evil.example');
      }
    }
  });

  it('stays within its budget with the longest texts there can be', () => {
    const long = '👍𝔘字'.repeat(400);
    const by = { oid: anOid('b'), name: long };
    const request = buildRequest({
      state: 'pending',
      requester: by,
      reason: long,
      submittedAt: BUILT_AT,
      approvals: Array.from({ length: 40 }, () => ({ by, at: BUILT_AT })),
    });
    const policy = { quorum: 50, approvalReason: 'optional' } as const;
    const card = requestCard(request, optionsFor('approver', { policy, notice: { tone: 'info', text: long } }));
    assert.ok(Buffer.byteLength(JSON.stringify(card)) < 25_000);
  });

  describe('about a group with all the conditions that there can be', () => {
    const change = (length: number) => {
      const conditions = Array.from({ length: 30 }, (_, row) => {
        const property = (['name', 'domain', 'tag'] as const)[row % 3] ?? 'tag';
        const value = ['👍', 'corp', 'finance'][row] ?? `${row}-${'w'.repeat(length)}`;
        return { property, operator: 'contains', value } as const;
      });
      const definition = { ...GROUP_CHANGES.create.definition, name: 'Ǆ'.repeat(100), conditions };
      return { ...GROUP_CHANGES.create, definition };
    };
    const names = SMALL_TENANT.groups?.map((group) => ({ ...group, name: `${group.id}${'字'.repeat(90)}` })) ?? [];
    const devices =
      SMALL_TENANT.devices?.map((device) => {
        const [name, dnsName] = [device.name, device.dnsName].map((text) => `${'👍'.repeat(60)}${text}`);
        return { ...device, ...(name && dnsName && { name, dnsName }) };
      }) ?? [];
    const wide = { ...SMALL_TENANT, groups: names, devices };

    for (const viewer of VIEWERS) {
      it(`shows the ${viewer} all of them within its budget, and fewer devices for it`, () => {
        const request = groupRequest(
          change(200),
          { state: 'pending', reason: '字'.repeat(500), submittedAt: BUILT_AT },
          wide,
        );
        const card = requestCard(request, optionsFor(viewer, { notice: { tone: 'info', text: '字'.repeat(400) } }));
        const size = Buffer.byteLength(JSON.stringify(card));
        assert.ok(size < 25_000, `${size} bytes`);
        const text = JSON.stringify(card);
        for (let row = 3; row < 30; row += 1) assert(text.includes(`${row}-${'w'.repeat(200)}`), `row ${row}`);
        assert(viewer !== 'approver' || verbsOf(card).includes('approve'));
        assertShownWhole({ presentation: cardPresentation }, request);
      });
    }

    it('lets nobody send or approve one that cannot be shown whole, by card or by text', () => {
      const request = groupRequest(change(700), { state: 'pending', submittedAt: BUILT_AT }, wide);
      assert.deepEqual(verbsOf(requestCard(request, optionsFor('approver'))), ['devices', 'reject']);
      assert.throws(() => assertShownWhole({ presentation: cardPresentation }, request), { code: 'not-allowed' });
      const draft = rebuilt(request, { state: 'draft', submittedAt: null, digest: null });
      assert.deepEqual(verbsOf(requestCard(draft, optionsFor('requester'))), ['devices', 'edit', 'discard']);
    });
  });

  it('does not offer to send or approve what it cannot show whole', () => {
    const shows = { whole: false, overdue: false, approvalReason: 'optional' } as const;
    const controls = (state: RequestState, viewer: CardViewer) =>
      requestControls(buildRequest({ state }), viewer, shows);
    assert.deepEqual(controls('pending', 'approver').actions, []);
    assert.deepEqual(
      controls('pending', 'approver').askings.map(({ verb }) => verb),
      ['reject'],
    );
    assert.deepEqual(
      controls('draft', 'requester').actions.map(({ verb }) => verb),
      ['discard'],
    );
  });

  it('lets nobody approve without meaning it: the reason of a rejection is asked in its own section', () => {
    const card = requestCard(buildRequest({ state: 'pending' }), optionsFor('approver'));
    const approve = ofType(card, 'Action.Execute').find(({ node }) => node.verb === 'approve');
    assert.equal(approve?.node.title, 'Approve');
    const [own, other] = ofType(card, 'Input.Text');
    assert.deepEqual([own?.node.id, own?.node.isRequired], ['approvalReason', undefined]);
    assert.match(other?.path ?? '', /\.actions\.1\.card\./);
  });
});

function verbsOf(card: object): string[] {
  const { refresh: _, ...shown } = card as Record<string, unknown>;
  return [...objectsOf(shown)].flatMap(({ node }) => (typeof node.verb === 'string' ? [node.verb] : []));
}

function hostileOutcome(outcome: Request['outcome']): Request['outcome'] {
  if (outcome === null || outcome.proof === undefined) return outcome && { ...outcome, note: HOSTILE };
  return { ...outcome, note: HOSTILE, proof: { verified: [HOSTILE], attested: [HOSTILE] } };
}

function hostileHandover(handover: Handover): Handover {
  const fields = [{ name: HOSTILE, values: [HOSTILE, ''] }];
  return {
    ...handover,
    attested: handover.attested && { ...handover.attested, by: { oid: anOid('b'), name: HOSTILE } },
    steps: { link: 'https://evil.example/', steps: [{ title: HOSTILE, fields }] },
  };
}
