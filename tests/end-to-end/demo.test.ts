/** The worked example of the design as a stranger runs it: `npm run demo -- --once`. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CallFigures } from '../../sandbox/demo/call-figures.ts';
import { type DemoProcess, runDemo } from '../support/demo-process.ts';

const started: DemoProcess[] = [];
/** Temporary files of these demos alone: others may run on the same machine. */
const temporary = mkdtempSync(path.join(tmpdir(), 'zo-demos-'));

afterAll(() => rmSync(temporary, { recursive: true, force: true }));

function startDemo(...args: string[]): DemoProcess {
  const demo = runDemo(args, { TMPDIR: temporary, TEMP: temporary });
  started.push(demo);
  return demo;
}

afterEach(async () => {
  await Promise.all(started.splice(0).map((demo) => demo.interrupt()));
});

function lastLine(demo: DemoProcess): Record<string, unknown> {
  return JSON.parse(demo.output().trim().split('\n').at(-1) ?? '');
}

it('plays the story to its end, prints its figures and leaves nothing behind', async () => {
  const demo = startDemo('--once', '--enrolment-delay', '1000');
  const exitCode = await demo.ended;
  expect({ exitCode, output: exitCode === 0 ? '' : demo.output() }).toEqual({ exitCode: 0, output: '' });
  expect(lastLine(demo)).toMatchObject({
    story: 'acme',
    happened: true,
    latencies: {
      of: 'Sarah Chen',
      eventToPropertyMs: expect.any(Number),
      propertyToActionMs: expect.any(Number),
      actionToSlackMs: expect.any(Number),
    },
    hubspotCalls: { calls: expect.any(Number), refused: expect.any(Number) },
  });
  const { calls, refused, refusals } = lastLine(demo).hubspotCalls as CallFigures;
  expect(calls).toBeGreaterThan(100);
  expect({ isLittle: refused < calls / 100, refusals }).toEqual({ isLittle: true, refusals });
  expect(demo.output()).toContain('Score 65 - activated 3 days ago, invited 2 teammates, 14 key actions this week');
  expect(demo.output()).toContain('New: Jonas Weber, Soloworks');
  expect(readdirSync(temporary)).toEqual([]);
  for (const [, pid] of demo.output().matchAll(/\(process (\d+)\)/g)) {
    expect(() => process.kill(Number(pid), 0)).toThrow();
  }
}, 120_000);

it.each([
  ['deleted', { method: 'DELETE' }],
  ['switched off', { method: 'PATCH', body: '{"isEnabled":false}', headers: { 'content-type': 'application/json' } }],
])(
  'fails, and says at which step, when the workflow is %s',
  async (_how, request) => {
    const demo = startDemo('--once', '--enrolment-delay', '500');
    const [, hubspotUrl = ''] = await demo.printed(/Local HubSpot +(http\S+)/, 30_000);
    await demo.printed(/\n2\. Sarah/, 60_000);
    const state = (await (await fetch(`${hubspotUrl}/sandbox/state`)).json()) as {
      flows: { id: string; name: string }[];
    };
    const flow = state.flows.find(({ name }) => name === 'Zo | SQL handoff');
    expect((await fetch(`${hubspotUrl}/sandbox/flows/${flow?.id}`, request)).status).toBe(200);

    expect(await demo.ended).toBe(1);
    expect(lastLine(demo)).toMatchObject({
      happened: false,
      step: 'HubSpot enrols her; the workflow computes, assigns, moves the stage and sends the alert.',
    });
    expect(demo.output()).toContain('to enrol sarah@finpilot.test');
  },
  120_000,
);

it('explains itself and ends', async () => {
  const demo = startDemo('--help');
  expect(await demo.ended).toBe(0);
  expect(demo.output()).toContain('--once');
});

it('refuses settings that make no sense, with a reason', async () => {
  const demo = startDemo('--once', '--enrolment-delay', 'soon');
  expect(await demo.ended).toBe(1);
  expect(lastLine(demo)).toMatchObject({ happened: false, message: '--enrolment-delay takes milliseconds' });
});
