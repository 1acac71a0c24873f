import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { censusOnce } from '../../../src/jobs/census.ts';
import { deliverMessages } from '../../../src/jobs/delivery/deliver-messages.ts';
import { JOB_SETTINGS } from '../../../src/jobs/job-settings.ts';
import { createApp } from '../../../src/service/http-server.ts';
import { createTeams } from '../../../src/teams/create-teams.ts';
import { makeServices } from '../../support/company/make-services.ts';
import { filePending } from './file-pending.ts';
import { answerParent } from './measured-process.ts';
import type { Outside } from './outside.ts';

/** The bot as the service composes it, on a SQLite file; its jobs run when the bench says so. */
const [file = '', connector = '', outside = '', looks = ''] = process.argv.slice(2);
const { teamsUrl, ...world } = JSON.parse(outside) as Outside;
const clock = { now: () => Date.now() };
const services = await makeServices(world, { file }, clock, { connector });
const identity = { demo: true } as const;
const delivery = { messenger: createTeams({ services, identity }).messenger, jitter: () => 0.5 };
const app = await createApp({
  ...{ services, identity, host: '127.0.0.1', port: 0, jitter: () => 0.5 },
  keepsLooks: looks === 'kept',
});
await censusOnce(services);

const profiler = new Session();
profiler.connect();
await profiler.post('Profiler.enable');

async function keepProfile(name: string): Promise<void> {
  const { profile } = await profiler.post('Profiler.stop');
  writeFileSync(name, JSON.stringify(profile));
}

answerParent(
  {
    file: (count) => filePending(services, Number(count), teamsUrl),
    deliver: () => deliverMessages(services, delivery, 'bench', JOB_SETTINGS),
    prune: (limit) => services.store.prune(clock.now() - 1, Number(limit)),
    profile: (name) => (name === null ? profiler.post('Profiler.start') : keepProfile(String(name))),
    close: () => app.close(),
  },
  { url: app.url },
);
