import assert from 'node:assert/strict';
import { inLanguage } from '../../../../../src/shared/language/worded.ts';
import { parseCommand } from '../../../../../src/teams/language/parse-command.ts';
import { pastTitle } from '../../../../../src/teams/language/past/past-title.ts';

/** What is typed, and how the list that it asks for is titled in English and in German. */
const TITLES: readonly (readonly [line: string, english: string, german: string])[] = [
  ['history by alice since monday', 'by alice from Monday on', 'von alice seit Montag'],
  ['what changed yesterday?', 'yesterday', 'gestern'],
  ['Was wurde gestern geändert?', 'yesterday', 'gestern'],
  ['what did Bob approve last week', 'approved by Bob last week', 'genehmigt von Bob letzte Woche'],
  [
    'requests of group Servers since last week',
    'of group "Servers" since last week',
    'zur Gruppe „Servers“ seit letzter Woche',
  ],
  ['my rejected requests', 'asked by you rejected', 'beantragt von Ihnen abgelehnt'],
  ['what did we change in November?', 'in November', 'im November'],
  ['history on monday', 'on Monday', 'am Montag'],
  ['history in the last 7 days', 'in the last 7 days', 'letzte 7 Tage'],
  ['history since 2 weeks ago', 'from 2 weeks ago on', 'seit vor 2 Wochen'],
  ['history since 3 November', 'from 3 November on', 'seit 3 November'],
  [
    'history about ransomware before 2026-11-03',
    'before 2026-11-03 about "ransomware"',
    'vor 2026-11-03 mit „ransomware“',
  ],
  ['history by "since monday"', 'by since monday', 'von since monday'],
];

describe('teams/language/past: the title of a history', () => {
  for (const [line, english, german] of TITLES)
    it(`of "${line}" is in the reader's language`, () => {
      const command = parseCommand(line);
      assert(command.kind === 'history', command.kind);
      assert.equal(pastTitle(command.filter), english);
      assert.equal(
        inLanguage('de', () => pastTitle(command.filter)),
        german,
      );
    });
});
