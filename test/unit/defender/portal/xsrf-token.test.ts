import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PortalSession } from '../../../../src/defender/define-connector.ts';
import { memorySession } from '../../../../src/defender/portal/create-portal-tenant.ts';
import { type PortalCall, portalCall } from '../../../../src/defender/portal/portal-call.ts';
import type { AirlockError } from '../../../../src/shared/errors.ts';
import { ManualClock } from '../../../support/runtime/manual-clock.ts';

const SESSION: PortalSession = { sccauth: 'omar', xsrf: 'first', owner: 'omar@harbourline.example' };
const MINUTE = 60_000;

/** How a portal answers; each call is written down as `METHOD path token`. */
interface Portal {
  page(res: ServerResponse, seen: number): void;
  api(res: ServerResponse, token: string): void;
}

function json(res: ServerResponse, status: number, body: unknown = {}): void {
  res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

const gives = (token: string) => ({ 'set-cookie': [`XSRF-TOKEN=${token}; Path=/; Secure`] });

/** Gives `page-1`, `page-2` and so on. */
const GIVING: Portal['page'] = (res, seen) => void res.writeHead(200, gives(`page-${seen}`)).end('<html></html>');

describe('an XSRF token of the portal', () => {
  const clock = new ManualClock();
  const told: string[] = [];
  let portal: Portal = { page: GIVING, api: (res) => json(res, 200) };
  let server: Server;
  let call: PortalCall;

  before(async () => {
    server = createServer((req: IncomingMessage, res) => {
      const token = String(req.headers['x-xsrf-token'] ?? /XSRF-TOKEN=(\w[\w-]*)/.exec(req.headers.cookie ?? '')?.[1]);
      told.push(`${req.method} ${req.url} ${token}`);
      if (req.url?.startsWith('/apiproxy/')) portal.api(res, token);
      else portal.page(res, told.filter((line) => !line.includes('/apiproxy/')).length);
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  });
  after(() => server.close());

  /** @param xsrfAt when the portal gave the first token; absent: an operator handed it over */
  function open(other: Partial<Portal>, xsrfAt?: number): void {
    portal = { page: GIVING, api: (res) => json(res, 200), ...other };
    told.length = 0;
    call = portalCall({
      baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/apiproxy/mtp`,
      session: memorySession({ ...SESSION, ...(xsrfAt !== undefined && { xsrfAt }) }),
      tenantId: 't',
      clock,
      timeoutMs: 15_000,
    });
  }

  it('that an operator handed over is exchanged on the portal’s page before the first reading', async () => {
    open({});
    await call('GET', '/a');
    await call('GET', '/b');
    assert.deepEqual(told, ['GET / first', 'GET /apiproxy/mtp/a page-1', 'GET /apiproxy/mtp/b page-1']);
  });

  it('is exchanged once it is four minutes old, once for readings side by side, and not before', async () => {
    open({}, clock.now());
    clock.pass(4 * MINUTE - 1);
    await call('GET', '/young');
    clock.pass(1);
    await Promise.all([call('GET', '/a'), call('GET', '/b'), call('GET', '/c')]);
    assert.equal(told[0], 'GET /apiproxy/mtp/young first');
    assert.equal(told[1], 'GET / first');
    assert.deepEqual(
      told.slice(2).sort(),
      ['a', 'b', 'c'].map((path) => `GET /apiproxy/mtp/${path} page-1`),
    );
  });

  it('that came with an answer is as young as that answer', async () => {
    open({ api: (res) => void res.writeHead(200, { ...gives('next'), 'content-type': 'application/json' }).end('{}') });
    await call('GET', '/a');
    clock.pass(4 * MINUTE - 1);
    await call('GET', '/b');
    assert.deepEqual(told.slice(1), ['GET /apiproxy/mtp/a page-1', 'GET /apiproxy/mtp/b next']);
  });

  for (const status of [403, 500]) {
    it(`that a reading is refused with by ${status} is exchanged, and the reading made once more`, async () => {
      open({ api: (res, token) => json(res, token === 'first' ? status : 200) }, clock.now());
      assert.deepEqual(await call('GET', '/a'), {});
      assert.deepEqual(told, ['GET /apiproxy/mtp/a first', 'GET / first', 'GET /apiproxy/mtp/a page-1']);
    });

    it(`is not blamed for ${status} where a fresh one is refused, too`, async () => {
      open({ api: (res) => json(res, status, { Message: 'No.' }) }, clock.now());
      const says = status === 403 ? /\(HTTP 403\), saying: "No\."/ : /fault of its own \(HTTP 500\)/;
      await assert.rejects(call('GET', '/a'), says);
      assert.equal(told.length, 3);
    });

    it(`sends no write a second time for ${status}, and asks no page between the reading and it`, async () => {
      open({ api: (res) => json(res, status, { Message: 'An error has occurred.' }) }, clock.now());
      clock.pass(10 * MINUTE);
      await assert.rejects(call('POST', '/write', {}), (error: AirlockError) => {
        assert.equal(error.details.arrived, status === 500 ? true : undefined);
        return true;
      });
      assert.deepEqual(told, ['POST /apiproxy/mtp/write first']);
    });
  }

  it('that a write is refused for in clear words certainly wrote nothing: it may be tried again', async () => {
    open({ api: (res) => json(res, 403, { Message: 'The anti-forgery token could not be validated.' }) }, clock.now());
    await assert.rejects(call('PUT', '/write', {}), (error: AirlockError) => {
      assert.equal(error.code, 'tenant-unavailable');
      assert.equal(error.details.arrived, undefined);
      return true;
    });
  });

  it('stays where the page gives none, and the page is asked again a minute later at the earliest', async () => {
    open({ page: (res) => void res.writeHead(200).end('<html></html>') });
    await call('GET', '/a');
    await call('GET', '/b');
    clock.pass(MINUTE);
    await call('GET', '/c');
    assert.deepEqual(told, [
      'GET / first',
      'GET /apiproxy/mtp/a first',
      'GET /apiproxy/mtp/b first',
      'GET / first',
      'GET /apiproxy/mtp/c first',
    ]);
  });

  it('is taken from a page that redirects within the portal, and asked of no other host', async () => {
    const to = (location: string): Portal['page'] => {
      return (res, seen) => (seen === 1 ? void res.writeHead(302, { location }).end() : GIVING(res, seen));
    };
    open({ page: to('/homepage') });
    await call('GET', '/a');
    assert.deepEqual(told, ['GET / first', 'GET /homepage first', 'GET /apiproxy/mtp/a page-2']);
    open({ page: to('http://127.0.0.1:1/login') });
    await call('GET', '/a');
    assert.deepEqual(told, ['GET / first', 'GET /apiproxy/mtp/a first']);
  });

  it('costs no reading where the page cannot be had', async () => {
    open({ page: (res) => void res.destroy() });
    await call('GET', '/a');
    assert.equal(told.at(-1), 'GET /apiproxy/mtp/a first');
  });
});
