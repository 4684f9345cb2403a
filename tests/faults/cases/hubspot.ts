/** HubSpot at its worst: everything it can do instead of answering, while leads cross and values change. */
import { setTimeout as sleep } from 'node:timers/promises';
import { waitUntil } from '../../../sandbox/demo/wait-until.ts';
import type { Outcome, UnitContext } from '../case.ts';
import type { Lead } from '../client/messages.ts';
import { conclude } from '../judge/conclude.ts';
import type { EngineName } from '../world/engine.ts';
import type { Call } from '../world/gate.ts';
import { introduceLeads } from '../world/leads.ts';
import { patienceMs } from '../world/patience.ts';
import { startWorld, type World } from '../world/world.ts';
import { answer, type PlatformFault, page, startFault } from './platform-faults.ts';

const isCrm = ({ path }: Call) => path.startsWith('/crm/');
const isRead = ({ path }: Call) => path.includes('/batch/read');
const isWrite = ({ method, path }: Call) => method === 'POST' && /\/objects\/\w+\/batch\/(create|update)/.test(path);
const isCreation = ({ path }: Call) => path.includes('/batch/create');

const nothing = () => {
  const now = new Date().toISOString();
  return answer(200, { status: 'COMPLETE', results: [], startedAt: now, completedAt: now });
};

type HubspotFault = PlatformFault & {
  /** How often it is to have happened before it ends. */
  enough: number;
  /** Moved on and on by so much while it lasts, so that long waits end. */
  clockStepMs?: number;
  clockSteps?: number;
};

export const hubspotFaults: HubspotFault[] = [
  {
    name: '429 storms',
    hits: isCrm,
    share: 0.7,
    enough: 60,
    clockStepMs: 1_000,
    clockSteps: 30,
    how: async () =>
      answer(
        429,
        { status: 'error', policyName: 'TEN_SECONDLY_ROLLING', message: 'slow down' },
        { 'retry-after': '1' },
      ),
  },
  {
    name: '503 for six hours',
    hits: isCrm,
    share: 1,
    enough: 20,
    clockStepMs: 5 * 60_000,
    clockSteps: 72,
    how: async () => page(503),
  },
  { name: 'no answer, nothing done', hits: isWrite, share: 1, atMost: 3, enough: 3, how: async () => 'hang' },
  {
    name: 'done, and no answer',
    hits: isWrite,
    share: 1,
    atMost: 3,
    enough: 3,
    how: async (call) => {
      await call.forward();
      return 'hang';
    },
  },
  { name: 'reset, nothing done', hits: isCrm, share: 0.3, enough: 15, how: async () => 'cut' },
  {
    name: 'reset after it was done',
    hits: isWrite,
    share: 0.5,
    enough: 15,
    how: async (call) => {
      await call.forward();
      return 'cut';
    },
  },
  { name: '207 with half of it done', hits: isWrite, share: 0.5, enough: 10, how: halfDone },
  { name: '200 with nothing in it, to writes', hits: isWrite, share: 0.4, enough: 10, how: async () => nothing() },
  { name: '200 with nothing in it, to reads', hits: isRead, share: 0.4, enough: 10, how: async () => nothing() },
  {
    name: '423',
    hits: isWrite,
    share: 0.4,
    enough: 10,
    how: async () => answer(423, { status: 'error', category: 'LOCKED', message: 'The record is locked' }),
  },
  {
    name: 'JSON cut off, nothing done',
    hits: isCrm,
    share: 0.3,
    enough: 15,
    how: async () => answer(200, '{"results":['),
  },
  {
    name: 'JSON cut off, after it was done',
    hits: isWrite,
    share: 0.4,
    enough: 10,
    how: async (call) => answer(200, (await call.forward()).body.slice(0, 40)),
  },
  {
    name: 'created, and no answer',
    hits: isCreation,
    share: 0.9,
    enough: 3,
    how: async (call) => {
      await call.forward();
      return 'cut';
    },
  },
  {
    name: 'token not taken',
    hits: () => true,
    share: 1,
    enough: 6,
    clockStepMs: 60_000,
    clockSteps: 8,
    how: async () =>
      answer(401, {
        status: 'error',
        category: 'INVALID_AUTHENTICATION',
        message: 'Authentication credentials not found.',
      }),
  },
];

/** The first half is carried out, the others are refused one by one, as HubSpot says it. */
async function halfDone(call: Call) {
  const { inputs } = JSON.parse(call.body) as { inputs: { id?: string; objectWriteTraceId?: string }[] };
  const kept = inputs.slice(0, Math.floor(inputs.length / 2));
  const refused = inputs.slice(kept.length);
  const category = inputs.length % 2 === 0 ? 'INTERNAL_ERROR' : 'SERVICE_UNAVAILABLE';
  // Without trace ids HubSpot would refuse a creation as a whole.
  if (isCreation(call) && inputs.some(({ objectWriteTraceId }) => objectWriteTraceId === undefined))
    return call.forward();
  const done = kept.length === 0 ? null : await call.forward(JSON.stringify({ inputs: kept }));
  const results = done === null ? [] : ((JSON.parse(done.body) as { results?: unknown[] }).results ?? []);
  const now = new Date().toISOString();
  return answer(207, {
    status: 'COMPLETE',
    results,
    numErrors: refused.length,
    errors: refused.map(({ id, objectWriteTraceId }) => ({
      status: 'error',
      category,
      message: 'There was a problem with the request.',
      context: objectWriteTraceId === undefined ? { ids: [id] } : { objectWriteTraceId: [objectWriteTraceId] },
      errors: [],
      links: {},
    })),
    startedAt: now,
    completedAt: now,
  });
}

