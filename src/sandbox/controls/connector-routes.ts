import express from 'express';
import { z } from 'zod';
import type { World } from '../company/world.ts';
import type { HandedStep } from './do-steps.ts';
import { readBody } from './read-body.ts';

/** How the bot beside the sandbox reaches Defender, where that can be changed while it runs. */
export interface ConnectorSwitch {
  /** What each way is in words, by its name. */
  readonly kinds: Readonly<Record<string, string>>;
  current(): string;
  /** Settles once the bot runs with the other one. */
  choose(kind: string): Promise<void>;
  /** Tells the bot that another tenant is played under the same id; a real tenant never becomes another one. */
  beginAnew?(): Promise<void>;
  /** What it handed over to people and nobody reported as applied, the oldest first; absent where it does not tell. */
  handed?(): Promise<readonly HandedOver[]>;
}

/** An approved request that a person is to apply. */
export interface HandedOver {
  readonly number: number;
  readonly title: string;
  readonly steps: readonly HandedStep[];
}

const Choice = z.strictObject({ kind: z.string() });

/** `{kind, kinds}`; null where the bot is none of the sandbox's business. */
export function connectorAsPlayed(connectors: ConnectorSwitch | null): object | null {
  return connectors && { kind: connectors.current(), kinds: connectors.kinds };
}

/**
 * `POST /sandbox/connector` `{kind}`: the bot goes on with another connector, on the same store and with the same chat.
 */
export function connectorRoutes(world: World, connectors: ConnectorSwitch | null): express.Router {
  const router = express.Router();
  router.post('/connector', async (req, res) => {
    const body = readBody(Choice, req.body, res);
    if (body === undefined) return;
    const kind = Object.keys(connectors?.kinds ?? {}).find((one) => one === body.kind);
    if (!connectors || kind === undefined) {
      const error = connectors
        ? `There is no connector '${body.kind}'.`
        : 'The bot of this sandbox has its own settings.';
      res.status(connectors ? 400 : 404).json({ error });
      return;
    }
    await connectors.choose(kind);
    world.changes.emit('change');
    res.json(connectorAsPlayed(connectors));
  });
  return router;
}
