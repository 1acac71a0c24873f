import assert from 'node:assert/strict';
import { parseCommand } from '../../../../../src/teams/language/parse-command.ts';
import { isSaidUrgent } from '../../../../../src/teams/language/supported/urgency.ts';

function assertSame(said: string, line: string, reason?: string): void {
  const expected = parseCommand(line);
  assert.equal(expected.kind, 'change', line);
  assert.deepEqual(parseCommand(said), reason === undefined ? expected : { ...expected, reason }, said);
}

describe('teams/language: what is said to be urgent', () => {
  it('is the same command, wherever the word stands', () => {
    for (const said of [
      ...['isolate LAP-1 now', 'isolate LAP-1 immediately!', 'isolate LAP-1 ASAP!!', 'isolate LAP-1, right now please'],
      ...['isolate LAP-1 at once', 'immediately isolate LAP-1', 'isolate immediately LAP-1', 'now isolate LAP-1'],
      ...['emergency: isolate LAP-1 now', 'emergency isolate LAP-1 asap', 'urgent! isolate LAP-1 right away'],
      ...[
        'isolate LAP-1 urgently',
        'isolate LAP-1 as soon as possible',
        'isolate LAP-1 - emergency',
        'isolate LAP-1 urgent',
      ],
      ...[
        'isoliere LAP-1 jetzt',
        'Isoliere LAP-1 jetzt sofort!',
        'LAP-1 jetzt isolieren',
        'Notfall: isoliere LAP-1 jetzt',
      ],
      ...['isoliere LAP-1 so schnell wie möglich', 'sofort LAP-1 isolieren', 'isoliere umgehend LAP-1'],
      ...['Notfall! LAP-1 sofort isolieren', 'isoliere LAP-1 (Notfall)'],
    ]) {
      assertSame(said, 'isolate LAP-1');
      assert.equal(isSaidUrgent(said), true, said);
    }
    assert.equal(isSaidUrgent('isolate LAP-1'), false);
    assertSame('scan LAP-1 now', 'scan LAP-1');
    assertSame('block evil.example now', 'block evil.example');
    assertSame('blockiere evil.example jetzt', 'block evil.example');
    assertSame('take LAP-1 off the network now', 'isolate LAP-1');
  });

  it('makes no decision of what is more than its own words', () => {
    assert.equal(parseCommand('cancel scan 12').kind, 'cancel-scan');
    for (const line of ['cancel scan 12 now', 'now: cancel scan 12', 'cancel scan 12, it is urgent'])
      assert.notEqual(parseCommand(line).kind, 'cancel-scan', line);
  });

  it('takes no part of a name or a URL for it', () => {
    for (const [line, inIt] of [
      ['isolate PC-NOTFALL', 'PC-NOTFALL'],
      ['isolate PC-7-NOW', 'PC-7-NOW'],
      ['block url https://evil.example/buy-now', 'https://evil.example/buy-now'],
      ['block evil.example on Klinik-Notfall', 'Klinik-Notfall'],
      ['block evil.example on Klinik Notfall', 'Klinik Notfall'],
      ['scan group Klinik Notfall', 'Klinik Notfall'],
      ['scan group Finance Now', 'Finance Now'],
      ['isolate group Now Generation', 'Now Generation'],
      ['isoliere LAP-MAL-01', 'LAP-MAL-01'],
      ['isoliere SRV-JETZT-1', 'SRV-JETZT-1'],
      ['isoliere LAP-UND-01', 'LAP-UND-01'],
      ['sperre https://shop.example/sofort', 'https://shop.example/sofort'],
    ] as const) {
      const command = parseCommand(line);
      assert.equal(command.kind, 'change', line);
      assert(JSON.stringify(command).includes(`"${inIt}"`), `${line}: ${JSON.stringify(command)}`);
    }
  });

  it('keeps what is told of why as the reason', () => {
    assertSame("isolate LAP-1 now, it's on fire", 'isolate LAP-1', "it's on fire");
    assertSame('everyone is asleep, isolate LAP-1', 'isolate LAP-1', 'everyone is asleep');
    assertSame("nobody's here: isolate LAP-1 now", 'isolate LAP-1', "nobody's here");
    assertSame('we have ransomware, isolate LAP-1', 'isolate LAP-1', 'we have ransomware');
    assertSame('isolate LAP-1, we are under attack', 'isolate LAP-1', 'we are under attack');
    assertSame('es brennt, isoliere LAP-1', 'isolate LAP-1', 'es brennt');
    assertSame('isoliere LAP-1 sofort, es brennt', 'isolate LAP-1', 'es brennt');
    assertSame('alle schlafen, isoliere LAP-1', 'isolate LAP-1', 'alle schlafen');
    assertSame('wir haben Ransomware: isoliere LAP-1', 'isolate LAP-1', 'wir haben Ransomware');
  });

  it('begins nothing where it is denied, asked, put off or made to depend on something', () => {
    for (const line of [
      ...["don't isolate LAP-1 now", 'isolate LAP-1, not now', 'isolate LAP-1 but not now', 'isolate LAP-1 now?'],
      ...['isolate device not now', 'should we isolate LAP-1 now', 'isolate LAP-1 now if it is infected'],
      ...['isolate LAP-1, we have changed our mind', 'isolate LAP-1, wir haben es uns anders überlegt'],
      ...[
        'we have a question: isolate LAP-1',
        'isolate LAP-1, we are only asking',
        'isolate LAP-1, we were told to wait',
      ],
      ...['isolate LAP-1 from now', 'isolate LAP-1 now or later', 'we are not sure, isolate LAP-1'],
      ...['isolate LAP-1, we are not sure', 'if everyone is asleep, isolate LAP-1', 'isolate LAP-1 for now'],
      ...['isoliere LAP-1 nicht jetzt', 'isoliere LAP-1 jetzt nicht', 'isoliere nicht jetzt LAP-1'],
      ...['wir haben vielleicht Ransomware, isoliere LAP-1', 'wenn es brennt, isoliere LAP-1'],
      ...['isolate now', 'emergency: isolate now', 'nobody is sure: isolate LAP-1', 'everyone says: isolate LAP-1'],
    ])
      assert.notEqual(parseCommand(line).kind, 'change', line);
  });

  it('decides nothing', () => {
    for (const line of ['approve 12 now', 'now approve 12', 'urgent: approve 12', 'everyone is asleep, approve 12'])
      assert.notEqual(parseCommand(line).kind, 'approve', line);
  });

  it('is a part of a name where it stands in one', () => {
    const tagged = parseCommand('tag LAP-1 with "right now"');
    assert(tagged.kind === 'change' && tagged.change.kind === 'device-tags');
    assert.equal(tagged.change.tag, 'right now');
  });
});
