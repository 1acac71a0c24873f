import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { CONNECTION_SETTINGS } from '../../../src/service/config/settings/connection-settings.ts';
import { SERVICE_SETTINGS } from '../../../src/service/config/settings/service-settings.ts';
import { copyOf, execForm, readDockerfile, textsOf } from './read-dockerfile.ts';

describe('the image', () => {
  const stages = readDockerfile();
  const [build, last] = stages;
  assert(build && last && stages.length === 2);

  it('is built from the lock file, and keeps nothing that only developers need', () => {
    const runs = textsOf(build, 'RUN');
    assert(runs.includes('npm ci') && runs.includes('npm run build') && runs.includes('npm prune --omit=dev'));
    assert(!runs.some((run) => /npm (install|i)\b/.test(run)));
  });

  it('takes in what exists, and what .dockerignore lets through', () => {
    const ignored = readFileSync('.dockerignore', 'utf8').split('\n');
    assert.equal(
      ignored.find((line) => line !== '' && !line.startsWith('#')),
      '*',
    );
    for (const stage of stages)
      for (const { from, sources } of textsOf(stage, 'COPY').map(copyOf))
        for (const source of from === null ? sources : []) {
          assert(existsSync(source), source);
          assert(ignored.includes(`!${source}`), source);
        }
    for (const secret of ['.env', '.airlock', '.git', 'node_modules']) assert(!ignored.includes(`!${secret}`), secret);
    for (const demo of ['src/sandbox', 'src/demo.ts', 'src/service/demo/start-demo.ts'])
      assert(ignored.includes(demo), demo);
  });

  it('ends with Node alone: no shell runs in it, and nobody is root', () => {
    assert.match(textsOf(last, 'FROM').join(), /distroless\/nodejs\d+.*:nonroot$/);
    assert.deepEqual(textsOf(last, 'RUN'), []);
    assert.deepEqual(textsOf(last, 'USER'), ['65532:65532']);
    for (const name of ['CMD', 'HEALTHCHECK']) assert.match(textsOf(last, name).join(), /\["/);
  });

  it('runs a Node that is one of those Airlock is for, the same in both stages', () => {
    const majors = stages.map((stage) => Number(/node(?:js|:)(\d+)/.exec(textsOf(stage, 'FROM').join())?.[1]));
    assert.equal(majors[0], majors[1]);
    assert((majors[0] ?? 0) >= 20);
  });

  it('starts the service, asks it on the inner port how it is, and opens the outer one alone', () => {
    assert.deepEqual(textsOf(last, 'CMD').map(execForm), [['dist/main.js']]);
    const [node, flag, program = ''] = execForm(textsOf(last, 'HEALTHCHECK').join());
    assert.deepEqual([node, flag], ['/nodejs/bin/node', '--eval']);
    const inner = `process.env.OPS_PORT || ${CONNECTION_SETTINGS.opsPort.fallback}`;
    assert(program.includes(inner) && program.includes('/healthz'));
    assert.deepEqual(textsOf(last, 'EXPOSE'), [SERVICE_SETTINGS.port.fallback]);
  });
});
