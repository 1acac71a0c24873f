import assert from 'node:assert/strict';
import { inLanguage } from '../../../../src/shared/language/worded.ts';
import { offerOf } from '../../../../src/teams/language/offers.ts';

/** What has room on a phone's button, in characters. */
const ROOM = 36;

const DEVICE = 'LAP-FIN-0001.corp.harbourline.example';
const ID = 'a1'.repeat(20);

/** What is offered to somebody in English, and in German. */
const OFFERED: readonly (readonly [line: string, english: string, german: string])[] = [
  ['which indicators end soon?', 'Indicators that end soon', 'Bald endende Indikatoren'],
  ['is automated investigation on?', 'Is automated investigation on?', 'Wie steht AIR?'],
  ['enable automated investigation', 'Enable automated investigation', 'AIR einschalten'],
  [
    'disable automatically resolve alerts',
    'Disable automatically resolve alerts',
    'Automatische Auflösung ausschalten',
  ],
  [`which group is ${DEVICE} in`, 'Group of LAP-FIN-0001', 'Gruppe von LAP-FIN-0001'],
  [`which group is ${ID} in`, `Group of ${ID.slice(0, 17)}…`, `Gruppe von ${ID.slice(0, 17)}…`],
  [`tags of ${DEVICE}`, 'Tags of LAP-FIN-0001', 'Tags von LAP-FIN-0001'],
  ['which devices have the tag Lab?', 'Devices with Lab', 'Geräte mit Lab'],
  [`alerts on ${DEVICE}`, 'Alerts on LAP-FIN-0001', 'Warnungen auf LAP-FIN-0001'],
  ['alerts', 'Open alerts', 'Offene Warnungen'],
  ['alerts page 2', 'Page 2', 'Seite 2'],
  [`actions on ${DEVICE}`, 'Actions on LAP-FIN-0001', 'Aktionen auf LAP-FIN-0001'],
  [`is ${DEVICE} isolated?`, 'Is LAP-FIN-0001 isolated?', 'Ist LAP-FIN-0001 isoliert?'],
  ['which devices are isolated?', 'Isolated devices', 'Isolierte Geräte'],
  ['is a scan running?', 'Running scans', 'Laufende Überprüfungen'],
  [`is file ${'ab'.repeat(32)} blocked?`, `Indicator of ${'ab'.repeat(8)}a…`, `Indikator für ${'ab'.repeat(8)}a…`],
  ['digest now', 'Digest now', 'Übersicht jetzt'],
  ['who can approve?', 'Who can approve?', 'Wer kann genehmigen?'],
  ['last change', 'The last change', 'Die letzte Änderung'],
];

describe('the button of what is offered', () => {
  for (const [line, english, german] of OFFERED)
    it(`says it shortly, in the reader's language: ${line.slice(0, 60)}`, () => {
      const title = (language: 'en' | 'de') => inLanguage(language, () => offerOf(line)?.title);
      assert.deepEqual([title('en'), title('de')], [english, german]);
      for (const text of [english, german]) assert.ok(text.length <= ROOM, text);
    });
});
