/** A client that speaks HTTP as badly as it likes: bytes on a socket. */
import { connect, type Socket } from 'node:net';

export type RawClient = {
  socket: Socket;
  /** All that was answered so far. */
  answer: () => string;
  /** Resolves with all that was answered, once the other side has closed. */
  closed: Promise<string>;
};

export function openRaw(port: number): RawClient {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
  });
  // Being cut off is what these clients are for.
  socket.on('error', () => {});
  const closed = new Promise<string>((resolve) => socket.once('close', () => resolve(text)));
  return { socket, answer: () => text, closed };
}

/** Sends the text, then one more byte each `everyMs`, until it is cut off. */
export function trickle(port: number, begin: string, everyMs = 40): RawClient {
  const client = openRaw(port);
  client.socket.write(begin);
  const timer = setInterval(() => client.socket.write('a'), everyMs);
  void client.closed.then(() => clearInterval(timer));
  return client;
}
