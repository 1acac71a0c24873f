import { kindOf } from '../../changes/registry/kind-of.ts';
import type { HandedOver } from '../../sandbox/controls/connector-routes.ts';
import { AirlockError } from '../../shared/errors.ts';
import type { App } from '../http-server.ts';

/** The bot of the demo, which can go on with another connector while it runs. */
export interface DemoBot {
  /** Origin; another one after a change of the connector if the port is any free one. */
  url(): string;
  connector(): string;
  /**
   * Ends the bot and starts it with this connector, on the same store. Where that fails, it goes on as before.
   * @throws AirlockError what kept it from starting
   */
  choose(connector: string): Promise<void>;
  /** The requests that were handed over to people and that nobody reported as applied, the oldest first. */
  handed(): Promise<readonly HandedOver[]>;
  /** Another tenant is played from now on: nothing in it was changed by anybody. */
  beginAnew(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts the bot with a connector, and its jobs. One choice is carried out after the other.
 * @param start composes and listens, without the jobs
 */
export async function startDemoBot(start: (connector: string) => Promise<App>, first: string): Promise<DemoBot> {
  let [connector, isClosed] = [first, false];
  let app = await start(first);
  let last: Promise<void> = Promise.resolve();
  app.jobs.start();
  const goOn = async (kind: string): Promise<void> => {
    app = await start(kind);
    connector = kind;
    app.jobs.start();
  };
  const change = async (kind: string): Promise<void> => {
    if (isClosed) throw new AirlockError('internal', 'The demo is about to end.');
    if (kind === connector) return;
    const before = connector;
    await app.close();
    try {
      await goOn(kind);
    } catch (error) {
      await goOn(before);
      throw error;
    }
  };
  const next = (work: () => Promise<void>): Promise<void> => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
  return {
    url: () => app.url,
    connector: () => connector,
    choose: (kind) => next(() => change(kind)),
    handed: () => handedOver(app),
    beginAnew: () => next(() => app.jobs.beginAnew()),
    close: () =>
      next(async () => {
        isClosed = true;
        await app.close();
      }),
  };
}

async function handedOver({ stored: { store, tenantId } }: App): Promise<readonly HandedOver[]> {
  const open = await store.requests(tenantId, { open: true, limit: MOST_OPEN });
  return open.toReversed().flatMap(({ state, handover, number, change }) => {
    if (state !== 'approved' || !handover || handover.attested) return [];
    return [{ number, title: kindOf(change).title(change), steps: handover.steps.steps }];
  });
}

/** How many open requests are looked through. */
const MOST_OPEN = 50;