/** Whatever comes from a crossing alone may have been in too few calls: more leads cross then, one after so many looks. */
const spareLeads = 8;
const looksALead = 40;

export type PlatformOptions = { engine: EngineName; nodes: number };

export async function runHubspotFault(
  { engine, nodes, fault }: PlatformOptions & { fault: HubspotFault },
  { seed, say }: UnitContext,
): Promise<Outcome> {
  const world = await startWorld({ seed, engine, nodes, say });
  try {
    // Slack takes one alert a second: each lead is a second.
    const leads = await introduceLeads(world, 16 + spareLeads);
    const running = startFault(world.hubspotGate, world.random, fault);
    world.client.rate(30);
    for (let round = 0; round < 6; round += 1) {
      await leads.cross(2);
      await sleep(250);
    }
    await untilEnough(world, running.count, fault, () => leads.cross(1));
    await leads.cross(4);
    world.client.rate(0);
    running.end();
    const quiet = { moveClockMs: 60 * 60_000 };
    return await conclude(world, leads, { faults: { [fault.name]: running.count() }, quiet });
  } finally {
    await world.stop();
  }
}

async function untilEnough(
  { clock }: World,
  count: () => number,
  { name, enough, clockStepMs = 2_000, clockSteps = 0 }: HubspotFault,
  leadUpToIt: () => Promise<unknown>,
): Promise<void> {
  for (let step = 0; step < clockSteps; step += 1) {
    await clock.advance(clockStepMs);
    await sleep(150);
  }
  let looks = 0;
  await waitUntil(
    `"${name}" to have happened ${enough} times`,
    async () => {
      if (count() >= enough) return { value: true };
      looks += 1;
      if (looks % looksALead === 0 && looks <= looksALead * spareLeads) await leadUpToIt();
      // What waits to be tried again waits by the movable clock.
      await clock.advance(clockStepMs);
      return { instead: `${count()} times` };
    },
    patienceMs,
    200,
  );
}

/** Of a hundred that are written at once HubSpot never takes one: the others are written and handed off meanwhile. */
export async function runOneBadRecord(
  { engine, nodes }: PlatformOptions,
  { seed, say }: UnitContext,
): Promise<Outcome> {
  const world = await startWorld({ seed, engine, nodes, say });
  try {
    const leads = await introduceLeads(world, 104);
    const [bad] = leads.next(1);
    const { contact } = await world.hubspot<{ contact: { id: string } }>('GET', `/sandbox/contacts/${bad!.email}`);
    const running = startFault(world.hubspotGate, world.random, {
      name: '400 for one of a hundred',
      hits: (call) => isWrite(call) && call.body.includes(`"${contact.id}"`),
      share: 1,
      how: async () =>
        answer(400, { status: 'error', category: 'VALIDATION_ERROR', message: 'Property values were not valid' }),
    });
    const crossed = await leads.cross(104);
    await untilHandedOff(
      world,
      crossed.filter(({ index }) => index !== bad!.index),
    );
    const bySilence = await toldOf(world, contact.id);
    const outcome = await conclude(world, leads, {
      faults: { '400 for one of a hundred': running.count() },
      problems: bySilence.isTold ? [] : ['nobody was told of the record that HubSpot does not take'],
      quiet: { moveClockMs: 60 * 60_000 },
      isExpected: (words) => bySilence.about.some((one) => words.includes(one)),
    });
    return outcome;
  } finally {
    await world.stop();
  }
}

async function untilHandedOff(world: World, leads: Lead[]): Promise<void> {
  await waitUntil(
    'the others to be handed off',
    async () => {
      type State = { contacts: { values: Record<string, string> }[] };
      const { contacts } = await world.hubspot<State>('GET', '/sandbox/state');
      const done = new Set(contacts.filter(({ values }) => values.zo_handoff_owner).map(({ values }) => values.email));
      const left = leads.filter(({ email }) => !done.has(email));
      if (left.length === 0) return { value: true };
      await world.clock.advance(1_000);
      return { instead: `${left.length} are not: ${left.slice(0, 3).map(({ email }) => email)}` };
    },
    patienceMs,
    200,
  );
}

/** How findings about this contact begin or are called, and whether an alarm names its handoff. */
async function toldOf({ engine }: World, contactId: string): Promise<{ about: string[]; isTold: boolean }> {
  type Row = { handoff_id: number; person_id: number };
  const [row] = await engine.ask<Row>(`SELECT handoff_id, person_id FROM handoffs WHERE contact_id = '${contactId}'`);
  const alarms = await engine.ask<{ message: string }>('SELECT message FROM alarms');
  return {
    about: [
      `contact ${contactId}: `,
      ...(row ? [`contact:${row.person_id} is failed`, `handoff-fields:${row.handoff_id}`] : []),
    ],
    isTold: row !== undefined && alarms.some(({ message }) => message.includes(`andoff ${row.handoff_id}`)),
  };
}
