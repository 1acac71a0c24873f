/** Calls the sandbox. Returns the answer's body, or throws an ApiFault with the words of the refusal. */
export async function call(method, path, body) {
  const init = { method, headers: { Accept: 'application/json' } };
  if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers['Content-Type'] = 'application/json';
  }
  const response = await fetch(path, init);
  const text = await response.text();
  const answer = text === '' ? null : JSON.parse(text);
  if (!response.ok) throw new ApiFault(response.status, answer?.error?.message ?? answer?.error ?? response.statusText);
  return answer;
}

class ApiFault extends Error {
  constructor(status, message) {
    super(message);
    this.name = 'ApiFault';
    this.status = status;
  }
}
