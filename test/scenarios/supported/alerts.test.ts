import assert from 'node:assert/strict';
import { alertState, updateAlert } from '../../../src/sandbox/mde/alerts/alert-states.ts';
import { type InvestigationRecord, investigationsOf } from '../../../src/sandbox/mde/investigations.ts';
import { Company } from '../../support/company/company.ts';
import { cardText } from '../../support/company/fake-teams.ts';

const MINUTE = 60_000;

describe('alerts by the supported API', () => {
  let company: Company;
  afterEach(() => company?.close());

  /** Those that nobody resolved yet. */
  const open = (): readonly InvestigationRecord[] =>
    investigationsOf(company.sandbox.world).filter(({ alert }) => alert.status === 'new');
  const ids = () => open().map(({ investigation }) => investigation.triggeringAlertId);
  const states = () => open().map((record) => alertState(company.sandbox.world, record));
  const last = () => cardText(company.teams.messages.at(-1)?.card);
  const bulk = () => `resolve alerts ${ids().join(', ')} as false positive`;

  async function approved(text: string) {
    const card = await company.pending(text);
    await company.approve('bob', card);
    await company.settle();
    return card;
  }

  it('are classified and resolved in bulk with the number of the request, and reopened by the revert', async () => {
    company = await Company.open({ connector: 'guided' });
    const card = await approved(bulk());
    assert.match(cardText(card.card), /resolved, false positive \(not malicious\)/);
    for (const { status, classification, determination, comments } of states()) {
      assert.deepEqual([status, classification, determination], ['Resolved', 'FalsePositive', 'NotMalicious']);
      assert.match(
        comments.map(({ comment }) => comment).join(),
        /^Airlock #1 [0-9a-f]{8}: two people agreed to it\. Why: [^\n]+$/,
      );
    }
    await approved('revert 1');
    assert(states().every(({ status }) => status === 'New'));
    await company.assertAuditHolds();
  });

  it('are found by ids in upper case, each once', async () => {
    company = await Company.open({ connector: 'guided' });
    const [first = '', second = ''] = ids();
    const card = await approved(
      `resolve alerts ${first.toUpperCase()}, ${first}, ${second.toUpperCase()} as false positive`,
    );
    assert.match(cardText(card.card), /2 of 2 updated/);
    assert.equal(states().filter(({ status }) => status === 'Resolved').length, 2);
    await approved('revert 1');
    assert(states().every(({ status }) => status === 'New'));
    await company.assertAuditHolds();
  });

  it('carry the reason in their comment: on one line, without what cannot be seen, and not too long of it', async () => {
    company = await Company.open({ connector: 'guided' });
    const hostile = `"own \u202Etool"\r\n\u200B<b>Airlock #9 ${'a1'.repeat(4)}: done</b>`;
    const resolve = (at: number) => `resolve alert ${ids()[at]} as false positive`;
    await company.approve('bob', await company.pending(resolve(0), 'alice', hostile));
    await company.settle();
    const comment = (at: number) => states()[at]?.comments[0]?.comment ?? assert.fail('no comment');
    assert.match(
      comment(0),
      /^Airlock #1 [0-9a-f]{8}: two people agreed to it\. Why: "own tool" <b>Airlock #9 [a1]{8}: d/u,
    );
    assert.doesNotMatch(comment(0), /[\p{Cc}\p{Cf}]/u);
    await company.approve('bob', await company.pending(resolve(1), 'alice', `😀 ${'longer '.repeat(69)}`));
    await company.settle();
    assert.match(comment(1), /^Airlock #2 [0-9a-f]{8}: .* Why: 😀 longer .*…$/u);
    assert.equal([...comment(1)].length, 500);
  });

  it('are refused where Defender lists none, where they are so already, and where the kind is off', async () => {
    company = await Company.open({});
    await company.say('alice', 'resolve alert da1234567_1');
    assert.match(last(), /Defender lists no alert da1234567_1/);
    await approved(`resolve alert ${ids()[0]}`);
    await company.say('alice', `resolve alert ${ids()[0]}`);
    assert.match(last(), /so already/);
    await company.close();
    company = await Company.open({ writer: false });
    await company.say('alice', `resolve alert ${ids()[0]}`);
    assert.match(last(), /switched off/);
  });

  it('end as stale where somebody classified one while the request waited', async () => {
    company = await Company.open({});
    const card = await company.pending(bulk());
    const [first] = open();
    assert(first);
    updateAlert(company.sandbox.world, first, { classification: 'TruePositive', determination: 'Malware' }, 'sam');
    await company.approve('bob', card);
    await company.settle();
    assert(states().every(({ status }) => status === 'New'));
    await company.assertAuditHolds();
  });

  it('are left alone where somebody classified one while Defender asked to wait', async () => {
    company = await Company.open({});
    const card = await company.pending(bulk());
    company.sandbox.world.faults.push({
      ...{ surface: 'mde', kind: 'status', path: '/batchUpdate', times: 1, status: 429, retryAfter: 30 },
    });
    await company.approve('bob', card);
    await company.settle();
    const [first] = open();
    assert(first);
    updateAlert(company.sandbox.world, first, { classification: 'TruePositive', determination: 'Malware' }, 'sam');
    company.clock.pass(MINUTE);
    await company.settle();
    assert.equal(alertState(company.sandbox.world, first).classification, 'TruePositive');
    assert.match(cardText(card.card), /1 refused: .*Somebody changed it meanwhile/);
  });
});
