/** What a platform can do wrong, told to the gate before it. How often each happened is counted. */
import type { Random } from '../../support/seeded-random.ts';
import type { Answer, Call, Gate, Verdict } from '../world/gate.ts';

export type PlatformFault = {
  name: string;
  /** Which calls; of those it happens to a share, or to the first so many. */
  hits: (call: Call) => boolean;
  share: number;
  atMost?: number;
  how: (call: Call) => Promise<Verdict>;
};

export type Running = {
  /** How often it has happened. */
  count(): number;
  end(): void;
};

export function startFault(gate: Gate, random: Random, fault: PlatformFault): Running {
  let count = 0;
  gate.intercept(async (call) => {
    if (!fault.hits(call) || count >= (fault.atMost ?? Number.POSITIVE_INFINITY) || !random.chance(fault.share)) {
      return call.forward();
    }
    count += 1;
    return fault.how(call);
  });
  return { count: () => count, end: () => gate.intercept(null) };
}

export function answer(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: text };
}

export const page = (status: number): Answer => ({
  status,
  headers: { 'content-type': 'text/html' },
  body: '<html><body>Bad Gateway</body></html>',
});
