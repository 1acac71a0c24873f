import assert from 'node:assert/strict';
import { parseCommand } from '../../../../../src/teams/language/parse-command.ts';
import { parseMessage } from '../../../../../src/teams/routes/parse-message.ts';

const SHA = 'a'.repeat(64);
const DAY = 86_400_000;

/** What a line asks for: each value, the action, the scope and how long in days. */
function asked(line: string) {
  const command = parseCommand(line);
  if (command.kind !== 'change' || command.change.kind !== 'indicators') return command.kind;
  return command.change.entries.map(({ value, to }) => [
    value,
    to && [to.action, to.groups, to.lasts && to.lasts / DAY],
  ]);
}

const hear = (text: string) => {
  const bot = { id: '28:airlock', name: 'Airlock' };
  const mentions = [{ id: bot.id, text: '<at>Airlock</at>' }];
  return parseMessage({ text: `<at>Airlock</at> ${text}`, mentions, bot }).command;
};

describe('teams/language: indicators and alerts', () => {
  it('reads what to write, on which groups and for how long, in either order', () => {
    const lines: readonly (readonly [string, unknown])[] = [
      [`allow file ${SHA} on HR laptops for 7 days`, [[SHA, ['Allowed', ['HR laptops'], 7]]]],
      [`allow file ${SHA} for a week on "HR laptops"`, [[SHA, ['Allowed', ['HR laptops'], 7]]]],
      ['block domain evil[.]example', [['evil.example', ['Block', [], null]]]],
      ['block domain evil.example on all devices', [['evil.example', ['Block', [], null]]]],
      ['audit ip 8.8.8.8 on Servers, Lab and HR for 12 hours', [['8.8.8.8', ['Audit', ['Servers', 'Lab', 'HR'], 0.5]]]],
      ['warn of url hxxps://a.example/x for 2 weeks', [['https://a.example/x', ['Warn', [], 14]]]],
      ['block url https://good.example/a,b', [['https://good.example/a,b', ['Block', [], null]]]],
      [
        'block url "https://good.example/a,c.example;d" for 7 days',
        [['https://good.example/a,c.example;d', ['Block', [], 7]]],
      ],
      [
        'block urls https://a.example/x,https://b.example/y, https://c.example/z;1',
        [
          ['https://a.example/x', ['Block', [], null]],
          ['https://b.example/y', ['Block', [], null]],
          ['https://c.example/z;1', ['Block', [], null]],
        ],
      ],
      [`block and remediate file ${SHA}`, [[SHA, ['BlockAndRemediate', [], null]]]],
      [`block certificate ${'b'.repeat(40)}`, [['b'.repeat(40), ['BlockAndRemediate', [], null]]]],
      [
        'block domains a.example, b.example and c.example',
        [
          ['a.example', ['Block', [], null]],
          ['b.example', ['Block', [], null]],
          ['c.example', ['Block', [], null]],
        ],
      ],
      ['block evil.example', [['evil.example', ['Block', [], null]]]],
      [`allow ${SHA} on Lab for 1 day`, [[SHA, ['Allowed', ['Lab'], 1]]]],
      ['remove indicator evil.example', [['evil.example', null]]],
      ['remove the indicator of certificate '.concat('b'.repeat(40)), [['b'.repeat(40), null]]],
    ];
    for (const [line, meaning] of lines) assert.deepEqual(asked(line), meaning, line);
    const why = parseCommand(`allow file ${SHA} on HR for 7 days because the build tool is ours`);
    assert(why.kind === 'change' && why.reason === 'the build tool is ours');
  });

  it('reads until when, a day ending at its first minute in UTC, and refuses what two people read as two days', () => {
    const ends = (line: string) => {
      const command = parseCommand(line);
      if (command.kind !== 'change' || command.change.kind !== 'indicators') return command;
      const { lasts, until, day } = command.change.entries[0]?.to ?? assert.fail(line);
      return lasts ?? day ?? (until && new Date(until).toISOString().slice(0, 16));
    };
    const said: readonly (readonly [string, unknown])[] = [
      ['until 2026-12-05', '2026-12-05T00:00'],
      ['until 2026-12-05 18:00', '2026-12-05T18:00'],
      ['until 2026-12-05T18:00+01:00', '2026-12-05T17:00'],
      ['until 5 Dec 2026', '2026-12-05T00:00'],
      ['until December 5th, 2026 9:30 UTC', '2026-12-05T09:30'],
      ['until 5 Dec', '12-05T00:00'],
      ['till the 5th of December', '12-05T00:00'],
      ['until tomorrow', DAY],
      ['until in 3 days', 3 * DAY],
    ];
    for (const [words, end] of said) {
      assert.equal(ends(`allow file ${SHA} on HR laptops ${words}`), end, words);
      assert.equal(ends(`allow file ${SHA} ${words} on HR laptops because it is ours`), end, words);
    }
    for (const words of ['05/12/2026', '5.12.2026', '30 Feb', '31 Dec 25:00', 'friday', 'next week', '5 Decade']) {
      const command = ends(`allow file ${SHA} on HR until ${words}`);
      assert(typeof command === 'object' && command?.kind === 'malformed', words);
      assert.match(command.why, /"until 5 Dec".* UTC/);
    }
  });

  it('begins nothing where a line is not whole, not exact, or a question', () => {
    const lines = [
      'allow',
      'block domain',
      'block domain example',
      'block everything',
      'allow me to approve',
      'block the group Lab',
      'block domain evil.example?',
      'block domain evil.example tomorrow',
      'do not block domain evil.example',
      'should we block domain evil.example',
      'allow file abc on HR for 7 days',
      `allow file ${SHA} on HR for 9000 days`,
      'remove indicator',
      'import indicators',
      'resolve alert',
      'classify alert da1 as false positive',
      'resolve alert da637399794050273582_760707377 tomorrow',
      'classify alert da637399794050273582_760707377 as nonsense',
    ];
    for (const line of lines) assert.notEqual(parseCommand(line).kind, 'change', line);
  });

  it('reads a list row by row, and tells the fault of each row that is wrong', () => {
    const rows = Array.from({ length: 400 }, (_, index) => `d${index}.example`);
    const many = hear(`import indicators: block for 30 days because feed 7\n${rows.join('\n')}`);
    assert(many.kind === 'change' && many.change.kind === 'indicators');
    assert.deepEqual([many.change.entries.length, many.reason], [400, 'feed 7']);
    const csv = hear(
      [
        'import indicators',
        'IndicatorType,IndicatorValue,ExpirationTime,Action,Severity,Title,RbacGroups',
        `FileSha256,${SHA},2026-12-31T00:00:00Z,Allowed,Low,"A, B",HR;Lab`,
      ].join('\r\n'),
    );
    assert(csv.kind === 'change' && csv.change.kind === 'indicators');
    assert.deepEqual(csv.change.entries[0]?.to?.groups, ['HR', 'Lab']);
    const faulty = hear(`import indicators: block\ngood.example\nbad\n10.0.0.1\n\nalso.example,jump`);
    assert(faulty.kind === 'faulty-list');
    const { change, unread } = faulty.list;
    assert.deepEqual(
      unread.map(({ row, faults }) => [row, faults.length]),
      [2, 3, 5].map((row) => [row, 1]),
    );
    assert.match(unread.map(({ faults }) => faults.join()).join(), /"bad" is no.*internal.*"jump" is no action/s);
    assert.deepEqual(
      change.entries.map(({ row, value }) => [row, value]),
      [[1, 'good.example']],
    );
    const tooMany = hear(`import iocs: block\n${rows.concat(rows.map((row) => `x${row}`)).join('\n')}`);
    assert(tooMany.kind === 'faulty-list' && tooMany.list.unread.length === 300);
    assert.match(tooMany.list.unread[0]?.faults.join() ?? '', /500 indicators at most/);
    const none = hear('import indicators\nbad,jump,,soon\n\nbad,jump\n10.0.0.1,allow');
    assert(none.kind === 'malformed');
    assert.match(none.why, /3 of 4 rows.*Row 1: "jump" is no action.*"bad" is no.*"soon" is no date/s);
    assert.match(none.why, /Row 4: .*internal.*To allow it takes an end and a scope/s);
    assert.equal(hear('import indicators: blok\nx.example').kind, 'malformed');
  });

  it('knows the columns of an export and of the API by name, and refuses a list with one that it would pass over', () => {
    const list = (...lines: readonly string[]) => hear(['import indicators', ...lines].join('\n'));
    const targets = (command: ReturnType<typeof hear>) =>
      command.kind === 'change' && command.change.kind === 'indicators'
        ? command.change.entries.map(({ type, to }) => [
            type,
            to?.groups,
            to?.until && new Date(to.until).toISOString().slice(0, 10),
          ])
        : command.kind === 'malformed'
          ? command.why
          : command.kind;
    const whole = [['DomainName', ['Finance'], '2026-12-31']];
    const headings = [
      'indicatorValue,action,expirationTime,rbacGroupNames',
      ...[
        'expiry,group',
        'Expires On,Device groups',
        'end,device_group',
        'Valid until,Scope',
        'Ablauf,Gerätegruppe',
      ].map((names) => `value,action,${names}`),
    ];
    for (const heading of headings)
      assert.deepEqual(targets(list(heading, 'x.example,block,2026-12-31,Finance')), whole);
    assert.deepEqual(targets(list('value,action,until,groups', 'x.example,block,2026-12-31,"[""Finance""]"')), whole);
    const passed = 'id,title,description,severity,createdBy,value,action';
    assert.deepEqual(targets(list(passed, '1,T,"D, E",High,me,x.example,block')), [['DomainName', [], null]]);
    const refused: readonly (readonly [readonly string[], RegExp])[] = [
      [
        ['value,action,zone', 'x.example,block,Finance'],
        /^Nothing was asked.*Row 1: .*does not know the column "zone": call it/s,
      ],
      [['value,action,rbacGroupIds', 'x.example,block,7'], /the column "rbacGroupIds"/],
      [['value,action,action', 'x.example,allow,block'], /say the same: "action", "action"/],
      [['value,expires,until,action', 'x.example,2026-12-31,,block'], /say the same: "expires", "until"/],
      [['type,value,action', `mutex,${'b'.repeat(40)},block`], /"mutex" is no type of indicator/],
    ];
    for (const [lines, why] of refused) assert.match(String(targets(list(...lines))), why);
    const thumbprint = list('type,value,action', `Certificate thumbprint,${'b'.repeat(40)},block`);
    assert.deepEqual(targets(thumbprint), [['CertificateThumbprint', [], null]]);
  });

  it('reads what is asked about a value of each type, whatever it is called', () => {
    const about = (line: string) => {
      const command = parseCommand(line);
      return command.kind === 'ask' && 'indicator' in command.about ? command.about : command.kind;
    };
    const [thumbprint, pairs] = ['c'.repeat(40), Array(20).fill('AB').join(':')];
    const said: readonly (readonly [string, string, string?])[] = [
      [`is ${SHA} allowed?`, SHA],
      [`is file ${SHA} allowed on HR laptops?`, SHA, 'file'],
      [`is the SHA-256 ${SHA} still blocked`, SHA, 'file'],
      [`is SHA-1 ${thumbprint} allowed?`, thumbprint, 'file'],
      [`is sha1 ${thumbprint} allowed?`, thumbprint, 'file'],
      [`do we allow the file hash ${SHA}?`, SHA, 'file'],
      [`is certificate ${thumbprint} blocked?`, thumbprint, 'certificate'],
      [`is thumbprint ${pairs} allowed?`, pairs, 'certificate'],
      [`is ${thumbprint} allowed?`, thumbprint],
      ['is ip address 8.8.8.8 audited?', '8.8.8.8'],
      ['is 2001:db8::1 blocked?', '2001:db8::1'],
      ['is the domain evil.example on the block list?', 'evil.example', 'domain'],
      ['is https://evil.example/x?a=1 warned of?', 'https://evil.example/x?a=1'],
      ['is there an indicator for evil.example?', 'evil.example'],
      ['does Defender block evil.example?', 'evil.example'],
      [`ist ${SHA} erlaubt?`, SHA],
      [`ist die Datei ${SHA} auf Finance noch erlaubt?`, SHA],
      [`ist das Zertifikat ${thumbprint} gesperrt?`, thumbprint],
      ['wird die IP-Adresse 8.8.8.8 überwacht?', '8.8.8.8'],
      ['wird vor evil.example gewarnt?', 'evil.example'],
      ['ist die URL https://evil.example/x?a=1 blockiert?', 'https://evil.example/x?a=1'],
      ['gibt es einen Indikator für evil.example?', 'evil.example'],
    ];
    for (const [line, indicator, sort] of said)
      assert.deepEqual(about(line), { indicator, ...(sort !== undefined && { sort }) }, line);
    for (const line of ['is everything allowed?', 'is Lab blocked?', 'ist alles erlaubt?', 'is air allowed?'])
      assert.equal(typeof about(line), 'string', line);
  });

  it('reads alerts by their ids and links, and what to say of them', () => {
    const id = 'da637399794050273582_-760707377';
    const said = (line: string) => {
      const command = parseCommand(line);
      return command.kind === 'change' && command.change.kind === 'alerts' ? command.change.entries : command.kind;
    };
    const fp = { classification: 'FalsePositive', determination: 'NotMalicious' };
    assert.deepEqual(said(`classify alert ${id} as false positive`), [{ id, title: '', to: fp }]);
    const link = `https://security.microsoft.com/alerts/${id}?tid=1`;
    assert.deepEqual(said(`resolve ${link} as false positive (not enough data)`), [
      { id, title: '', to: { status: 'Resolved', ...fp, determination: 'InsufficientData' } },
    ]);
    assert.deepEqual(said(`resolve alerts ${id}, da1234567_12`), [
      { id, title: '', to: { status: 'Resolved' } },
      { id: 'da1234567_12', title: '', to: { status: 'Resolved' } },
    ]);
    assert.equal(said(`classify alert ${id} as false positive (malware)`), 'malformed');
  });
});
