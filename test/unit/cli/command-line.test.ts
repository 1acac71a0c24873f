import assert from 'node:assert/strict';
import { parseCommand, USAGE } from '../../../src/cli/command-line.ts';

describe('the command line of airlock', () => {
  it('refuses an option that a command does not take, and says which it takes', () => {
    const odd: readonly (readonly [readonly string[], RegExp])[] = [
      [
        ['restore', 'b.db', '--witness', 'w'],
        /^restore takes no --witness\. It takes --file, --key, --with-faults, --reason\.$/,
      ],
      [['backup', 'b.db', '--empty'], /^backup takes no --empty\. It takes --file, --key\.$/],
      [['audit', 'verify', '--request', '4'], /^audit verify takes no --request\./],
      [['audit', 'verify', '--out', 'f'], /^audit verify takes no --out\./],
      [['audit', 'export', '--reason', 'x'], /^audit export takes no --reason\./],
      [['record-key', '--key', 'k'], /^record-key takes no --key\. It takes --out\.$/],
      [['record-seal', '--empty'], /^record-seal takes no --empty\./],
      [['restored', '--head', 'h'], /^restored takes no --head\./],
      [['doctor', '--file', 'f'], /^doctor takes no --file\. It takes no option\.$/],
      [['migrate', '--key', 'k'], /^migrate takes no --key\./],
      [['package', '--file', 'f'], /^package takes no --file\./],
    ];
    for (const [args, message] of odd) assert.throws(() => parseCommand(args), { code: 'input-invalid', message });
  });

  it('takes --key wherever a record is read or signed, and tells so', () => {
    for (const words of ['audit verify', 'audit export', 'backup b.db', 'restore b.db', 'restored', 'record-seal']) {
      const { command, values } = parseCommand([...words.split(' '), '--key', 'k.pem']);
      assert.equal(values.key, 'k.pem');
      const lines = USAGE.slice(USAGE.indexOf(`\n  ${command} `) + 1);
      assert.match(lines, /^.*\[--key FILE\]/, command);
    }
  });

  it('takes one file where a command takes one, and knows no other words', () => {
    assert.deepEqual(
      { ...parseCommand(['restore', 'b.db']), values: null },
      { command: 'restore', path: 'b.db', values: null },
    );
    for (const words of ['restore', 'backup', 'backup a b', 'restored b.db', 'audit', '', 'constructor'])
      assert.equal(parseCommand(words.split(' ').filter((word) => word !== '')).command, '', words);
  });
});
