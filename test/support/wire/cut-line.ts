import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A line to a server that breaks when told. */
export interface Line {
  /** The address of its near end. */
  readonly url: string;
  /** Cuts every connection now. */
  cut(): void;
  /**
   * Cuts the connection that next sends this text: before the text arrives, or once the server has answered it and
   * before the answer arrives.
   */
  cutAt(text: string, when: 'before' | 'answered'): void;
  /** From now on nothing arrives, on either side, and nobody is told. */
  mute(): void;
  close(): Promise<void>;
}

export async function openLine(target: string): Promise<Line> {
  const far = new URL(target);
  const sockets = new Set<Socket>();
  let mute = false;
  let trap: { readonly text: string; readonly when: 'before' | 'answered' } | null = null;
  const server = createServer((near) => {
    const away = connect(Number(far.port), far.hostname);
    let silent = false;
    const end = (): void => {
      near.destroy();
      away.destroy();
    };
    for (const socket of [near, away]) {
      sockets.add(socket);
      socket.on('error', end).on('close', end);
    }
    near.on('data', (chunk) => {
      if (mute) return;
      if (trap && chunk.includes(trap.text)) {
        silent = true;
        const { when } = trap;
        trap = null;
        if (when === 'before') return end();
      }
      away.write(chunk);
    });
    away.on('data', (chunk) => (silent ? end() : near.write(chunk)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  return {
    url: url.href,
    cut,
    cutAt(text, when) {
      trap = { text, when };
    },
    mute() {
      mute = true;
    },
    async close() {
      server.close();
      cut();
      await once(server, 'close');
    },
  };
}
