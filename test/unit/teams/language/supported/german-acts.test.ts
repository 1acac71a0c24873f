import assert from 'node:assert/strict';
import { parseCommand } from '../../../../../src/teams/language/parse-command.ts';

/** What people say in German of devices and of what became of them, and the command that it stands for. */
const SAME: readonly (readonly [said: string, command: string])[] = [
  ['Nimm LAP-1 vom Netz', 'isolate LAP-1'],
  ['Trenne LAP-1, LAP-2 vom Netzwerk', 'isolate LAP-1, LAP-2'],
  ['LAP-1 vom Netz nehmen', 'isolate LAP-1'],
  ['Hol LAP-1 wieder ins Netz', 'release LAP-1'],
  ['Lass LAP-1 wieder ins Netz', 'release LAP-1'],
  ['Bring LAP-1 zurück ans Netz', 'release LAP-1'],
  ['Scanne LAP-1 auf Viren', 'full scan LAP-1'],
  ['Prüfe LAP-1 auf Schadsoftware', 'full scan LAP-1'],
  ['Gib LAP-1 das Tag vip', 'tag LAP-1 with vip'],
  ['Gib LAP-1 ein Tag vip', 'tag LAP-1 with vip'],
  ['Welche Geräte sind in der Isolation?', 'which devices are isolated?'],
  ['Gib LAP-1 und LAP-2 den Tag vip', 'tag LAP-1, LAP-2 with vip'],
  ['Tagge LAP-1 als vip', 'tag LAP-1 with vip'],
  ['Ist LAP-1 sauber?', 'alerts on LAP-1'],
  ['Ist LAP-1 infiziert?', 'alerts on LAP-1'],
  ['Das war ein Fehlalarm', 'false positive'],
  ['Welche Geräte sind in Finance?', 'which devices are in Finance?'],
  ['Wie viele Geräte sind in der Gruppe Finance?', 'which devices are in Finance?'],
  ['Wie viele Geräte sind in keiner Gruppe?', 'which devices are in no group?'],
  ['Zeig mir, was Alice diese Woche gemacht hat', 'what did Alice do this week'],
  ['Was hat Alice gestern gemacht?', 'what did Alice do yesterday'],
  ["Guten Morgen, was gibt's Neues?", 'digest now'],
  ['Trenn LAP-1 bitte umgehend vom Internet', 'isolate LAP-1'],
  ['isolier LAP-1', 'isolate LAP-1'],
  ['Prüf mal LAP-1 auf Viren', 'full scan LAP-1'],
  ['Gib den Laptops LAP-1 und LAP-2 das Tag vip', 'tag LAP-1, LAP-2 with vip'],
  ['Der Alarm auf LAP-1 war ein Fehlalarm', 'false positive LAP-1'],
  ['Was ist neu?', 'digest now'],
  ['wartend', 'pending'],
  ['wartend in Defender', 'pending'],
];

describe('teams/language: acts on devices and their like in German', () => {
  it('are the same as the command that they stand for', () => {
    for (const [said, line] of SAME) {
      assert.notEqual(parseCommand(line).kind, 'unknown', line);
      assert.deepEqual(parseCommand(said), parseCommand(line), said);
    }
  });

  it('begin nothing where they are denied, asked, put off or made to depend on something', () => {
    for (const line of [
      ...['Nimm LAP-1 nicht vom Netz', 'Nimm LAP-1 vom Netz?', 'Nimm LAP-1 morgen vom Netz', 'Lass LAP-1 vom Netz'],
      ...['Nimm LAP-1 vom Netz, wenn Bob zustimmt', 'Hol LAP-1 nicht wieder ins Netz', 'Lass LAP-1 nicht ins Netz'],
      ...['Gib LAP-1 nicht das Tag vip', 'Scanne LAP-1 nicht auf Viren', 'Nimm alle Geräte vom Netz'],
    ])
      assert.notEqual(parseCommand(line).kind, 'change', line);
  });
});
