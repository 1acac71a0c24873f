import assert from 'node:assert/strict';
import { oddList } from '../../../../src/sandbox/faults/rewrite-body.ts';
import type { Sandbox } from '../../../../src/sandbox/start-sandbox.ts';
import { openSandbox, send } from '../defender/portal-browser.ts';

const AT = new URL('http://127.0.0.1/api/machines?$top=2');

describe('an odd list', () => {
  const list = {
    value: [
      { a: 1, b: 2 },
      { a: 3, b: 4 },
    ],
    kept: true,
  };

  for (const [what, odd, value] of [
    ['lacks keys in all records', { without: ['b'] }, [{ a: 1 }, { a: 3 }]],
    ['lacks keys in some', { without: ['b'], records: 1 }, [{ a: 1 }, { a: 3, b: 4 }]],
    [
      'holds other values',
      { set: { a: null }, records: 1 },
      [
        { a: null, b: 2 },
        { a: 3, b: 4 },
      ],
    ],
    ['holds more', { more: [null, { c: 5 }] }, [...list.value, null, { c: 5 }]],
  ] as const)
    it(what, () => assert.deepEqual(oddList(list, odd, AT), { value, kept: true }));

  it('is an object with more keys where there is no list', () => {
    assert.deepEqual(oddList({ a: true }, { more: [{ b: { c: 1 } }] }, AT), { a: true, b: { c: 1 } });
    assert.equal(oddList(true, { more: [{}] }, AT), true);
  });

  it('links to itself, or by a new link each time', () => {
    const linkOf = (link: 'itself' | 'new', at = AT) => {
      const { '@odata.nextLink': next } = oddList(list, { link }, at) as Record<string, string>;
      return new URL(next ?? assert.fail());
    };
    assert.equal(linkOf('itself').href, AT.href);
    const first = linkOf('new');
    assert.notEqual(first.href, AT.href);
    assert.notEqual(linkOf('new', first).href, first.href);
  });
});

describe('an answer with a status', () => {
  let sandbox: Sandbox;
  const control = (body: object) =>
    send(`${sandbox.url}/sandbox/faults`, { method: 'POST', body: { surface: 'mde', path: '/api', ...body } });
  beforeEach(async () => {
    sandbox = await openSandbox();
  });
  afterEach(() => sandbox.close());

  it('says what it was told to say', async () => {
    await control({ kind: 'status', status: 403, says: { code: 'Forbidden', message: 'Not enabled' } });
    const { body } = await send(`${sandbox.url}/api/machines`);
    assert.deepEqual([body.error.code, body.error.message], ['Forbidden', 'Not enabled']);
  });

  it('is a page where something before the service sends it', async () => {
    await control({ kind: 'status', status: 403, page: true });
    const answer = await fetch(`${sandbox.url}/api/machines`);
    assert.equal(answer.status, 403);
    assert.match(answer.headers.get('content-type') ?? '', /^text\/html/);
  });

  it('is refused where a fault makes no sense', async () => {
    for (const fault of [
      { kind: 'hang', page: true },
      { kind: 'odd-list' },
      { kind: 'cut', list: {} },
      { kind: 'cut', says: { code: 'a', message: 'b' } },
    ])
      assert.equal((await control(fault)).status, 400);
  });
});
