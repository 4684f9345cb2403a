/**
 * Single events at a steady rate, whether the answers come in time or not: latency counts from the moment the event was due,
 * so that a server that stands still for a second is seen to.
 */
import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';
import { message, templates } from './messages.ts';

export type SteadyLoad = {
  /** Since the last time it was asked. */
  take(): { latencies: number[]; failed: number };
  /** Sends nothing more; resolves when all are answered. */
  stop(): Promise<{ answered: number }>;
};

export function startSteadyLoad(url: string, run: string, writeKey: string, perSecond: number): SteadyLoad {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const target = new URL('/v1/track', url);
  const all = templates();
  const startedAt = performance.now();
  let latencies: number[] = [];
  let failed = 0;
  let answered = 0;
  let sent = 0;
  let waiting = 0;
  let idle: (() => void) | undefined;

  const end = () => {
    waiting -= 1;
    if (waiting === 0) idle?.();
  };
  const post = (dueAt: number) => {
    const body = message(run, sent, all);
    sent += 1;
    waiting += 1;
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'x-write-key': writeKey,
    };
    const posted = request(target, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.on('end', () => {
        if (response.statusCode === 200) answered += 1;
        else failed += 1;
        latencies.push(performance.now() - dueAt);
        end();
      });
    });
    posted.on('error', () => {
      failed += 1;
      end();
    });
    posted.end(body);
  };
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - startedAt) / 1000) * perSecond);
    while (sent < due) post(startedAt + (sent * 1000) / perSecond);
  }, 2);

  return {
    take() {
      const taken = { latencies, failed };
      latencies = [];
      failed = 0;
      return taken;
    },
    async stop() {
      clearInterval(timer);
      if (waiting > 0) await new Promise<void>((resolve) => (idle = resolve));
      agent.destroy();
      return { answered };
    },
  };
}
