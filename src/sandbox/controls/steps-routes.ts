import express from 'express';
import { z } from 'zod';
import type { World } from '../company/world.ts';
import type { ConnectorSwitch } from './connector-routes.ts';
import { doSteps } from './do-steps.ts';
import { editFeatures, editorOf } from './edit-routes.ts';
import { readBody } from './read-body.ts';

const Doing = z.strictObject({ request: z.int(), as: z.string().exactOptional() });

/**
 * `GET /sandbox/steps`: the requests that the bot handed over and nobody reported as applied, with their steps. `POST
 * /sandbox/steps` `{request, as}`: that person (user principal name or object id) follows the steps of one of them word
 * by word, in the portal.
 */
export function stepsRoutes(world: World, connectors: ConnectorSwitch | null): express.Router {
  const router = express.Router();
  const handed = async () => (await connectors?.handed?.()) ?? [];
  router.get('/steps', async (_req, res) => {
    res.json(await handed());
  });
  router.post('/steps', async (req, res) => {
    const body = readBody(Doing, req.body, res);
    if (body === undefined) return;
    const found = (await handed()).find(({ number }) => number === body.request);
    const error = found ? follow(world, found.steps, body.as) : `No steps of #${body.request} wait for anybody.`;
    if (error !== undefined) {
      res.status(400).json({ error });
      return;
    }
    res.json(await handed());
  });
  return router;
}

function follow(world: World, steps: Parameters<typeof doSteps>[1], as: string | undefined): string | undefined {
  const editor = editorOf(world, as);
  if (typeof editor === 'string') return editor;
  return doSteps(world, steps, { by: editor.by, setFeatures: (features) => editFeatures(world, features, editor) });
}
