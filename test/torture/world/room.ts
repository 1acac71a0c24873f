import { createWriteStream, type WriteStream } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PEOPLE_IDS, PORTAL_OPERATOR } from '../../../src/sandbox/company/people.ts';
import { WRITER_APP } from '../../../src/sandbox/oauth/demo-app.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/start-sandbox.ts';
import { quickFolder } from '../../support/databases/quick-folder.ts';
import { bundled } from '../../support/processes/bundled.ts';
import { publicPem, testKeyPem } from '../../support/runtime/record-keys.ts';
import type { Options } from '../options.ts';
import type { Cast } from '../people/desk.ts';
import { Fleet } from './fleet.ts';
import type { InstanceOrder } from './instance-child.ts';
import { Line } from './line.ts';
import { type OwnPostgres, ownPostgres } from './own-postgres.ts';

/** Everything that a run needs around it, and who is in it. */
export interface Room {
  readonly sandbox: Sandbox;
  readonly fleet: Fleet;
  readonly postgres: OwnPostgres | null;
  readonly lines: readonly Line[];
  readonly folder: string;
  /** What the processes say, and what is done to them. */
  readonly log: WriteStream;
  /** By which the command for operators finds the record, past the lines. */
  readonly settings: Readonly<Record<string, string>>;
  readonly publicKey: string;
  close(): Promise<void>;
}

const { alice, bob, grace, sam, rita, gus, alice2, omar } = PEOPLE_IDS;

export const CAST: Cast = {
  admins: [alice, bob, grace],
  askers: [alice, bob, grace, sam],
  others: [rita, gus, alice2],
};

export const EVERYBODY: readonly string[] = [alice, bob, grace, sam, rita, gus, alice2, omar];

/** Whose account each is: Alice has two. */
export const PERSONS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(EVERYBODY.map((id) => [id, id])),
  [alice2]: alice,
};

/** Under which names the tenant lists what the bot writes: the owner of its session, and its identity that writes. */
export const BOT_NAMES: readonly string[] = [PORTAL_OPERATOR, WRITER_APP.displayName];

/** As many requests and clicks as the run makes: what limits people is no part of it. */
const ENVIRONMENT = { PER_PERSON_A_MINUTE: '1000', PER_CONVERSATION_A_MINUTE: '1000', OPEN_PER_PERSON: '100' };

export async function openRoom(options: Options): Promise<Room> {
  const folder = await quickFolder('airlock-torture-');
  const keyPem = testKeyPem('t');
  await writeFile(join(folder, 'key.pem'), keyPem, { mode: 0o600 });
  let fleet: Fleet | null = null;
  const botUrl = () => fleet?.botUrl() ?? 'http://127.0.0.1:1/';
  const sandbox = await startSandbox({ port: 0, botUrl, now: () => Date.now(), auditDelay: 5_000 });
  const postgres = options.isOnPostgres ? await ownPostgres() : null;
  const lines = postgres ? await Promise.all(places(options).map(() => Line.to(postgres.port))) : [];
  const world = { url: sandbox.url, tenantId: sandbox.world.tenantId };
  const order = (place: number, environment: Readonly<Record<string, string>>): InstanceOrder => ({
    world,
    session: sandbox.portalSession(),
    place: placeOf(folder, postgres, lines[place]),
    keyPem,
    environment,
    skew: place * options.skew * 1_000,
  });
  const log: WriteStream = createWriteStream(options.log === '' ? join(folder, 'processes.log') : options.log);
  const program = await bundled('test/torture/world/instance-child.ts');
  fleet = new Fleet({ instances: options.instances, program, order, log }, ENVIRONMENT);
  const own = fleet;
  return {
    ...{ sandbox, fleet, postgres, lines, folder, log, publicKey: publicPem('t') },
    settings: {
      DATA_DIR: folder,
      RECORD_KEY_FILE: join(folder, 'key.pem'),
      ...(postgres && { DATABASE_URL: postgres.url }),
    },
    close: async () => {
      await own.close();
      for (const line of lines) line.close();
      await Promise.all([sandbox.close(), postgres?.close()]);
      await new Promise<void>((resolve) => log.end(() => resolve()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function places({ instances }: Options): readonly number[] {
  return Array.from({ length: instances }, (_none, place) => place);
}

function placeOf(folder: string, postgres: OwnPostgres | null, line: Line | undefined): InstanceOrder['place'] {
  if (!postgres || !line) return { file: join(folder, 'airlock.db') };
  const url = new URL(postgres.url);
  url.port = String(line.port);
  return { url: url.href };
}
