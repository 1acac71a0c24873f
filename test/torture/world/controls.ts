/** What the sandbox is asked for and told, over HTTP. */
export class Controls {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /** @throws where the sandbox refuses: a control that the run mistypes is a fault of the run */
  async post(path: string, body: object): Promise<unknown> {
    const answer = await fetch(`${this.#url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path} ${JSON.stringify(body)}: ${answer.status} ${await answer.text()}`);
    return answer.status === 204 ? null : answer.json();
  }

  async get(path: string): Promise<unknown> {
    const answer = await fetch(`${this.#url}${path}`);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  async writes(): Promise<{ at: string; what: string; by: string }[]> {
    const { writes } = (await this.get('/sandbox/tenant')) as { writes: { at: string; what: string }[] };
    return writes.map(({ at, what }) => {
      const [, words = what, by = ''] = /^(.*) \(by (.*)\)$/s.exec(what) ?? [];
      return { at, what: words, by };
    });
  }
}
