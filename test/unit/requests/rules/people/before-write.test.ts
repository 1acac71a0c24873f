import assert from 'node:assert/strict';
import type { DirectoryPerson } from '../../../../../src/requests/ports/directory.ts';
import type { Services } from '../../../../../src/requests/ports/services.ts';
import type { Actor } from '../../../../../src/requests/record/request.ts';
import { judgeWrite } from '../../../../../src/requests/rules/people/judging/before-write.ts';
import { type Judged, judgeApproval } from '../../../../../src/requests/rules/people/judging/judge-approval.ts';
import { ALICE, admin, BOB, CARLA, GROUP, knowing, ROLE, request, silent, whyNot } from './knowing.ts';

describe('a mark that was changed', () => {
  const marks = [{ kind: 'employee-id', value: '217' } as const];
  const kept = { marks, roles: [ROLE], since: { account: 1, role: 1 }, proof: 'marks' } as const;
  const bare = { addresses: [] };

  it('ends a request whose requester it belongs to, and one whose approver it belongs to', async () => {
    const services = knowing([
      admin(ALICE, { employeeId: '218', ...bare }),
      admin(BOB, { employeeId: '216', ...bare }),
    ]);
    assert.equal(await whyNot(services, BOB, { ...request, requesterEvidence: kept }), 'identity-changed');
    const approved: Judged = { ...request, approvals: [{ by: BOB, at: 2, evidence: kept }] };
    const judged = await judgeWrite(services, approved);
    assert('fault' in judged);
    assert.equal(judged.fault.code, 'identity-changed');
    assert.match(judged.fault.why, /^The account of Bob Ortiz was changed.*\(employee id\)/);
    const endorsed = knowing([admin(ALICE), admin(BOB, { employeeId: '216', ...bare }), admin(CARLA)]);
    assert.equal(await whyNot(endorsed, CARLA, approved), 'identity-changed');
  });

  it('is none where the mark is written in another way', async () => {
    const services = knowing([admin(ALICE), admin(BOB, { employeeId: ' 00217', ...bare })]);
    const approved: Judged = { ...request, approvals: [{ by: BOB, at: 2, evidence: kept }] };
    assert.deepEqual(await judgeWrite(services, approved), { actsAs: null });
  });
});

describe('an employee id that counts as none', () => {
  it('is named to whom it concerns, and said without its value to others, with why it does not count', async () => {
    const services = knowing([admin(ALICE, { addresses: [] }), admin(BOB, { employeeId: '7777', addresses: [] })]);
    const judged = await judgeWrite(services, { ...request, approvals: [{ by: BOB, at: 2 }] });
    assert('fault' in judged);
    assert.match(judged.fault.why, /apart: the one that it has is one digit again and again, which counts as a/);
    assert.doesNotMatch(judged.fault.why, /7777/);
    const pressed = await judgeApproval(services, request, BOB.oid);
    assert('refusal' in pressed);
    const { sentence, inShared } = pressed.refusal;
    assert.match(sentence, /its employee id 7777 is one digit again and again, which counts as a placeholder/);
    assert.doesNotMatch(inShared ?? sentence, /7777/);
  });
});

describe('rights asked again before a write', () => {
  const approved: Judged = { ...request, approvals: [{ by: BOB, at: 2 }] };
  const both: Judged = { ...request, approvals: [...approved.approvals, { by: CARLA, at: 3 }] };

  async function fault(services: Services, of: Judged = approved): Promise<string | null> {
    const judged = await judgeWrite(services, of);
    if ('left' in judged) return judged.left.lapsed.map(({ by, why }) => `lapsed: ${by.name} ${why}`).join(', ');
    return 'fault' in judged ? `${judged.fault.code}: ${judged.fault.why}` : null;
  }

  it('find nothing while everybody still holds theirs', async () => {
    assert.equal(await fault(knowing([admin(ALICE), admin(BOB)])), null);
  });

  it('find a requester and an approver who lost theirs', async () => {
    assert.match(
      (await fault(knowing([admin(ALICE, {}, []), admin(BOB)]))) ?? '',
      /^rights-lost: Alice Nguyen, who asked/,
    );
    assert.match((await fault(knowing([admin(ALICE), admin(BOB, {}, [])]))) ?? '', /^lapsed: Bob Ortiz no-role$/);
    assert.equal(await fault(knowing([admin(ALICE), admin(BOB, { enabled: false })])), 'lapsed: Bob Ortiz disabled');
    assert.equal(await fault(knowing([admin(ALICE), admin(BOB, { isExternal: true })])), 'lapsed: Bob Ortiz outsider');
  });

  it('find people who are gone, and count the approvals that are left', async () => {
    assert.match((await fault(knowing([admin(BOB)]))) ?? '', /^requester-gone: Alice Nguyen/);
    assert.match((await fault(knowing([admin(ALICE)]))) ?? '', /^lapsed: Bob Ortiz gone$/);
    assert.equal(await fault(knowing([admin(ALICE), admin(CARLA)]), both), null);
  });

  it('find two approvals that turn out to be one person’s, or may be', async () => {
    const carla = (more: Partial<DirectoryPerson>) =>
      knowing([admin(ALICE), admin(BOB, { employeeId: '217' }), admin(CARLA, more)]);
    assert.match(
      (await fault(carla({ employeeId: '217' }), both)) ?? '',
      /^rights-lost: .*belong to one person: both carry the same employee id[.]/,
    );
    assert.match((await fault(carla({ employeeId: '217-A' }), both)) ?? '', /^rights-lost: .*it is not known whether/);
  });

  it('let nobody write with a session of the only approver', async () => {
    const services = (owner: Actor) =>
      knowing([admin(ALICE), admin(BOB), admin(CARLA)], { owner: `${owner.oid}@contoso.example` });
    const owner = ({ oid }: Actor) => ({ name: `${oid}@contoso.example`, source: 'read' });
    await assert.rejects(judgeWrite(services(BOB), approved), { code: 'not-allowed', message: /their own/ });
    assert.deepEqual(await judgeWrite(services(CARLA), approved), { actsAs: owner(CARLA) });
    assert.deepEqual(await judgeWrite(services(BOB), both), { actsAs: owner(BOB) });
  });

  it('let no approval count of who may write Defender, where it is only said whose session it is', async () => {
    const said = { owner: `${CARLA.oid}@contoso.example`, source: 'said' } as const;
    const services = (holds: string[], of: typeof said | { owner: string } = said) =>
      knowing([admin(ALICE), admin(BOB, {}, holds), admin(CARLA)], { policy: { approvers: [ROLE, GROUP] }, ...of });
    await assert.rejects(judgeWrite(services([ROLE]), approved), {
      code: 'not-allowed',
      message: /Bob Ortiz approved this, and the session that would write it may be their own/,
    });
    assert.deepEqual(await judgeWrite(services([GROUP]), approved), { actsAs: { name: said.owner, source: 'said' } });
    assert.equal(await whyNot(services([ROLE]), BOB), 'may-own');
    assert.equal(await whyNot(services([GROUP]), BOB), 'counts');
    assert.equal(await whyNot(services([ROLE], { owner: said.owner }), BOB), 'counts');
  });

  it('take no answer neither as a loss nor as a yes', () =>
    assert.rejects(judgeWrite(knowing([silent]), approved), { code: 'directory-unavailable' }));
});
