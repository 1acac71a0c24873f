import assert from 'node:assert/strict';
import type { Change } from '../../../../src/changes/registry/change.ts';
import type { AuditEntry, AuditFacts } from '../../../../src/requests/ports/audit-entry.ts';
import { digestOf } from '../../../../src/requests/record/digest.ts';
import { asJson, type Json } from '../../../../src/shared/json.ts';
import { auditRecord } from '../../../../src/store/audit/audit-record.ts';
import { sha256, signedEntry } from '../../../../src/store/record/entry.ts';
import { TEST_KEYS } from '../../../support/runtime/record-keys.ts';
import { buildRequest } from '../../../support/samples/build-request.ts';
import { entriesAlone } from '../../../support/tampering/entries-alone.ts';

const BOB = 'bbbbbbbb-0000-4000-8000-000000000002';
const ACTS = { scansAlone: 10, emergency: ['isolate'] };
const SWITCH = buildRequest().change;

const on = (count: number) => ({
  wanted: { group: 'HR' },
  devices: Array.from({ length: count }, (_, at) => ({ id: `${at}`, name: `LAP-${at}`, os: 'Windows11' })),
  leftOut: 0,
});
const scan = (count: number): Change => ({ kind: 'antivirus-scan', scan: 'Full', ...on(count) });
const act = (act: 'isolate' | 'restrict'): Change => ({ kind: 'response-actions', act, ...on(1) });

type Step = Pick<AuditFacts, 'event' | 'actor'> & { readonly data: { readonly [key: string]: Json } };

/** Signed entries as somebody could write them who holds the key: what is wrong is their meaning alone. */
function told(change: Change, steps: readonly Step[], deviceActs: Json | null): readonly AuditEntry[] {
  const objects = change.kind === 'response-actions' ? { standings: {} } : null;
  const draft = buildRequest(change === SWITCH ? {} : { change, base: { objects, preview: null, shown: null } });
  const { base, id, tenantId, number, requester, policyVersion } = draft;
  const asked = { change: asJson(change), base: asJson(base), reason: 'Now', policyVersion, digestVersion: 2 } as const;
  const digest = digestOf({ ...draft, reason: 'Now', digestVersion: 2 });
  const entries: AuditEntry[] = [];
  const add = (one: Omit<AuditFacts, 'tenantId' | 'at'>) =>
    entries.push(signedEntry(TEST_KEYS, entries.at(-1) ?? null, { ...one, tenantId, at: 0 }));
  const policy = { quorum: 1, ...(deviceActs !== null && { deviceActs }) };
  add({ event: 'service.start', actor: 'service', requestId: null, data: { policyVersion, policy } });
  const drafted = { change: asked.change, base: asked.base, name: requester.name };
  const all: readonly Step[] = [
    { event: 'drafted', actor: requester.oid, data: drafted },
    { event: 'submit', actor: requester.oid, data: { ...asked, to: 'pending' } },
    ...steps.map((step) => ({ ...step, actor: step.actor === 'requester' ? requester.oid : step.actor })),
  ];
  let state = 'draft';
  for (const [index, { event, actor, data }] of all.entries()) {
    const rows = { stored: sha256(String(index)), before: index === 0 ? null : sha256(String(index - 1)) };
    const step = { number, rev: index + 1, from: state, to: state, digest: index === 0 ? null : digest, ...rows };
    add({ event: `request.${event}`, actor, requestId: id, data: { ...step, ...data } });
    if (typeof data.to === 'string') state = data.to;
  }
  return entries;
}

async function faultsOf(change: Change, steps: readonly Step[], deviceActs: Json | null = ACTS) {
  const { faults } = await auditRecord(entriesAlone(told(change, steps, deviceActs)), { keys: TEST_KEYS.known });
  return faults.flatMap(({ what }) => (what.includes('there is no row') ? [] : [what]));
}

const PROCEED: Step = { event: 'proceed', actor: 'requester', data: { to: 'approved', alone: 'emergency' } };
const FEW: Step = { ...PROCEED, data: { to: 'approved', alone: 'few-devices' } };
const START: Step = { event: 'start', actor: 'service', data: { to: 'applying' } };
const DONE: Step = { event: 'record-outcome', actor: 'service', data: { to: 'applied' } };
const RATIFY: Step = { event: 'ratify', actor: BOB, data: {} };

describe('what the entries of something done on one person’s word mean', () => {
  it('an honest emergency, an honest scan and an approval afterwards have no fault', async () => {
    assert.deepEqual(await faultsOf(act('isolate'), [PROCEED, START, DONE, RATIFY]), []);
    assert.deepEqual(await faultsOf(act('isolate'), [PROCEED, START, DONE]), []);
    assert.deepEqual(await faultsOf(scan(10), [FEW, START, DONE]), []);
  });

  const employee = (oid: string): Json => ({
    oid,
    marks: [{ kind: 'employee-id', value: '4711' }],
    roles: [],
    proof: 'marks',
  });
  const forged: Readonly<Record<string, { change: Change; steps: readonly Step[]; acts?: Json | null; says: RegExp }>> =
    {
      'an act that the policy does not name': {
        change: act('restrict'),
        steps: [PROCEED],
        says: /policy in force does not/,
      },
      'a scan of too many devices': { change: scan(11), steps: [FEW], says: /policy in force does not/ },
      'anything under a policy before there was any': {
        change: act('isolate'),
        steps: [PROCEED],
        acts: null,
        says: /policy in force does not/,
      },
      'what somebody had approved': {
        change: act('isolate'),
        steps: [{ event: 'endorse', actor: BOB, data: { quorum: 2, approvals: 1 } }, PROCEED],
        says: /though somebody had approved it/,
      },
      'a switch': { change: SWITCH, steps: [PROCEED], says: /nothing of the kind may/ },
      'a scan that is called an emergency': { change: scan(1), steps: [PROCEED], says: /nothing of the kind may/ },
      'somebody else who lets it go ahead': {
        change: act('isolate'),
        steps: [{ ...PROCEED, actor: BOB }],
        says: /proceed was done by the approver, who cannot do it/,
      },
      'an approval afterwards by who did it': {
        change: act('isolate'),
        steps: [PROCEED, START, DONE, { ...RATIFY, actor: 'requester' }],
        says: /ratify was done by the requester, who cannot do it/,
      },
      'an approval afterwards by their other account': {
        change: act('isolate'),
        steps: [
          { ...PROCEED, data: { ...PROCEED.data, person: employee('aaaaaaaa-0000-4000-8000-000000000001') } },
          START,
          DONE,
          { ...RATIFY, data: { person: employee(BOB) } },
        ],
        says: /one person/,
      },
      'a write without anybody’s word': { change: act('isolate'), steps: [START], says: /begins|does not lead from/ },
    };
  for (const [title, { change, steps, acts, says }] of Object.entries(forged))
    it(`finds ${title}`, async () => {
      const faults = await faultsOf(change, steps, acts === undefined ? ACTS : acts);
      assert.match(faults.join('; '), says);
    });
});
