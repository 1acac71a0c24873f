import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { spoken } from './literals.ts';

/** What a reading without a record must never be worded as: that something stands as it was. */
const UNCHANGED =
  /\b(?:not|never|nothing|nobody|no one|none|no)\b[^.;:]{0,30}\bchang(?:e|es|ed)\b|\bunchanged\b|\b(?:same|still) as before\b|\bas it was before\b/i;

/** Files that tell what the audit log, or the watch, gave: by what they take in. */
const TELLS_OF_THE_LOG =
  /from '[^']*(?:outside[\w-]*|corroborat[\w-]*|tenant-audit|watched|look|last-change|named-in-log|audit-log|answers)\.ts'/;

/** What such a file says of something else, or says itself that it is no proof; with the reason. */
const OF_SOMETHING_ELSE: readonly (readonly [RegExp, string])[] = [
  [/That is not "nothing was changed"/, 'says so itself'],
  [/^That proves nothing: nobody changed one, auditing is off/, 'lists what may be the cause'],
  [/^holds no change of a switch in the last \{\} days$/, 'the log itself; what it proves follows'],
  [/recorded, and nothing (?:was|is) changed/, 'a person says what they see: that is no change'],
  [/as seen in the portal\. Nothing was changed\.$/, 'a person says what they see: that is no change'],
  [/^(?:The draft of the opposite|Say why, then send it|\{\} is preparing).*Nothing changes before/, 'a draft'],
  [/[Nn]othing changes before (?:it is approved|that|one of them agrees)/, 'a request that waits'],
  [/^Nothing was (?:adopted|decided)\b|^Nothing was changed\.$/, 'what came of a press'],
  [/^(?:Airlock knows of no such change here|There is no change \{\}\.)/, 'a number that nobody gave'],
  [/a person changed a switch stays their word, and nobody is told who changed one/, 'what is not watched'],
  [/Airlock (?:changes none|does not change|does not know this button)/, 'what Airlock does'],
  [/\bNothing is changed\.$/, 'a write that Airlock refuses'],
  [/^No request (?:that changed it|was applied|about this)/, 'requests'],
  [/may no longer approve changes|^Nobody can approve changes now$/, 'people'],
  [/^The draft does not show a change outside Airlock$/, 'a draft'],
  [/^It is as it was before change \{\}: nothing is left/, 'two readings show it'],
  [/such changes\.$/, 'what could not be read'],
  [/^(?:Do|Wait) not|Do not make the change by hand/, 'what to do'],
  [/the change may be in place, or not/, 'not known'],
  [/^(?:Say|Write|Tell) /, 'what to do'],
  [
    /^[Nn]ot a change|^This is no|is no longer .* somebody changed it|not there any more: it changed/,
    'what is asked for',
  ],
];

const files = new Map<string, boolean>();

function tellsOfTheLog(at: string): boolean {
  const [file = ''] = at.split(':');
  const known = files.get(file) ?? TELLS_OF_THE_LOG.test(readFileSync(file, 'utf8'));
  files.set(file, known);
  return known;
}

function isTaken(text: string): boolean {
  return UNCHANGED.test(text) && !OF_SOMETHING_ELSE.some(([allowed]) => allowed.test(text));
}

describe('what is said after a reading of the audit log', () => {
  it('never says by a missing record that something was not changed', () => {
    const told = spoken().filter(({ at }) => tellsOfTheLog(at));
    assert.ok(told.length > 300, 'the files that tell of the log were found');
    assert.deepEqual(
      told.filter(({ text }) => isTaken(text)).map(({ text, at }) => `${at}: ${text}`),
      [],
      'No record proves nothing: say what is not known, or why this is about something else.',
    );
  });

  for (const text of [
    'Nothing was changed outside Airlock.',
    'No changes outside Airlock since 12:00.',
    'Nobody changed this switch.',
    '{} was not changed.',
    'The switch is unchanged.',
    'It is still as before.',
    'No change so far',
  ])
    it(`would find "${text}"`, () => assert.ok(isTaken(text)));
});
