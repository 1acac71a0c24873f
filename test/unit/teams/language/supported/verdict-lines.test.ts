import assert from 'node:assert/strict';
import { parseCommand } from '../../../../../src/teams/language/parse-command.ts';
import { parseMessage } from '../../../../../src/teams/routes/parse-message.ts';

const THUMBPRINT = 'c1 '.repeat(20).trim();
const bot = { id: '28:airlock', name: 'Airlock' };

function said(line: string) {
  const command = parseCommand(line);
  return command.kind === 'ask' ? command.about : command.kind;
}

/** As somebody writes it in a channel, in German. */
function heard(text: string) {
  const mentions = [{ id: bot.id, text: '<at>Airlock</at>' }];
  const { command } = parseMessage({ text: `<at>Airlock</at> ${text}`, mentions, bot });
  return command.kind === 'ask' ? command.about : command.kind;
}

const verdict = 'false-positive' as const;

describe('teams/language: a verdict that is wrong about what an indicator names', () => {
  it('tells which sort it is where somebody says so, and else leaves it to its form', () => {
    assert.deepEqual(said('false positive domain a.example'), { verdict, of: 'a.example', sort: 'domain' });
    assert.deepEqual(said('false positive: the ip address 8.8.8.8'), { verdict, of: '8.8.8.8', sort: 'ip' });
    assert.deepEqual(said('false positive url https://a.example/a,b;c'), {
      ...{ verdict, of: 'https://a.example/a,b;c', sort: 'url' },
    });
    assert.deepEqual(said('false positive url https://a.example/?b=c'), {
      ...{ verdict, of: 'https://a.example/?b=c', sort: 'url' },
    });
    assert.deepEqual(said('false positive thumbprint c1c1?'), { verdict, of: 'c1c1', sort: 'certificate' });
    assert.deepEqual(said(`false positive ${THUMBPRINT}`), { verdict, of: THUMBPRINT, sort: 'certificate' });
    assert.deepEqual(said('false positive a.example'), { verdict, of: 'a.example' });
    assert.deepEqual(said('false positive file with the sha-256 ab12'), { verdict, of: 'ab12' });
    assert.equal(said('false positive'), 'incomplete');
  });

  it('is heard in German, too', () => {
    assert.deepEqual(heard('Fehlalarm: die Domäne a.example'), { verdict, of: 'a.example', sort: 'domain' });
    assert.deepEqual(heard('Fehlalarm bei Zertifikat c1c1'), { verdict, of: 'c1c1', sort: 'certificate' });
    assert.deepEqual(heard('falsch negativ: die IP-Adresse 8.8.8.8'), {
      ...{ verdict: 'false-negative', of: '8.8.8.8', sort: 'ip' },
    });
    assert.deepEqual(heard('Fehlalarm bei Gerät LAP-1'), { verdict, of: 'LAP-1' });
  });

  it('keeps what a reason quotes out of whether it leaves something open', () => {
    const id = 'da637399794050273582_-760707377';
    const line = (why: string) => parseCommand(`resolve alert ${id} as false positive because ${why}`).kind;
    const decided = `alert ${id} is a false positive; decided: #3 "unless.exe: Allow on Only if needed until 2026-12-07 08:00 UTC"`;
    assert.equal(line(decided), 'change');
    assert.notEqual(line('the build tool is ours, if Bob says so'), 'change');
  });
});
