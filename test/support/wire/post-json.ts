import http from 'node:http';

/** As it is before a test puts its own in its place, to see what Airlock sends. */
const { request } = http;
const agent = new http.Agent({ keepAlive: true });

interface Answered {
  readonly status: number;
  readonly text: string;
}

export function postJson(url: string, body: unknown): Promise<Answered> {
  return postText(url, JSON.stringify(body), { 'content-type': 'application/json' });
}

/** Posts by Node's own client, since a test posts dozens of times and `fetch` takes several times as long. */
export function postText(url: string, text: string, headers: Readonly<Record<string, string>>): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const bytes = Buffer.from(text);
    const all = { 'content-length': bytes.length, ...headers };
    const sent = request(url, { method: 'POST', headers: all, agent }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part)).on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() }));
    });
    sent.on('error', reject).end(bytes);
  });
}
