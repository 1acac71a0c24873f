import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { parseCommand } from '../../../src/teams/language/parse-command.ts';

/** Commands as sentences name them to be typed, and the same in German. */
const NAMED: readonly (readonly [english: string, german: string])[] = [
  ['help', 'hilfe'],
  ['history', 'verlauf'],
  ['requests', 'anträge'],
  ['mute', 'stumm'],
  ['unmute', 'Stummschaltung aus'],
  ['outside changes', 'externe Änderungen'],
  ['home', 'start'],
  ['actions', 'Aktionen'],
  ['show 12', 'zeige 12'],
  ['revert 12', 'rückgängig 12'],
  ['devices 12', 'Geräte von 12'],
  ['ask again 12', 'beantrage 12 erneut'],
  ['approve 12', 'genehmige 12'],
  ['reject 12 <Grund>', 'lehne 12 ab: <Grund>'],
  ['stop 12', 'stopp 12'],
  ['take back 12', 'nimm 12 zurück'],
  ['withdraw 12', 'ziehe 12 zurück'],
  ['cancel scan 12', 'brich Scan 12 ab'],
  ['digest daily', 'digest täglich'],
  ['digest weekly', 'digest wöchentlich'],
  ['digest off', 'digest aus'],
  ['tags of LAP-1', 'zeige Tags von LAP-1'],
  ['use this channel for approvals', 'nutze diesen Kanal für Genehmigungen'],
  ['which indicators end soon?', 'welche Indikatoren enden bald?'],
];

/** What stands in quotation marks in the German texts, with a number or a name where one is filled in. */
function quoted(): ReadonlySet<string> {
  const texts = readdirSync('languages/de').flatMap((file) =>
    Object.values(JSON.parse(readFileSync(`languages/de/${file}`, 'utf8')) as Record<string, string>),
  );
  const found = texts.flatMap((text) => [...text.matchAll(/"([^"]+)"/gu)].map(([, inner = '']) => inner));
  return new Set(found.map((text) => text.replace(/^tags of \{\d\}$/u, 'tags of LAP-1').replace(/\{\d\}/gu, '12')));
}

describe('commands in German sentences', () => {
  const all = quoted();

  for (const [english, german] of NAMED) {
    it(`are named "${german}", and never "${english}"`, () => {
      assert.equal(all.has(english), false);
      assert.equal(all.has(english.replace('<Grund>', '<why>')), false);
    });

    it(`mean the same: "${german}" and "${english}"`, () => {
      assert.notEqual(parseCommand(english).kind, 'unknown');
      assert.deepEqual(parseCommand(german), parseCommand(english));
    });
  }
});
