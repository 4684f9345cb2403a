/** A wire that can go dead: connections stay open on both sides and nothing passes, as when a router loses its tables. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export type Wire = {
  port: number;
  /** Whatever is connected now is dead; what connects later passes. */
  cutSilently(): number;
  close(): Promise<void>;
};

export async function startWire(port: number): Promise<Wire> {
  const pairs = new Set<{ socket: Socket; other: Socket; isDead: boolean }>();
  const server = createServer((socket) => {
    const other = connect(port, '127.0.0.1');
    const pair = { socket, other, isDead: false };
    pairs.add(pair);
    for (const [from, to] of [
      [socket, other],
      [other, socket],
    ] as const) {
      from.on('data', (chunk) => {
        if (!pair.isDead) to.write(chunk);
      });
      from.on('error', () => {});
      from.on('close', () => {
        if (pair.isDead) return;
        pairs.delete(pair);
        to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    cutSilently() {
      const living = [...pairs].filter(({ isDead }) => !isDead);
      for (const pair of living) pair.isDead = true;
      return living.length;
    },
    close: () =>
      new Promise((resolve) => {
        for (const { socket, other } of pairs) {
          socket.destroy();
          other.destroy();
        }
        server.close(() => resolve());
      }),
  };
}
