import assert from 'node:assert/strict';
import { ageWords, waitingPage } from '../../../../src/requests/asking/center/about-waiting.ts';
import {
  actStatusWords,
  alertWords,
  entityWords,
  investigationWords,
} from '../../../../src/requests/asking/center/defender-words.ts';
import type { Waiting, WaitingList } from '../../../../src/requests/ports/defender-activity.ts';
import { INVESTIGATION_STATES } from '../../../../src/sandbox/mde/investigations.ts';
import { tenantId } from '../../../../src/shared/ids.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = 40 * DAY;
const TENANT = tenantId.parse('11111111-1111-4111-8111-111111111111');
const WHOLE = { value: { more: false, leftOut: 0 } };

const camel = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

function waiting(since: number | null): Waiting {
  const nothing = { alertId: null, investigationId: '1', title: null, severity: null, device: null, group: null };
  return { ...nothing, proposed: [], since };
}

function list(parts: Partial<WaitingList>): WaitingList {
  return { readAt: NOW, items: [], investigations: WHOLE, alerts: WHOLE, ...parts };
}

describe('words for what Defender calls its states', () => {
  it('are there for every state of an investigation, in the letters of both APIs', () => {
    for (const state of INVESTIGATION_STATES.filter((one) => one !== 'Unknown')) {
      const said = investigationWords(state) ?? assert.fail(state);
      assert.match(said, /^Its investigation [a-z].+\.$/u, state);
      assert.equal(investigationWords(camel(state)), said);
    }
    assert.equal(investigationWords(null), null);
    for (const untold of ['unknown', 'Unknown', 'unknownFutureValue'])
      assert.equal(investigationWords(untold), 'How its investigation stands is not known: Defender does not say.');
  });

  it('are there for every remedy, verdict and status of an action that Microsoft documents', () => {
    const remedies = 'remediated prevented blocked notFound active pendingApproval declined unremediated running'.split(
      ' ',
    );
    for (const remediation of [...remedies, 'notRemediated', 'partiallyRemediated'])
      assert.doesNotMatch(entityWords({ verdict: null, remediation }), /Defender says|[a-z][A-Z]/u, remediation);
    for (const verdict of ['suspicious', 'malicious', 'noThreatsFound'])
      assert.doesNotMatch(entityWords({ verdict, remediation: null }), /Defender says|[a-z][A-Z]/u, verdict);
    for (const status of ['Pending', 'InProgress', 'Succeeded', 'Failed', 'TimeOut', 'Cancelled'])
      assert.doesNotMatch(actStatusWords(status), /Defender says|[A-Z]/u, status);
  });

  it('are there for what is said of alerts, as both APIs call it', () => {
    const of = (status: string | null, classification: string | null, determination: string | null) =>
      alertWords({ status, classification, determination });
    assert.equal(of('new', null, null), 'New, not classified.');
    assert.equal(of('inProgress', 'unknown', 'unknown'), 'In progress, not classified.');
    assert.equal(of('resolved', 'falsePositive', 'clean'), 'Resolved, classified as false positive (not malicious).');
    assert.equal(of('Resolved', 'truePositive', 'apt'), 'Resolved, classified as true positive (multistage attack).');
    assert.equal(of(null, 'truePositive', null), 'Status not told, classified as true positive.');
  });

  it('of what Airlock does not know are Defender’s own, said so', () => {
    assert.equal(investigationWords('AskedTheOracle'), 'Of its investigation Defender says "AskedTheOracle".');
    assert.equal(entityWords({ verdict: 'odd', remediation: null }), 'Defender says "odd"');
    assert.equal(actStatusWords('Paused'), 'Defender says "Paused"');
    assert.equal(
      alertWords({ status: 'parked', classification: 'maybe', determination: 'hm' }),
      'Defender says "parked", classified as Defender says "maybe" (Defender says "hm").',
    );
  });
});

describe('what waits in Defender', () => {
  it('is never said to have more time left than it has, nor to be older than it is', () => {
    const words = (age: number) => ageWords(waiting(NOW - age), NOW);
    assert.match(words(32 * HOUR), /^Begun 32 hours ago; .* in 5 days at the earliest\.$/u);
    assert.match(words(6 * DAY + 14 * HOUR), /^Begun 6 days ago; .* in 10 hours at the earliest\.$/u);
    assert.match(words(5 * DAY + 30 * 60_000), /in 47 hours at the earliest/u);
    assert.match(words(7 * DAY - 90_000), /in 1 minute at the earliest/u);
    assert.match(words(7 * DAY), /^Begun 7 days ago: Defender may have rejected it/u);
    assert.match(ageWords(waiting(null), NOW), /Since when is not told/u);
  });

  it('is none only where both lists were read to their end', () => {
    const title = (parts: Partial<WaitingList>) => waitingPage(list(parts), TENANT, 1).title;
    const unread = { why: 'No.' };
    assert.equal(title({}), 'Nothing waits in Defender');
    assert.equal(title({ alerts: unread }), 'Nothing waits in what was read');
    assert.equal(title({ alerts: unread, investigations: unread }), 'What waits was not read');
    assert.equal(title({ alerts: { value: { more: true, leftOut: 0 } } }), 'Nothing waits in what was read');
    const left = waitingPage(list({ alerts: { value: { more: false, leftOut: 3 } } }), TENANT, 1);
    assert.equal(left.title, 'Nothing waits in what was read');
    assert.deepEqual(left.unread, ['Alerts that wait: 3 could not be read, or do not say how they stand.']);
    assert.equal(title({ items: [waiting(NOW)], alerts: unread }), 'At least 1 waiting in Defender');
  });
});
