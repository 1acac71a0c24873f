import express, {
  type ErrorRequestHandler,
  type NextFunction,
  type Request,
  type Response,
  type Router,
} from 'express';
import type { Log } from '../../shared/runtime.ts';
import { cardText } from '../cards/parts/render.ts';
import { type IncomingActivity, parseActivity } from './activity.ts';
import type { TurnResult } from './bot-adapter.ts';
import { onlyThisMachine } from './only-this-machine.ts';

/** Largest activity in bytes; Teams' own limit for a message is 100 KB. */
const BODY_MAX = 256 * 1_024;

export interface FrontDoorOptions {
  /** Handles an activity; rejects only when it could be neither handled nor stored. */
  readonly take: (authorization: string, activity: IncomingActivity) => Promise<TurnResult>;
  /** Whether this may be the token of a caller, by what can be told before the body: the rest is verified with it. */
  readonly mayCall: (authorization: string) => boolean;
  /** Callers are not authenticated, so only this machine may call, here and at whatever is mounted after this door. */
  readonly loopbackOnly: boolean;
  readonly log: Log;
}

/** `POST /api/messages`: anything but an activity is refused with a 4xx and a sentence, before the SDK sees it. */
export function createFrontDoor(options: FrontDoorOptions): Router {
  const router = express.Router();
  if (options.loopbackOnly) router.use(onlyThisMachine);
  const route = router.route('/api/messages');
  if (!options.loopbackOnly) route.post(tokenFirst(options.mayCall));
  route.post(express.json({ limit: BODY_MAX }), receive(options));
  route.all((_req, res) => {
    res.set('Allow', 'POST');
    refuse(res, 405, 'Activities are posted here.');
  });
  router.use('/api/messages', unreadable(options.log));
  return router;
}

/** Whoever brings no token that may be one is told so, whatever else they send or leave out: no body is awaited. */
function tokenFirst(mayCall: FrontDoorOptions['mayCall']) {
  return (req: Request, res: Response, next: NextFunction): void => {
    if (mayCall(req.get('authorization') ?? '')) next();
    else refuse(res, 401, UNKNOWN);
  };
}

const UNKNOWN = 'The caller is not known.';

function receive({ take, log }: FrontDoorOptions) {
  return async (req: Request, res: Response): Promise<void> => {
    if (req.body === undefined) return refuse(res, 415, 'An activity is JSON.');
    const activity = parseActivity(req.body);
    if (!activity) return refuse(res, 400, 'This is not an activity.');
    const result = await take(req.get('authorization') ?? '', activity);
    if (result.kind === 'refused') return refuse(res, 401, UNKNOWN);
    if (result.kind === 'unsure') {
      log.error({ err: result.cause }, 'caller not verified');
      return refuse(res, 503, 'The caller cannot be checked now.');
    }
    const { response } = result;
    if (response?.body === undefined) res.status(response?.status ?? 200).end();
    else answer(res, response.status, response.body);
  };
}

/** Answers as Express would, but for what only a browser that caches has use of. */
function answer(res: Response, status: number, body: unknown): void {
  const bytes = Buffer.from(answerText(body));
  res.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-length': bytes.length });
  res.end(bytes);
}

/** The card in an answer was written when it was drawn. */
function answerText(body: unknown): string {
  if (typeof body !== 'object' || body === null || !('value' in body)) return JSON.stringify(body);
  const { value, ...rest } = body;
  if (typeof value !== 'object' || value === null) return JSON.stringify(body);
  return `${JSON.stringify({ ...rest, value: 0 }).slice(0, -2)}${cardText(value)}}`;
}

/** A body that cannot be read is the caller's fault. Any other error is internal, and its message stays in the log. */
function unreadable(log: Log): ErrorRequestHandler {
  return (error: unknown, _req, res, next) => {
    if (res.headersSent) return next(error);
    const status = error instanceof Error && 'status' in error ? Number(error.status) : 500;
    if (status >= 400 && status < 500) return refuse(res, status, 'The body cannot be read as JSON of an activity.');
    log.error({ err: error }, 'activity refused');
    return refuse(res, 500, 'Something went wrong.');
  };
}

function refuse(res: Response, status: number, error: string): void {
  res.status(status).json({ error });
}
