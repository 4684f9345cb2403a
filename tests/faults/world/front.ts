/** The balancer in front of several nodes: each connection goes to one that takes it, in turn. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export type Front = { url: string; close(): Promise<void> };

export async function startFront(nodeUrls: string[]): Promise<Front> {
  const ports = nodeUrls.map((url) => Number(new URL(url).port));
  const sockets = new Set<Socket>();
  let turn = 0;

  function keep(socket: Socket): void {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  }

  async function pass(socket: Socket): Promise<void> {
    turn += 1;
    const node = await connectToAny(ports.map((_, index) => ports[(turn + index) % ports.length]!));
    if (node === null || socket.destroyed) {
      node?.destroy();
      socket.destroy();
      return;
    }
    keep(node);
    socket.on('close', () => node.destroy());
    node.on('close', () => socket.destroy());
    socket.pipe(node).pipe(socket);
  }

  const server = createServer({ pauseOnConnect: true }, (socket) => {
    keep(socket);
    void pass(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** Null: none of them takes a connection. */
async function connectToAny(ports: number[]): Promise<Socket | null> {
  for (const port of ports) {
    const socket = connect(port, '127.0.0.1');
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    if (isOpen) return socket;
  }
  return null;
}
