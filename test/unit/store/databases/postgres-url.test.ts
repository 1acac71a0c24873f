import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { inspect } from 'node:util';
import { checkPostgresUrl, connectionOf, openPostgres } from '../../../../src/store/databases/postgres.ts';

/** PostgreSQL's own schema comes first, without being named. */
const NAMES = '-c search_path=pg_catalog,pg_temp -c synchronous_commit=on';

describe('the address of a PostgreSQL database', () => {
  const taken: [string, string][] = [
    ['postgres://u:p@127.0.0.1:5432/airlock', 'postgres://u:p@127.0.0.1:5432/airlock'],
    ['postgresql://u:p@localhost/airlock', 'postgresql://u:p@localhost/airlock'],
    ['postgres://u:p@[::1]:1/airlock', 'postgres://u:p@[::1]:1/airlock'],
    ['postgres://u:p@db/airlock?sslmode=disable', 'postgres://u:p@db/airlock?sslmode=disable'],
    ['postgres://u:p@db/airlock?sslmode=require', 'postgres://u:p@db/airlock?sslmode=verify-full'],
    [
      'postgres://u:p%40@db/airlock?sslmode=verify-ca&sslrootcert=/ca.pem',
      'postgres://u:p%40@db/airlock?sslmode=verify-full&sslrootcert=%2Fca.pem',
    ],
  ];
  for (const [given, used] of taken) {
    it(`${given} is taken; TLS always checks the server`, () => assert.equal(checkPostgresUrl(given), used));
  }

  const refused: [string, RegExp][] = [
    ['', /cannot be read/],
    ['postgres://u:hidden@word@db:x/a', /cannot be read.*%XX/],
    ['mysql://u:hidden@db/airlock?sslmode=disable', /begins with neither/],
    ['postgres:///airlock', /names no host/],
    ['postgres://u:hidden@localhost', /names no database/],
    ['postgres://u:hidden@localhost/', /names no database/],
    ['postgres://u:hidden@db/airlock', /whether to use TLS/],
    ['postgres://u:hidden@127.0.0.1.example/airlock', /whether to use TLS/],
    ['postgres://u:hidden@db/airlock?sslmode=prefer', /an sslmode other than/],
    ['postgres://u:hidden@db/airlock?sslmode=no-verify', /an sslmode other than/],
    ['postgres://u:hidden@db/airlock?sslmode=disable&host=elsewhere', /a parameter other than/],
    ['postgres://u:hidden@db/airlock?sslmode=require&uselibpqcompat=true', /a parameter other than/],
  ];
  for (const [given, problem] of refused) {
    it(`${given || 'nothing'} is refused, and not repeated`, () => {
      assert.throws(
        () => checkPostgresUrl(given),
        (error: Error) => {
          assert.equal(Reflect.get(error, 'code'), 'config-invalid');
          assert.match(error.message, problem);
          assert.doesNotMatch(inspect(error), /hidden/);
          return true;
        },
      );
    });
  }
});

describe('a PostgreSQL database that cannot be opened', () => {
  async function refusal(url: string): Promise<string> {
    let seen = '';
    await assert.rejects(openPostgres({ url }), (error: Error) => {
      assert.equal(Reflect.get(error, 'code'), 'store-unavailable');
      seen = inspect(error, { depth: 9 });
      assert.doesNotMatch(seen, /hidden/);
      return true;
    });
    return seen;
  }

  /** Takes one connection, answers its first words, and tells all that it was sent. */
  async function answering(answer: string): Promise<{ port: number; heard: Promise<Buffer> }> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const heard = once(server, 'connection').then(async ([socket]) => {
      const chunks: Buffer[] = [];
      socket.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        if (chunks.length === 1) socket.end(answer);
      });
      socket.on('error', () => undefined);
      await once(socket, 'close');
      server.close();
      return Buffer.concat(chunks);
    });
    return { port: (server.address() as AddressInfo).port, heard };
  }

  it('where nothing listens: says so, without the address', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    assert.match(await refusal(`postgres://u:hidden@127.0.0.1:${port}/airlock`), /ECONNREFUSED: nothing listens there/);
  });

  it('where TLS is asked for and the server has none: says so, and tells it no name and no password', async () => {
    const { port, heard } = await answering('N');
    const seen = await refusal(`postgres://someone:hidden@127.0.0.1:${port}/airlock?sslmode=verify-full`);
    assert.match(seen, /does not support SSL/);
    assert.doesNotMatch((await heard).toString('latin1'), /someone|hidden/);
  });

  it('where the certificate to trust is missing: says so', async () => {
    assert.match(
      await refusal('postgres://u:hidden@127.0.0.1:1/airlock?sslmode=verify-full&sslrootcert=/none.pem'),
      /ENOENT/,
    );
  });

  it('where something else listens: says so', async () => {
    const { port } = await answering('HTTP/1.1 400 Bad Request\r\n\r\n');
    assert.match(await refusal(`postgres://u:hidden@127.0.0.1:${port}/airlock`), /cannot be used now/);
  });
});

describe('a connection to PostgreSQL with a password function', () => {
  const password = async () => 'a token';

  it('leaves an address with a password to the driver', () => {
    const url = 'postgres://me:secret@127.0.0.1/airlock';
    assert.deepEqual(connectionOf({ url }), { connectionString: url, options: NAMES });
  });

  it('takes the address apart, and checks the server’s name and chain', () => {
    const url = 'postgres://airlock%2Dhost@db.example/air%20lock?sslmode=require';
    assert.deepEqual(connectionOf({ url, password }), {
      options: NAMES,
      host: 'db.example',
      port: 5_432,
      user: 'airlock-host',
      database: 'air lock',
      password,
      ssl: { rejectUnauthorized: true },
    });
  });

  it('goes without TLS only where the address says so, or to this machine', () => {
    const ssl = (url: string) => connectionOf({ url, password }).ssl;
    assert.equal(ssl('postgres://me@[::1]:5433/x'), false);
    assert.equal(connectionOf({ url: 'postgres://me@[::1]:5433/x', password }).host, '::1');
    assert.equal(ssl('postgres://me@db.example/x?sslmode=disable'), false);
    assert.throws(() => ssl('postgres://me@db.example/x'), { code: 'config-invalid' });
  });
});
