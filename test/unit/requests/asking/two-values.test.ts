import assert from 'node:assert/strict';
import { scopeWords } from '../../../../src/changes/supported/indicators/indicator-words.ts';
import { offersFor } from '../../../../src/requests/asking/center/verdict-offers.ts';
import type { VerdictSubject } from '../../../../src/requests/asking/center/verdict-subject.ts';

const SUBJECT: VerdictSubject = {
  alert: null,
  values: [
    { type: 'IpAddress', value: '203.0.113.24', label: '' },
    { type: 'Url', value: 'https://stage.evil.example/two.ps1', label: '' },
  ],
  devices: [],
  notes: [],
};

describe('a false positive of two values on no known device group', () => {
  it('offers the choice for one, and says how to write the other', () => {
    const { pick, notes } = offersFor('false-positive', SUBJECT, [], ['indicators']);
    assert.equal(pick?.title, 'Allow the IP address');
    assert.match(notes.join(' '), /write "allow url https:\/\/stage\.evil\.example\/two\.ps1 on <group> for 7 days"/);
  });

  it('says nothing of another where there is one', () => {
    const [first] = SUBJECT.values;
    const one = { ...SUBJECT, values: first ? [first] : [] };
    assert.deepEqual(offersFor('false-positive', one, [], ['indicators']).notes, []);
  });
});

describe('what stands in the comments of an alert', () => {
  const ALERT = {
    ...{ readAt: 0, id: 'da1234567_1', createdAt: 0, title: 'Wacatac', severity: null, status: 'New' },
    ...{ classification: 'FalsePositive', determination: 'NotMalicious', investigation: null, entities: [] },
  };
  const subject = { ...SUBJECT, values: [], alert: ALERT, decided: ['#3 a.exe: Allow on Finance without an end'] };

  it('is what was decided, by whatever classifies or resolves it', () => {
    const [resolve, ...others] = offersFor('false-positive', subject, [], ['alerts']).buttons;
    assert.deepEqual(others, []);
    assert(resolve && 'say' in resolve);
    assert.equal(resolve.title, 'Resolve');
    assert.match(resolve.say, /^resolve alert da1234567_1 because .*; decided: #3 a\.exe: Allow on Finance/);
  });

  it('is nothing of it where alerts are off: the card says so', () => {
    const { buttons, notes } = offersFor('false-positive', subject, [], ['indicators']);
    assert.deepEqual(buttons, []);
    assert.match(
      notes.join(' '),
      /Alerts are switched off.* nothing that is decided here stands in the alert's comments/,
    );
  });
});

describe('the scope of an indicator in words', () => {
  it('stands in quotation marks where its name reads as a part of the sentence', () => {
    assert.equal(scopeWords(['Lab for 30 days']), '"Lab for 30 days"');
    assert.equal(scopeWords(['for 30 days']), '"for 30 days"');
    assert.equal(scopeWords(['HR laptops', 'Finance']), 'HR laptops and Finance');
    assert.equal(scopeWords([]), 'all devices');
  });
});
