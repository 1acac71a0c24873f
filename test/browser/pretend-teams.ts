import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { PEOPLE_IDS } from '../../src/sandbox/company/people.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';

const SOC = `/v3/conversations/${encodeURIComponent('19:soc@thread.tacv2')}/activities`;
const CARD = 'application/vnd.microsoft.card.adaptive';

/** What a bot answers to an invoke: a card with this text; null is an error of its own. */
export type Answer = string | null;

/** The sandbox with its chat page, and a bot that says what the test lets it say. */
export class PretendTeams {
  /** Answers what a person's client asks for by itself. */
  answer: (who: string) => Answer | Promise<Answer> = () => null;

  private constructor(
    readonly sandbox: Sandbox,
    private readonly bot: Server,
  ) {}

  static async open(): Promise<PretendTeams> {
    let teams: PretendTeams | undefined;
    const bot = createServer(async (req, res) => {
      const { name, from } = req.method === 'POST' ? ((await json(req)) as { name?: string; from: From }) : {};
      const said = name === undefined || !from ? null : await teams?.answer(from.aadObjectId);
      const value = said === null ? null : cardOf(said ?? '');
      const body = value ? { statusCode: 200, type: CARD, value } : { statusCode: 500 };
      res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    }).listen(0, '127.0.0.1');
    await once(bot, 'listening');
    const address = bot.address() as AddressInfo;
    const botUrl = () => `http://127.0.0.1:${address.port}/api/messages`;
    teams = new PretendTeams(await startSandbox({ port: 0, botUrl, now: () => Date.now() }), bot);
    return teams;
  }

  /**
   * Posts a card into the SOC channel.
   * @param viewers who get a view of their own
   * @returns its id
   */
  async post(text: string, ...viewers: Viewer[]): Promise<string> {
    const { id } = (await this.#send('POST', SOC, text, viewers)) as { id: string };
    return id;
  }

  /** Edits what was posted. */
  async edit(id: string, text: string, ...viewers: Viewer[]): Promise<void> {
    await this.#send('PUT', `${SOC}/${id}`, text, viewers);
  }

  async #send(method: string, path: string, text: string, viewers: readonly Viewer[]): Promise<unknown> {
    const { people } = this.sandbox.world;
    const userIds = viewers.map((who) => people.find(({ id }) => id === PEOPLE_IDS[who])?.mri);
    const refresh = viewers.length > 0 && { refresh: { action: { type: 'Action.Execute', verb: 'view' }, userIds } };
    const attachments = [{ contentType: CARD, content: { ...cardOf(text), ...refresh } }];
    const answer = await fetch(`${this.sandbox.url}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ type: 'message', attachments }),
    });
    assert(answer.ok, `${method} ${path}: ${answer.status}`);
    return answer.json();
  }

  async close(): Promise<void> {
    await this.sandbox.close();
    this.bot.closeAllConnections();
    this.bot.close();
    await once(this.bot, 'close');
  }
}

type Viewer = 'alice' | 'bob';

interface From {
  readonly aadObjectId: string;
}

function cardOf(text: string): object {
  return { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text }] };
}
