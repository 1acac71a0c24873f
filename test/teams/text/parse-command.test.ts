import assert from 'node:assert/strict';
import type { Command } from '../../../src/teams/text/command.ts';
import { normaliseText } from '../../../src/teams/text/normalise-text.ts';
import { parseCommand } from '../../../src/teams/text/parse-command.ts';

const BOT = { id: '28:airlock', name: 'Airlock' };
const MENTION = { id: BOT.id, text: '<at>Airlock</at>' };

function heard(text: string): Command {
  return parseCommand(normaliseText({ text, mentions: [MENTION], bot: BOT }));
}

const AIR_ON = { kind: 'change', feature: 'automated-investigation', to: 'on' } as const;
const AIR_OFF = { ...AIR_ON, to: 'off' } as const;
const AUTO_ON = { kind: 'change', feature: 'auto-resolve-alerts', to: 'on' } as const;
const AUTO_OFF = { ...AUTO_ON, to: 'off' } as const;

const COMMANDS: readonly (readonly [string, Command])[] = [
  ['enable automated investigation', AIR_ON],
  ['Enable Automated Investigation', AIR_ON],
  ['ENABLE AIR', AIR_ON],
  ['enable automated investigations', AIR_ON],
  ['enable the automated investigation', AIR_ON],
  ['enable automatic investigation', AIR_ON],
  ['enable auto investigation', AIR_ON],
  ['enable auto-investigation', AIR_ON],
  ['enable automated investigation and response', AIR_ON],
  ['enable automated investigation and remediation', AIR_ON],
  ['activate AIR', AIR_ON],
  ['turn on air', AIR_ON],
  ['turn air on', AIR_ON],
  ['turn automated investigation on', AIR_ON],
  ['switch on automated investigation', AIR_ON],
  ['switch automated investigation on', AIR_ON],
  ['please enable automated investigation', AIR_ON],
  ['Please, turn on AIR.', AIR_ON],
  ['enable automated investigation.', AIR_ON],
  ['enable automated investigation!', AIR_ON],
  ['  enable   automated\tinvestigation  ', AIR_ON],
  ['enable\nautomated\r\ninvestigation', AIR_ON],
  ['<at>Airlock</at> enable automated investigation', AIR_ON],
  ['<at>Airlock</at>&nbsp;enable automated investigation', AIR_ON],
  ['<at>Airlock</at>\u00a0enable&nbsp;automated&#160;investigation&nbsp;', AIR_ON],
  ['<at>Airlock</at> <at>Airlock</at>\nenable air', AIR_ON],
  ['enable air <at>Airlock</at>', AIR_ON],
  ['<at id="0">Airlock</at> enable air', AIR_ON],
  ['ｅｎａｂｌｅ ＡＩＲ', AIR_ON],
  ['en\u200bable a\u00adir', AIR_ON],
  ['\u202eenable air\u202c', AIR_ON],
  ['<p>enable air</p>', AIR_ON],
  ['disable automated investigation', AIR_OFF],
  ['deactivate automated investigation', AIR_OFF],
  ['turn off AIR', AIR_OFF],
  ['turn AIR off', AIR_OFF],
  ['switch off automated investigation', AIR_OFF],
  ['switch air off', AIR_OFF],
  ['enable automatically resolve alerts', AUTO_ON],
  ['turn on automatically resolve alerts', AUTO_ON],
  ['turn automatically resolve alerts on', AUTO_ON],
  ['enable auto resolve', AUTO_ON],
  ['enable auto-resolve', AUTO_ON],
  ['enable auto-resolve alerts', AUTO_ON],
  ['enable automatic alert resolution', AUTO_ON],
  ['disable automatically resolve alerts', AUTO_OFF],
  ['turn off auto-resolve alerts', AUTO_OFF],
  ['switch auto resolve off', AUTO_OFF],
  ['use this channel for approvals', { kind: 'approval-channel', to: 'on' }],
  ['Please use this group chat for approvals.', { kind: 'approval-channel', to: 'on' }],
  ['stop using this chat for approvals', { kind: 'approval-channel', to: 'off' }],
  ['status', { kind: 'status' }],
  ['Status.', { kind: 'status' }],
  ['show status', { kind: 'status' }],
  ['requests', { kind: 'requests', open: true }],
  ['list requests', { kind: 'requests', open: true }],
  ['open requests', { kind: 'requests', open: true }],
  ['all requests', { kind: 'requests', open: false }],
  ['help', { kind: 'help' }],
  ['?', { kind: 'help' }],
  ['', { kind: 'help' }],
  ['<at>Airlock</at>', { kind: 'help' }],
  ['hello', { kind: 'help' }],
  ['\u0000', { kind: 'help' }],
  ['show 12', { kind: 'show', number: 12 }],
  ['show #12', { kind: 'show', number: 12 }],
  ['show request 12', { kind: 'show', number: 12 }],
  ['Show １２', { kind: 'show', number: 12 }],
  ['approve 12', { kind: 'approve', number: 12, digest: null }],
  ['approve #12', { kind: 'approve', number: 12, digest: null }],
  ['approve 12 4177', { kind: 'approve', number: 12, digest: '4177' }],
  ['approve 12 4177 d8fb', { kind: 'approve', number: 12, digest: '4177d8fb' }],
  ['Approve 12 4177D8FB', { kind: 'approve', number: 12, digest: '4177d8fb' }],
  ['reject 12 not during the freeze', { kind: 'reject', number: 12, reason: 'not during the freeze' }],
  ['Reject #12: Not During The Freeze', { kind: 'reject', number: 12, reason: 'Not During The Freeze' }],
  ['please reject 12 wrong tenant', { kind: 'reject', number: 12, reason: 'wrong tenant' }],
  ['reject 12 ask <at>Bob</at> first', { kind: 'reject', number: 12, reason: 'ask Bob first' }],
  ['reject 12 a &amp; b', { kind: 'reject', number: 12, reason: 'a & b' }],
  ['withdraw 12', { kind: 'withdraw', number: 12 }],
  ['withdraw #12.', { kind: 'withdraw', number: 12 }],
  ['cancel 12', { kind: 'withdraw', number: 12 }],
  ['applied 12', { kind: 'attest', number: 12 }],
  ['I have applied #12.', { kind: 'attest', number: 12 }],
];

