/**
 * The load generator where there is no wrk: the same messages over the same number of keep-alive connections, from a
 * process of its own. It costs more per request than wrk does. Settings in argv as JSON; the result as one JSON line.
 */
import { Agent, request } from 'node:http';
import type { Among } from './generate-load.ts';
import { message, templates } from './messages.ts';

const { url, run, each, seconds, connections, writeKey, among } = JSON.parse(process.argv[2]!) as {
  url: string;
  run: string;
  each: number;
  seconds: number;
  connections: number;
  writeKey: string;
  among: Among;
};

const agent = new Agent({ keepAlive: true, maxSockets: connections });
const all = templates();
const target = new URL(each === 1 ? '/v1/track' : '/v1/batch', url);
const latencies: number[] = [];
let nextIndex = 0;
let answered = 0;
let refused = 0;
let broken = 0;

function nextBody(): string {
  const texts: string[] = [];
  for (let count = 0; count < each; count += 1) {
    texts.push(message(run, nextIndex, all, among));
    nextIndex += 1;
  }
  return each === 1 ? texts[0]! : `{"batch":[${texts.join(',')}]}`;
}

function post(): Promise<void> {
  const body = nextBody();
  const from = performance.now();
  return new Promise((resolve) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'x-write-key': writeKey,
    };
    const sent = request(target, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.on('end', () => {
        answered += 1;
        if (response.statusCode !== 200) refused += 1;
        latencies.push(performance.now() - from);
        resolve();
      });
    });
    sent.on('error', () => {
      broken += 1;
      resolve();
    });
    sent.end(body);
  });
}

const startedAt = performance.now();
const endsAt = startedAt + seconds * 1000;
await Promise.all(
  Array.from({ length: connections }, async () => {
    while (performance.now() < endsAt) await post();
  }),
);
const microseconds = Math.round((performance.now() - startedAt) * 1000);
latencies.sort((a, b) => a - b);
const at = (share: number) => latencies[Math.floor((latencies.length - 1) * share)] ?? 0;
console.log(JSON.stringify({ answered, microseconds, refused, broken, p50Ms: at(0.5), p99Ms: at(0.99) }));
agent.destroy();
