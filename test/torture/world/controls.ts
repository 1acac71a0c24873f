import { request } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** What the sandbox is asked for and told, over HTTP. */
export class Controls {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /** @throws where the sandbox refuses: a control that the run mistypes is a fault of the run */
  async post(path: string, body: object): Promise<unknown> {
    const { status, text } = await this.#ask('POST', path, JSON.stringify(body));
    if (status >= 300) throw new Error(`${path} ${JSON.stringify(body)}: ${status} ${text}`);
    return status === 204 ? null : JSON.parse(text);
  }

  async get(path: string): Promise<unknown> {
    const { status, text } = await this.#ask('GET', path);
    if (status >= 300) throw new Error(`${path}: ${status} ${text}`);
    return JSON.parse(text);
  }

  /** Over a connection of its own: one that is kept open may be closed at the moment in which it is used again. */
  #ask(method: string, path: string, body?: string): Promise<{ status: number; text: string }> {
    const headers = { 'content-type': 'application/json' };
    return new Promise((resolve, reject) => {
      const asked = request(`${this.#url}${path}`, { method, headers, agent: false }, (answer) => {
        buffer(answer).then(
          (bytes) => resolve({ status: answer.statusCode ?? 0, text: bytes.toString('utf8') }),
          reject,
        );
      });
      asked.once('error', reject).end(body);
    });
  }

  async writes(): Promise<{ at: string; what: string; by: string }[]> {
    const { writes } = (await this.get('/sandbox/tenant')) as { writes: { at: string; what: string }[] };
    return writes.map(({ at, what }) => {
      const [, words = what, by = ''] = /^(.*) \(by (.*)\)$/s.exec(what) ?? [];
      return { at, what: words, by };
    });
  }
}
