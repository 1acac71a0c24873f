import assert from 'node:assert/strict';
import { parseCommand } from '../../../../../src/teams/language/parse-command.ts';
import { parseMessage } from '../../../../../src/teams/routes/parse-message.ts';

const DAY = 86_400_000;
const bot = { id: '28:airlock', name: 'Airlock' };

function hear(text: string) {
  return parseMessage({ text: `<at>Airlock</at> ${text}`, mentions: [{ id: bot.id, text: '<at>Airlock</at>' }], bot })
    .command;
}

/** What a command asks for, as far as ends go: a length in ms, a day without its year, or a moment. */
function endOf(line: string) {
  const command = parseCommand(line);
  if (command.kind !== 'change' || command.change.kind !== 'indicators') return command.kind;
  const { lasts, until, day, groups } = command.change.entries[0]?.to ?? assert.fail(line);
  const end = lasts ?? day ?? (until && new Date(until).toISOString().slice(0, 16));
  return groups.length > 0 ? [end, ...groups] : end;
}

describe('teams/language: ends and lists in German', () => {
  it('reads until when, as it is written in German', () => {
    const said: readonly (readonly [string, unknown])[] = [
      ['bis 5. Dezember', '12-05T00:00'],
      ['bis zum 5. Dez.', '12-05T00:00'],
      ['bis 5.12.', '12-05T00:00'],
      ['bis 5. 12. 2027', '2027-12-05T00:00'],
      ['bis 05.12.2026', '2026-12-05T00:00'],
      ['bis 3. März 2027 um 18 Uhr', '2027-03-03T18:00'],
      ['bis zum 3.3.2027, 8:30 Uhr', '2027-03-03T08:30'],
      ['bis 2026-12-05', '2026-12-05T00:00'],
      ['bis morgen', DAY],
      ['bis übermorgen', 2 * DAY],
      ['bis in 2 Wochen', 14 * DAY],
      ['für 7 Tage', 7 * DAY],
      ['für einen Tag', DAY],
      ['auf "HR bis 5.12." bis 5.12.', ['12-05T00:00', 'HR bis 5.12.']],
      ['bis 5. Mai auf der Gruppe Lab', ['05-05T00:00', 'Lab']],
    ];
    for (const [end, meaning] of said) assert.deepEqual(endOf(`blockiere domain evil.example ${end}`), meaning, end);
    assert.deepEqual(endOf('domain evil.example bis 5. Dezember zulassen'), '12-05T00:00');
  });

  it('asks for nothing where an end is none, or names a day that no year has', () => {
    for (const end of ['bis 31.2.', 'bis 5.13.', 'bis 5.12.26', 'bis bald', 'bis 10.0.0.5', 'bis 0. Mai'])
      assert.notEqual(typeof endOf(`blockiere domain evil.example ${end}`), 'number', end);
    for (const end of ['bis 31.2.', 'bis 5.13.', 'bis 5.12.26', 'bis bald', 'bis 0. Mai'])
      assert.equal(parseCommand(`blockiere domain evil.example ${end}`).kind === 'change', false, end);
    assert.equal(parseCommand('block domain evil.example until 5.12.').kind, 'malformed', 'which day, in English?');
  });

  it('reads a list that is pasted below German words, with German headings, actions and dates', () => {
    const lists = [
      'importiere Indikatoren: blockieren für 30 Tage\nevil.example\nbad.example;zulassen;HR;31.12.2026',
      'Importiere die Indikatoren: sperren bis in 30 Tagen, weil CERT-Bund es rät\nevil.example\nbad.example;zulassen;HR;31.12.2026',
      'import indicators: block for 30 days\nWert;Aktion;Gruppen;Gültig bis\nevil.example\nbad.example;Erlauben;HR;31.12.2026',
    ];
    for (const list of lists) {
      const command = hear(list);
      assert(command.kind === 'change' && command.change.kind === 'indicators', JSON.stringify(command));
      assert.deepEqual(
        command.change.entries.map(({ value, to }) => [value, to?.action, to?.groups, to?.lasts, to?.until]),
        [
          ['evil.example', 'Block', [], 30 * DAY, null],
          ['bad.example', 'Allowed', ['HR'], null, Date.UTC(2026, 11, 31)],
        ],
      );
    }
    const [, second] = lists.map(hear);
    assert(second?.kind === 'change' && second.reason === 'weil CERT-Bund es rät');
    const english = hear('import indicators: block\nevil.example,block,,05.12.2026');
    assert(english.kind === 'malformed' && /no date/.test(english.why), 'two people may read two days');
  });

  it('reads several changes below German words, a command a line or a table', () => {
    const wishes = (text: string) => {
      const command = hear(text);
      return command.kind === 'several' ? command.wishes.length : command;
    };
    const lines = 'schalte die automatische Untersuchung ein\nsetze die Gerätegruppe Lab auf voll';
    assert.equal(wishes(`Importiere Änderungen\n${lines}`), 2);
    assert.equal(wishes(`als ein Antrag:\n${lines}`), 2);
    assert.equal(
      wishes('importiere Änderungen\nSchalter;auf\nAutomated investigation;ein\nWarnungen automatisch lösen;aus'),
      2,
    );
    assert.equal(wishes('importiere Änderungen\nGruppe;Stufe;löschen\nLab;voll;\nHR;;ja'), 2);
  });
});
