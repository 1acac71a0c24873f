import http from 'node:http';

/** As it is before a test puts its own in its place, to see what Airlock sends. */
const { request } = http;
const agent = new http.Agent({ keepAlive: true });

/**
 * Posts a body as JSON, by Node's own client, since a test posts dozens of times and `fetch` takes several times as
 * long.
 */
export async function postJson(
  url: string,
  body: unknown,
): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const bytes = Buffer.from(JSON.stringify(body));
    const headers = { 'content-type': 'application/json', 'content-length': bytes.length };
    const sent = request(url, { method: 'POST', headers, agent }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part)).on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() }));
    });
    sent.on('error', reject).end(bytes);
  });
}
