import { startSandbox } from '../../../src/sandbox/start-sandbox.ts';
import { startFakeTeams } from '../../support/company/fake-teams.ts';
import type { OutsideWorld } from '../../support/company/make-services.ts';
import { answerParent } from './measured-process.ts';

/** Where everything outside the bot is. */
export interface Outside extends OutsideWorld {
  readonly teamsUrl: string;
}

const sandbox = await startSandbox({ port: 0, botUrl: () => 'http://127.0.0.1:1/', now: () => Date.now() });
const teams = await startFakeTeams();
const { url, world } = sandbox;
const started: Outside = { url, tenantId: world.tenantId, session: sandbox.portalSession(), teamsUrl: teams.url };
answerParent({}, started);
