import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { SUPPORTED_KINDS } from '../../src/changes/supported/supported-kinds.ts';
import {
  PERMISSIONS,
  permissionRows,
  RESOURCES,
  writePermissionRows,
} from '../../src/cli/doctor/checks/permissions.ts';
import { supportedRows } from '../../src/defender/supported/registry.ts';
import { REQUEST_STATES } from '../../src/requests/record/request.ts';
import { hasEnded, TRANSITIONS } from '../../src/requests/record/transitions.ts';
import { SETTINGS_TABLES, VARIABLES } from '../../src/service/config/settings/all-settings.ts';
import { settingsRows } from '../../src/shared/setting.ts';
import { troubleRows } from '../../src/shared/store-trouble.ts';
import { pages, sources } from './pages.ts';

/** `UPDATE_README=1` writes the tables anew. */
const UPDATE = process.env.UPDATE_README === '1';
/** Variables that are not Airlock's own settings. */
const ELSEWHERE = ['DATABASE_TEST_URL', 'UPDATE_README', 'UPDATE_SNAPSHOTS', 'UPDATE_DOCTOR'];
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));

/** Every part of a page that is made from the code: its name, the page it stands on, its text. */
const TABLES: Readonly<Record<string, readonly [page: string, text: string]>> = {
  ...Object.fromEntries(
    Object.entries(SETTINGS_TABLES).map(([name, table]) => [name, ['docs/settings.md', settingsRows(table)] as const]),
  ),
  permissions: ['docs/permissions.md', permissionRows()],
  'write permissions': ['docs/permissions.md', writePermissionRows()],
  doctor: ['docs/operate.md', `\`\`\`\n${readFileSync('docs/doctor.txt', 'utf8')}\`\`\``],
  'store troubles': ['docs/operate.md', troubleRows()],
  'life of a request': ['docs/architecture.md', lifeOfARequest()],
};

/** A state diagram in Mermaid: each arrow carries the events that lead there. */
function lifeOfARequest(): string {
  const arrows = new Map<string, string[]>();
  for (const [event, { from, to }] of Object.entries(TRANSITIONS)) {
    for (const state of from) {
      const arrow = `${state} --> ${to}`;
      arrows.set(arrow, [...(arrows.get(arrow) ?? []), event]);
    }
  }
  const lines = [...arrows].map(([arrow, events]) => `${arrow} : ${events.join(', ')}`);
  const ends = REQUEST_STATES.filter(hasEnded).map((state) => `${state} --> [*]`);
  return [
    '```mermaid',
    'stateDiagram-v2',
    ...['[*] --> draft', ...lines, ...ends].map((line) => `  ${line}`),
    '```',
  ].join('\n');
}

describe('the README and docs/', () => {
  for (const [name, [page, table]] of Object.entries(TABLES)) {
    it(`show the ${name} as the code has them`, () => {
      const place = new RegExp(`(<!-- table: ${name} -->\n)([\\s\\S]*?)(<!-- end -->)`);
      const text = readFileSync(page, 'utf8');
      assert.match(text, place);
      if (UPDATE) {
        writeFileSync(
          page,
          text.replace(place, (_all, begin, _old, end) => `${begin}${table}\n${end}`),
        );
      }
      assert.equal(place.exec(readFileSync(page, 'utf8'))?.[2], `${table}\n`);
    });
  }

  it('grant, in the way to the first change, exactly what the code needs', () => {
    const text = readFileSync('README.md', 'utf8');
    const granted = [...text.matchAll(/^ *grant (\S+) (\S+)$/gm)].map(([, appId, name]) => `${appId} ${name}`);
    assert.deepEqual(
      granted,
      PERMISSIONS.map(({ resource, name }) => `${RESOURCES[resource].appId} ${name}`),
    );
  });

  it('grant the identity that writes, kind by kind, exactly what the code needs', () => {
    const text = readFileSync('docs/permissions.md', 'utf8');
    const granted = [...text.matchAll(/^grant (\S+) (\S+) +# (.+)$/gm)].flatMap(([, appId, name, kinds = '']) =>
      kinds.split(', ').map((kind) => `${kind} ${appId} ${name}`),
    );
    const needed = supportedRows(SUPPORTED_KINDS).flatMap(({ kind, permissions }) =>
      permissions.map(({ resource, name }) => `${kind} ${RESOURCES[resource].appId} ${name}`),
    );
    assert.deepEqual(granted.sort(), needed.sort());
  });

  it('name only variables and commands that there are', () => {
    const code = sources().map((file) => readFileSync(file, 'utf8'));
    const constants = code.flatMap((text) => [...text.matchAll(/^export const ([A-Z_]+)\b/gm)].map(([, name]) => name));
    const names = new Set([...VARIABLES, ...ELSEWHERE, ...constants]);
    for (const page of pages()) {
      const text = readFileSync(page, 'utf8');
      for (const [, script = ''] of text.matchAll(/npm run (?:-s )?([a-z][\w:-]*)/g))
        assert(script in scripts, `${page} names npm run ${script}`);
      for (const [, name = ''] of text.matchAll(/`([A-Z]+_[A-Z_]+)(?:=[^`]*)?`/g))
        assert(names.has(name) || name.startsWith('AZURE_'), `${page} names ${name}`);
    }
  });

  it('show no table that the code does not make', () => {
    const shown = pages().flatMap((page) =>
      [...readFileSync(page, 'utf8').matchAll(/<!-- table: (.*?) -->/g)].map(([, name]) => `${page}: ${name}`),
    );
    assert.deepEqual(
      shown.sort(),
      Object.entries(TABLES)
        .map(([name, [page]]) => `${page}: ${name}`)
        .sort(),
    );
  });

  it('say each change of the changelog in one line, once, to its end', () => {
    const lines = readFileSync('CHANGELOG.md', 'utf8').split('\n').slice(4);
    const torn = lines.filter((line) => !/^(?:- .*[.)*`]|#{2,3} .*|\[.*)?$/.test(line));
    assert.deepEqual(torn, [], 'A change is one bullet, and one line.');
    const bullets = lines.filter((line) => line.startsWith('- ')).map((line) => line.slice(0, 60));
    assert.deepEqual(
      bullets.filter((line, at) => bullets.indexOf(line) !== at),
      [],
      'It is said once.',
    );
  });

  it('name the test command that CI runs, and CI runs no other', () => {
    const [command] = readFileSync('.ci/run', 'utf8').trimEnd().split('\n').slice(-1);
    assert.equal(command, 'npm ci && npm test');
    assert(readFileSync('README.md', 'utf8').includes(`\`${command}\``));
  });

  it('keep the README within 200 lines', () => {
    assert(readFileSync('README.md', 'utf8').split('\n').length <= 200);
  });
});
