import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDemoConfig } from '../../../../src/service/config/read-config.ts';
import { policyOf } from '../../../../src/service/config/service-config.ts';
import { faultsOf } from './faults-of.ts';

const ALICE = 'a11ce000-0000-4000-8000-000000000001';
const SECOND = 'a11ce000-0000-4000-8000-000000000007';
const BOB = 'b0b00000-0000-4000-8000-000000000002';

describe('the settings about people', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'airlock-people-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const read = (env: Record<string, string>) => policyOf(readDemoConfig({ env, faults: [] })).people;

  function file(text: string, mode = 0o644): string {
    const path = join(folder, 'people.txt');
    writeFileSync(path, text);
    chmodSync(path, mode);
    return path;
  }

  it('are strict where nothing is set', () =>
    assert.deepEqual(read({}), { proof: 'marks', known: [], employeeIdPattern: null, minAge: 86_400_000 }));

  it('take another proof, another part of the id, and another age', () => {
    const env = { PERSON_PROOF: 'accounts', EMPLOYEE_ID_PATTERN: '^(\\d+)(?:-adm)?$', APPROVER_MIN_AGE: '0' };
    const { proof, employeeIdPattern, minAge } = read(env);
    assert.deepEqual([proof, employeeIdPattern, minAge], ['accounts', '^(\\d+)(?:-adm)?$', 0]);
  });

  it('take any pattern that is quick', () => {
    for (const pattern of [
      '^(?:adm-)?(\\d+)$',
      '^(\\d+)(?:-adm)?$',
      '^\\d{4}-(\\d+)$',
      '^[a-z]+(\\d+)',
      '^(?:e|adm-)?(\\d+)',
    ])
      assert.equal(read({ EMPLOYEE_ID_PATTERN: pattern }).employeeIdPattern, pattern);
  });

  it('read a person a line, in whatever case, with comments and blank lines', () => {
    const path = file(`# The SOC\n\n${ALICE.toUpperCase()}, ${SECOND} # Alice\r\n  ${BOB}\n`);
    assert.deepEqual(read({ PEOPLE_FILE: path }).known, [[ALICE, SECOND], [BOB]]);
  });

  const faults: Record<string, [env: () => Record<string, string>, says: RegExp, mend?: RegExp]> = {
    'a file that is not there': [() => ({ PEOPLE_FILE: join(folder, 'none') }), /cannot be read/, /Correct the path/],
    'a file that others can change': [
      () => ({ PEOPLE_FILE: file(ALICE, 0o666) }),
      /can change/,
      /chmod go-w .*people\.txt/,
    ],
    'a line with something that is no object id': [
      () => ({ PEOPLE_FILE: file(`${ALICE}\nbob@harbourline.example`) }),
      /line 2 holds something that is no object id/,
      /a line for each person/,
    ],
    'one account in two lines': [
      () => ({ PEOPLE_FILE: file(`${ALICE}\n${BOB}\n${SECOND} ${ALICE}`) }),
      /one account in lines 1 and 3/,
      /Remove it from line 3/,
    ],
    'a pattern without a group': [() => ({ EMPLOYEE_ID_PATTERN: '\\d+' }), /exactly one group/],
    'a pattern with two groups': [() => ({ EMPLOYEE_ID_PATTERN: '(e)(\\d+)' }), /exactly one group/],
    'a pattern that is none': [() => ({ EMPLOYEE_ID_PATTERN: '(' }), /exactly one group/],
    'a pattern that never picks anything': [() => ({ EMPLOYEE_ID_PATTERN: '^()\\d+' }), /never picks anything/],
    ...Object.fromEntries(
      [
        '(a+)+$',
        '^.*.*.*.*(x)$',
        '^(\\d*)*$',
        '^((?:a|aa)+)$',
        '^(?:\\w+-?)+(\\d)$',
        '^(?:[a-z]*\\d{1,}){2,}(x)$',
        '(x)(?:y+){3}',
      ].map((pattern) => [
        `the pattern ${pattern}, which can take for ever`,
        [() => ({ EMPLOYEE_ID_PATTERN: pattern }), /can take for ever/] as [() => Record<string, string>, RegExp],
      ]),
    ),
    'another proof': [() => ({ PERSON_PROOF: 'yes' }), /neither marks nor accounts/],
  };
  for (const [title, [env, expected, mend = /^$/]] of Object.entries(faults)) {
    it(`refuse ${title}, and say how to mend it`, () => {
      const { faults, message } = faultsOf(() => read(env()));
      assert.match(faults[0]?.problem ?? '', expected);
      assert.match(faults[0]?.mend ?? '', mend);
      assert.equal(/Example: PEOPLE_FILE/.test(message), false);
    });
  }
});