/** Whatever else they are answered with: none of these does anything. */
const HARMLESS: readonly string[] = [
  'do not enable automated investigation',
  'is 12 applied?',
  'applied 12?',
  'not applied 12',
  'applied 12 yesterday',
  "don't enable automated investigation",
  'dont enable air',
  'never enable automated investigation',
  'please do not enable automated investigation',
  'not enable automated investigation',
  'no, enable automated investigation',
  'enable automated investigation? no',
  'should we enable automated investigation?',
  'should we enable automated investigation',
  'enable automated investigation?',
  'can you enable automated investigation',
  'why did you enable automated investigation',
  'did Bob enable automated investigation',
  'if approved enable automated investigation',
  'enable automated investigation if it is off',
  'enable automated investigation tomorrow',
  'enable automated investigation unless it is on',
  'enable automated investigation for group 3',
  'enable automated investigation and automatically resolve alerts',
  'enable automated investigation then approve it',
  'enable automated investigation, disable air',
  'enable automated investigation; approve 12',
  'enable automated investigation approve 12',
  '"enable automated investigation"',
  "'enable automated investigation'",
  '“enable automated investigation”',
  '> enable automated investigation',
  '`enable automated investigation`',
  '**enable automated investigation**',
  'Bob said enable automated investigation',
  'Bob: enable automated investigation',
  'enable automated investigation <at>Bob</at>',
  '<at>Bob</at> enable automated investigation',
  'enable enable automated investigation',
  'enable disable automated investigation',
  'turn on automated investigation off',
  'turn off automated investigation on',
  'turn on off automated investigation',
  'turn automated investigation',
  'enable',
  'enable automated',
  'enable investigation',
  'enable automated  investigations now',
  'enableautomatedinvestigation',
  'enable аir',
  'enable automatеd investigation',
  'disable not automated investigation',
  'undo enable automated investigation',
  'I want to enable automated investigation',
  'enable everything',
  'enable air&lt;at&gt;Airlock&lt;/at&gt;',
  'enable air\u0338x',
  'enable air …',
  'approve',
  'approve all',
  'approve 0',
  'approve -1',
  'approve 1.5',
  'approve 1e3',
  'approve 12 13',
  'approve 12 and 13',
  'approve 12?',
  'approve 12 not',
  'approve 12 tomorrow',
  'approve 12 xyzw',
  'approve 99999999999999999999',
  'approve ١٢',
  'approve twelve',
  "don't approve 12",
  'do not approve 12',
  'should I approve 12?',
  '"approve 12"',
  'I approve 12',
  'approve12',
  'approve #',
  'approve request',
  'reject',
  'reject 12',
  'reject 12.',
  'reject all no',
  'do not reject 12 please',
  'withdraw',
  'withdraw 12 maybe',
  'do not withdraw 12',
  'withdraw 12?',
  'show',
  'show me',
  'requests please now',
  'status of bob',
  'helpful',
  'constructor',
  '__proto__',
  'toString',
  '$ {enable air}',
  'enable [air](https://evil.example)',
  'enable air...',
  '🙂',
  'a'.repeat(10_000),
  `enable air${' '.repeat(20_000)}not`,
  `${'<at>'.repeat(4_000)}enable air`,
  `enable air ${'&nbsp;'.repeat(5_000)} not`,
];

