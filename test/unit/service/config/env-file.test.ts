import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironment, readServiceConfig } from '../../../../src/service/config/read-config.ts';
import { MANAGED } from './environment.ts';
import { faultsOf } from './faults-of.ts';

type Env = Record<string, string | undefined>;

describe('a .env file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'airlock-env-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function around(text: string, env: Env = {}) {
    const path = join(folder, '.env');
    writeFileSync(path, text, { mode: 0o600 });
    return readEnvironment(path, env);
  }

  it('is read, and the environment wins over it', () => {
    const text =
      '# who\nTENANT_ID=one\n\nexport HOST = "a b # c" # why\nPORT=\'1\'\nBOT_APP_ID=file # note\r\nEMPTY=\n';
    assert.deepEqual(around(text, { BOT_APP_ID: 'process' }), {
      env: { TENANT_ID: 'one', HOST: 'a b # c', PORT: '1', BOT_APP_ID: 'process', EMPTY: '' },
      faults: [],
      fileMode: 0o600,
    });
  });

  const loose: readonly (readonly [string, string, number, RegExp | null])[] = [
    ['with a secret, that others can read', 'GRAPH_SECRET=abc\nTENANT_ID=x\n', 0o644, /holds GRAPH_SECRET, and others/],
    ['with a password, that a group can read', 'DATABASE_URL=postgres://a:b@h/d', 0o640, /holds DATABASE_URL, and/],
    ['with a secret that nobody else can use', 'GRAPH_SECRET=abc', 0o600, null],
    ['without a secret, that others can read', 'TENANT_ID=x\nGRAPH_SECRET=\n', 0o644, null],
    ['with an address without a password', 'DATABASE_URL=postgres://a@h/d', 0o644, null],
  ];
  for (const [name, text, mode, problem] of loose) {
    it(`${name}, is ${problem ? 'refused' : 'taken'}`, () => {
      around(text);
      const path = join(folder, '.env');
      chmodSync(path, mode);
      const said = readEnvironment(path, {}).faults.map((fault) => fault.problem);
      assert.equal(said.length, problem ? 1 : 0);
      if (problem) assert.match(said[0] ?? '', problem);
    });
  }

  it('may be missing', () =>
    assert.deepEqual(readEnvironment(join(folder, 'none'), {}), { env: {}, faults: [], fileMode: null }));

  const broken: Record<string, { text: string; at: number; says: RegExp }> = {
    'a line that is no setting': { text: 'A=1\nBOT_APP_ID: 3\nB=2', at: 2, says: /is not NAME=value/ },
    'a quote that is not closed': { text: 'A="1\nB=2"', at: 1, says: /is not NAME=value/ },
    'a value that a # would cut short': { text: 'A=1\nBOT_APP_SECRET=ab#cd', at: 2, says: /in quotes, on one line/ },
    'a variable that is set twice': {
      text: 'A=1\n# more\nA=2',
      at: 3,
      says: /sets A again, which line 1 has already set/,
    },
  };
  for (const [title, { text, at, says }] of Object.entries(broken)) {
    it(`stops the start for ${title}, naming the line and not the value`, () => {
      const { faults, message } = faultsOf(() => readServiceConfig(around(text, MANAGED)));
      assert(
        faults.some(({ variable, problem }) => variable === `.env, line ${at},` && says.test(problem)),
        message,
      );
      assert(!message.includes('ab#cd'));
    });
  }

  it('that cannot be read stops the start', () => {
    const { message } = faultsOf(() => readServiceConfig(readEnvironment(folder, MANAGED)));
    assert.match(message, /cannot be read \(EISDIR\)/);
  });
});
