import assert from 'node:assert/strict';
import { parseCommand } from '../../../../../src/teams/language/parse-command.ts';

/** The change that a line asks for, as far as it says. */
function changeOf(line: string): object {
  const command = parseCommand(line);
  assert(command.kind === 'change', `${line}: ${command.kind}`);
  return command.change;
}

describe('teams/language: what is nearly a command about devices', () => {
  it('is one where a tag stands first and a list below it', () => {
    const wanted = { names: ['LAP-1', 'LAP-2'] };
    const list = { kind: 'device-tags', action: 'add', wanted, devices: [] };
    assert.deepEqual(changeOf('tag with vip: LAP-1 LAP-2'), { ...list, tag: 'vip' });
    assert.deepEqual(changeOf('tag the following with "two words": LAP-1, LAP-2'), { ...list, tag: 'two words' });
  });

  it('is one where quotation marks hold words that are said of other tags', () => {
    const wanted = { names: ['LAP-1'] };
    const change = { kind: 'device-tags', action: 'add', wanted, devices: [] };
    for (const tag of ['Ready for Audit', 'Ready for 2026'])
      assert.deepEqual(changeOf(`tag LAP-1 with ${tag}`), { ...change, tag });
    for (const tag of ['Lab and HR', 'Lab for 7 days', 'tag 7', 'ready now'])
      assert.deepEqual(changeOf(`tag LAP-1 with "${tag}"`), { ...change, tag });
    assert.deepEqual(changeOf('tag LAP-1 with Forensics'), { ...change, tag: 'Forensics' });
  });

  it('asks of an address, a hash, a URL or a domain what stands of it, and of a device for its alerts', () => {
    const asked = (line: string) => {
      const command = parseCommand(line);
      return command.kind === 'ask' ? command.about : command.kind;
    };
    const values = ['8.8.8.8', 'd'.repeat(64), 'https://evil1.example/x', 'evil1.example'];
    for (const value of values) assert.deepEqual(asked(`is ${value} malicious?`), { indicator: value });
    for (const line of ['is LAP-1 compromised?', 'is lap-1.corp.example infected?'])
      assert('alerts' in Object(asked(line)), line);
    for (const line of ['restore 12', 'restore #12']) assert.equal(typeof asked(line), 'string');
  });

  it('is the same said as an emergency', () => {
    for (const line of ['emergency isolate LAP-1', 'Emergency! isolate LAP-1', 'isolate LAP-1, emergency'])
      assert.deepEqual(changeOf(line), changeOf('isolate LAP-1'));
    assert.notEqual(parseCommand('isolate LAP-1 in an emergency').kind, 'change');
  });

  it('is offered in the words of a command', () => {
    const offers: readonly (readonly [string, string])[] = [
      ['quarantine LAP-1', 'isolate LAP-1'],
      ['unblock domain evil.example', 'remove indicator evil.example'],
      ['LAP-1 is clean, release it', 'release LAP-1'],
      ['LAP-1 can go back on the network', 'release LAP-1'],
      ['could you isolate LAP-1, please?', 'isolate LAP-1'],
      ['can you give LAP-1 the tag vip?', 'give LAP-1 the tag vip'],
      ['Kannst du LAP-1 sofort vom Netz nehmen?', 'isolate LAP-1'],
      ['start an investigation on LAP-1', 'full scan LAP-1'],
    ];
    for (const [line, commands] of offers)
      assert.deepEqual(parseCommand(line), { kind: 'offer', why: 'close', commands: [commands] });
  });

  it('denies nothing where it tells that something does not work', () => {
    for (const line of [
      'AIR is not working',
      'AIR funktioniert nicht',
      'automated investigation never finished on LAP-1',
    ]) {
      const command = parseCommand(line);
      assert(command.kind !== 'malformed' || !/Nothing begins/.test(command.why), line);
    }
    const denied = parseCommand('do not enable AIR');
    assert(denied.kind === 'malformed' && /Nothing begins/.test(denied.why));
  });

  it('is told what is missing', () => {
    const missing: readonly (readonly [string, RegExp])[] = [
      ['isolate', /on which device/],
      ['emergency isolate', /on which device/],
      ['scan', /on which device/],
      ['cancel all scans', /of which request/],
      ['tag LAP-1, LAP-2', /with which tag/],
      ['untag LAP-1', /"tags of LAP-1"/],
      ['list indicators', /one at a time/],
      ['stop the scan on LAP-1', /"is LAP-1 being scanned\?"/],
      ['restore the file', /^No API undoes a quarantine/],
    ];
    for (const [line, why] of missing) {
      const command = parseCommand(line);
      assert(command.kind === 'incomplete', `${line}: ${command.kind}`);
      assert.match(command.why, why);
    }
  });

  it('is told what is wrong with it', () => {
    const wrong: readonly (readonly [string, RegExp])[] = [
      ['mute until tomorrow', /has no end/],
      ['mute notifications for a week', /has no end/],
      ['Sei bis morgen still', /has no end/],
      ['scan all devices', /never on all at once/],
      ['isolate all devices in our network', /never on all at once/],
      ['full scan of all servers', /never on all at once/],
      ['block 198.51.100.0/24', /is a range/],
      ['block *.evil.example', /leave out the star/],
      ['tag all HR laptops with HR', /one by one/],
      ['tag LAP-1 with Lab and HR', /one tag, at once and without an end/],
      ['tag LAP-1 with the tag "Lab" and the tag "HR"', /one tag/],
      ['tag LAP-1 with tags Lab', /one tag/],
      ['tag LAP-1 with Lab for 7 days', /one tag/],
      ['tag LAP-1 with Lab until tomorrow', /one tag/],
      ['tag LAP-1 with Lab now', /one tag/],
      ['tag LAP-1 with Lab immediately', /one tag/],
      ['tag LAP-1 with Lab for a week', /one tag/],
      ['allow good.example until 2026-12-05 on Lab for 30 days', /twice how long/],
      ['allow good.example for 7 days on Lab for 30 days', /twice how long/],
      ['resolve alerts da637399794050273582_760707377, da1_2', /no alert's id: da1_2/],
    ];
    for (const [line, why] of wrong) {
      const command = parseCommand(line);
      assert(command.kind === 'malformed', `${line}: ${command.kind}`);
      assert.match(command.why, why);
    }
  });

  it('is the same as the command that it stands for', () => {
    const same: readonly (readonly [string, string])[] = [
      ['take LAP-1, LAP-2 off the network', 'isolate LAP-1, LAP-2'],
      ['disconnect LAP-1 from the network', 'isolate LAP-1'],
      ['put LAP-1 back online', 'release LAP-1'],
      ['run av on LAP-1', 'scan LAP-1'],
      ['whitelist good.example on Lab for 7 days', 'allow good.example on Lab for 7 days'],
      ['block this domain evil.example', 'block domain evil.example'],
      ['block evil.example everywhere for a month', 'block evil.example for a month'],
      ['add tag "two words" to LAP-1 and LAP-2', 'tag LAP-1, LAP-2 with "two words"'],
      ['send me the digest every week', 'subscribe weekly'],
      ['undo the quarantine on LAP-1', 'false positive LAP-1'],
      ['this alert is a false positive da1234567_1', 'false positive da1234567_1'],
      ['close alert da1234567_1', 'resolve alert da1234567_1'],
      ['da1234567_1', 'alert da1234567_1'],
      ['https://security.microsoft.com/alerts/da1234567_1?tid=x', 'alert da1234567_1'],
      ['is LAP-1 infected?', 'alerts on LAP-1'],
      ['what happened on LAP-1 tonight?', 'actions on LAP-1'],
      ['approve the wacatac remediation in defender', 'pending'],
      ['undo the emergency', 'requests'],
      ['let LAP-1 back on the network', 'release LAP-1'],
      ['give LAP-1 the tag vip', 'tag LAP-1 with vip'],
      ['give the tag "two words" to LAP-1 and LAP-2', 'tag LAP-1, LAP-2 with "two words"'],
      ['tag LAP-1 as vip', 'tag LAP-1 with vip'],
      ['label LAP-1, LAP-2 as vip', 'tag LAP-1, LAP-2 with vip'],
      ['take the tag vip off LAP-1', 'remove tag vip from LAP-1'],
      ['scan LAP-1 for viruses', 'scan LAP-1'],
      ['quick scan LAP-1, LAP-2 for malware', 'quick scan LAP-1, LAP-2'],
      ['check LAP-1 for malware', 'scan LAP-1'],
      ['false alarm on LAP-1', 'false positive LAP-1'],
      ['false alarm: da1234567_1', 'false positive da1234567_1'],
      ['da1234567_1 was a false alarm', 'false positive da1234567_1'],
      ['that alert was a false alarm', 'false positive'],
      ['remind 1', 'show 1'],
      ['anything new today?', 'digest now'],
      ['the alert on LAP-1 was a false alarm', 'false positive LAP-1'],
      ['remind them of #1', 'show 1'],
      ["what's new?", 'digest now'],
      ["good morning, what's new?", 'digest now'],
      ['show me what Alice did this week', 'what did Alice do this week'],
    ];
    for (const [said, line] of same) assert.deepEqual(parseCommand(said), parseCommand(line), said);
  });

  it('names the group that may be meant by all of a sort, and no other', () => {
    for (const [line, example] of [
      ['scan all servers', 'scan group Servers'],
      ['quick scan every laptop', 'quick scan group Laptops'],
      ['isolate all our workstations', 'isolate group Workstations'],
      ['isolate everything', 'isolate group Finance'],
      ['release all laptops', 'release group Laptops'],
    ] as const) {
      const command = parseCommand(line);
      assert(command.kind === 'malformed', line);
      const groups = command.examples.filter((one) => one.includes('group'));
      assert.deepEqual(groups, [example], line);
    }
  });

  it('begins nothing where it is denied, asked, or about a request', () => {
    for (const line of [
      "don't take LAP-1 off the network",
      'take LAP-1 off the network?',
      'could you isolate LAP-1 if it is infected?',
      'can you not isolate LAP-1?',
      'Kannst du LAP-1 nicht isolieren?',
      'take LAP-1 and not LAP-2 off the network',
    ])
      assert.notEqual(parseCommand(line).kind, 'change', line);
    assert.equal(parseCommand('approve automated investigation').kind, 'this');
  });

  it('never is wider than what was said', () => {
    for (const line of ['isolate all laptops in Finance', 'isolate devices', 'scan some devices in Finance'])
      assert.notEqual(parseCommand(line).kind, 'change', line);
  });
});
