import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A line from one process to the database, which can be cut, or fall silent. */
export class Line {
  readonly #server: Server;
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  #isOpen = true;

  private constructor(server: Server, to: number) {
    this.#server = server;
    server.on('connection', (near: Socket) => {
      near.on('error', () => near.destroy());
      if (!this.#isOpen) return void near.destroy();
      const far = connect(to, '127.0.0.1');
      const pair = [near, far] as const;
      this.#pairs.add(pair);
      near.pipe(far).pipe(near);
      for (const [one, other] of [pair, [far, near] as const]) {
        one.on('error', () => other.destroy());
        one.on('close', () => {
          other.destroy();
          this.#pairs.delete(pair);
        });
      }
    });
  }

  static async to(port: number): Promise<Line> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Line(server, port);
  }

  get port(): number {
    const address = this.#server.address();
    assert(address && typeof address === 'object');
    return address.port;
  }

  /** Breaks every connection, and takes no new one until `mend`. */
  cut(): void {
    this.#isOpen = false;
    for (const pair of this.#pairs) for (const end of pair) end.destroy();
  }

  /** Lets nothing through, and breaks nothing. */
  hush(): void {
    for (const pair of this.#pairs) for (const end of pair) end.pause();
  }

  mend(): void {
    this.#isOpen = true;
    for (const pair of this.#pairs) for (const end of pair) end.resume();
  }

  close(): void {
    this.cut();
    this.#server.close();
  }
}