describe('what a message means', () => {
  for (const [text, command] of COMMANDS) {
    it(`"${text}" is ${command.kind}`, () => {
      assert.deepEqual(heard(text), command);
    });
  }

  for (const text of HARMLESS) {
    it(`"${text.slice(0, 80)}" does nothing`, () => {
      const { kind } = heard(text);
      assert(['incomplete', 'near-miss', 'unknown'].includes(kind), kind);
    });
  }

  it('never lets words before a number rejection become its reason by accident', () => {
    assert.deepEqual(heard('reject 12').kind, 'incomplete');
  });
});

describe('a near miss', () => {
  const near: readonly (readonly [string, string])[] = [
    ['enabel automated investigation', 'enable automated investigation'],
    ['enable automated investigaton', 'enable automated investigation'],
    ['disable automated investigatoin', 'disable automated investigation'],
    ['enable automatically resolve alert', 'enable automatically resolve alerts'],
    ['enable automated investigation tomorrow', 'enable automated investigation'],
    ['should we enable automated investigation?', 'enable automated investigation'],
    ['aprove 12', 'approve 12'],
    ['approve 12?', 'approve 12'],
    ['shwo 7', 'show 7'],
    ['withdrw 3', 'withdraw 3'],
    ['staus', 'status'],
    ['hlep', 'help'],
    ['request', 'requests'],
  ];
  for (const [text, closest] of near) {
    it(`"${text}" is answered with "${closest}"`, () => {
      assert.deepEqual(heard(text), { kind: 'near-miss', closest });
    });
  }

  const either: readonly (readonly [string, string, string])[] = [
    ['do not enable automated investigation', 'enable automated investigation', 'disable automated investigation'],
    ["don't disable air", 'disable air', 'enable air'],
    [
      'never turn on automatically resolve alerts',
      'turn on automatically resolve alerts',
      'turn off automatically resolve alerts',
    ],
    ['aktiviere automated investigation', 'disable automated investigation', 'enable automated investigation'],
    ['automated investigation', 'enable automated investigation', 'disable automated investigation'],
  ];
  for (const [text, closest, opposite] of either) {
    it(`"${text}" does not say which of two is meant, and is answered with both`, () => {
      assert.deepEqual(heard(text), { kind: 'near-miss', closest, opposite });
    });
  }

  it('offers only what can be typed as it stands', () => {
    for (const text of HARMLESS) {
      const miss = heard(text);
      if (miss.kind !== 'near-miss') continue;
      if (miss.opposite) assert.equal(heard(miss.opposite).kind, 'change', miss.opposite);
      assert(!['near-miss', 'unknown', 'incomplete'].includes(heard(miss.closest).kind), miss.closest);
    }
  });

  it('is not found in what resembles nothing', () => {
    assert.deepEqual(heard('what is for lunch'), { kind: 'unknown' });
  });
});
