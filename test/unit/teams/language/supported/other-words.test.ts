import assert from 'node:assert/strict';
import { sayCommand } from '../../../../../src/teams/language/understand/say.ts';
import { parseMessage } from '../../../../../src/teams/routes/parse-message.ts';

const ALERT = 'da637399794050273582_-760707377';
const SHA = 'ab'.repeat(32);

function heard(text: string) {
  return parseMessage({ text, mentions: [], bot: { id: '28:airlock', name: 'Airlock' } }).command;
}

/** What is said, and the command that it stands for. */
const SAME: readonly (readonly [said: string, command: string])[] = [
  ['digest weekly on monday', 'digest weekly'],
  ['weekly digest on mondays', 'digest weekly'],
  ['digest every monday', 'digest weekly'],
  ['schicke uns jeden Montag den Digest', 'digest weekly'],
  ['Digest wöchentlich am Montag', 'digest weekly'],
  [`suppress alert ${ALERT}`, `false positive ${ALERT}`],
  [`create a suppression rule for alert ${ALERT}`, `false positive ${ALERT}`],
  [`unterdrücke Warnung ${ALERT}`, `false positive ${ALERT}`],
  ['nimm LAP-HR-0001 vom Netz', 'isolate LAP-HR-0001'],
  ['trenne LAP-HR-0001 und LAP-HR-0002 vom Internet', 'isolate LAP-HR-0001, LAP-HR-0002'],
  ['bring LAP-HR-0001 wieder online', 'release LAP-HR-0001'],
  ['verbinde LAP-HR-0001 wieder mit dem Netz', 'release LAP-HR-0001'],
  ['mach einen Virenscan auf LAP-HR-0001', 'full scan LAP-HR-0001'],
  ['führe einen schnellen Scan auf LAP-HR-0001 durch', 'quick scan LAP-HR-0001'],
  ['füge Tag pilot zu LAP-HR-0001 hinzu', 'tag LAP-HR-0001 with pilot'],
  ['setze evil.example auf die Blockliste', 'block evil.example'],
  ['setze evil.example auf die Positivliste auf Lab für 7 Tage', 'allow evil.example on Lab for 7 days'],
  [`erlaube Datei ${SHA} auf Lab für 7 Tage`, `allow file ${SHA} on Lab for 7 days`],
  ['was steht in Defender an?', 'pending'],
  ['genehmige die Bereinigung in Defender', 'pending'],
  ['ist LAP-HR-0001 infiziert?', 'alerts on LAP-HR-0001'],
  ['was ist heute Nacht auf LAP-HR-0001 passiert?', 'actions on LAP-HR-0001'],
  ['stoppe den Scan auf LAP-HR-0001', 'is LAP-HR-0001 being scanned?'],
  ['import indicators: block evil.example, bad.example on Lab', 'block evil.example, bad.example on Lab'],
];

describe('other words for what a supported API does', () => {
  for (const [said, command] of SAME)
    it(`mean a command: ${said}`, () => {
      assert.deepEqual(heard(said), heard(command));
      assert.notEqual(heard(said).kind, 'unknown');
    });

  it('give their reason in German, too', () => {
    const asked = heard('isoliere LAP-HR-0001 weil Ransomware');
    assert(asked.kind === 'change');
    assert.deepEqual([asked.reason, sayCommand(asked)], ['weil Ransomware', 'isolate LAP-HR-0001']);
    const blocked = heard('blockiere Domain evil.example auf HR für 7 Tage weil Phishing');
    assert(blocked.kind === 'change' && blocked.change.kind === 'indicators');
    assert.deepEqual(blocked.change.entries[0]?.to?.groups, ['HR']);
  });

  for (const said of ['extend #3 by 7 days', 'renew 3', 'verlängere Antrag 3 um 7 Tage', 'erneuere 3'])
    it(`say how an end is moved: ${said}`, () => {
      const told = heard(said);
      assert(told.kind === 'incomplete');
      assert.match(told.why, /ask for it anew with another end.*"show 3"/);
    });

  for (const said of [
    'suppress this alert',
    'suppress alerts like this',
    'digest weekly on friday',
    'digest daily at 8',
  ])
    it(`say what is not done so: ${said}`, () => assert.equal(heard(said).kind, 'incomplete'));

  it('of a list keep a scope in quotation marks that holds "because", in both languages', () => {
    for (const head of [
      'import indicators: block on "Lab because test" because "bad" ones',
      'importiere Indikatoren: blockieren auf "Lab weil Test" weil Phishing',
    ]) {
      const list = heard(`${head}\nevil.example\nbad.example`);
      assert(list.kind === 'change' && list.change.kind === 'indicators', head);
      assert.match(list.change.entries[0]?.to?.groups.join() ?? '', /^Lab (?:because test|weil Test)$/);
      assert.match(list.reason ?? '', /^(?:"bad" ones|weil Phishing)$/);
    }
  });

  it('never decide', () => {
    for (const said of ['genehmige die Bereinigung in Defender', 'lehne die Quarantäne im Portal ab', 'erneuere 3'])
      assert(!['approve', 'reject', 'stop', 'withdraw'].includes(heard(said).kind), said);
  });
});
