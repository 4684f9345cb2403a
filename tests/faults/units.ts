/** All cases, cut into units, by size. The standard size is what CI has time for; the full one is for a night. */
import { NotRun, type Outcome, type Size, type Unit, type UnitContext } from './case.ts';
import { runClockJumps, runClockSkew } from './cases/clocks.ts';
import { runBusy, runDamaged, runDiskFull, runFlushFails, runReadOnly } from './cases/disk.ts';
import { runEnded } from './cases/ended.ts';
import { hubspotFaults, runHubspotFault, runOneBadRecord } from './cases/hubspot.ts';
import { runKilled } from './cases/killed.ts';
import { points, runNamedPoint } from './cases/named-points.ts';
import { runPaused, runPausedPastLease } from './cases/paused.ts';
import { runHalfOpen, runServerRestarts, runSessionsKilled } from './cases/postgres.ts';
import { runPowerCuts } from './cases/power-cut.ts';
import { runRestarts } from './cases/restarts.ts';
import { runSlackFault, slackFaults } from './cases/slack.ts';
import { runFailingCalls, runFailingStarts } from './cases/store-calls.ts';
import { type EngineName, whyNotServed } from './world/engine.ts';

type Run = (context: UnitContext) => Promise<Outcome>;
/** How much of everything. */
type Amount = {
  killed: { parts: number; cycles: number };
  times: number;
  callStep: number;
  startStep: number;
  powerCuts: number;
  moments: number;
};

const amounts: Record<Size, Amount> = {
  fast: { killed: { parts: 1, cycles: 3 }, times: 1, callStep: 60, startStep: 30, powerCuts: 1, moments: 4 },
  standard: { killed: { parts: 6, cycles: 10 }, times: 5, callStep: 3, startStep: 2, powerCuts: 3, moments: 20 },
  full: { killed: { parts: 30, cycles: 20 }, times: 50, callStep: 1, startStep: 1, powerCuts: 20, moments: 100 },
};
/** Two nodes or more are what PostgreSQL is for. */
const nodesOn: Record<EngineName, number> = { sqlite: 1, postgres: 2 };

export function unitsOf(size: Size): Unit[] {
  const amount = amounts[size];
  return [...sqliteUnits(amount), ...postgresUnits(amount)];
}

function sqliteUnits(amount: Amount): Unit[] {
  const { times } = amount;
  return [
    ...commonUnits('sqlite', amount),
    unit('sqlite', 'disk', 'power cut, by a trace of system calls', (context) =>
      runPowerCuts({ cuts: amount.powerCuts, moments: amount.moments }, context),
    ),
    unit('sqlite', 'disk', 'full', runDiskFull),
    unit('sqlite', 'disk', 'a flush fails', runFlushFails),
    unit('sqlite', 'disk', 'locked by another program', runBusy),
    unit('sqlite', 'disk', 'read-only', runReadOnly),
    unit('sqlite', 'disk', 'damaged', runDamaged),
    unit('sqlite', 'paused', 'stands still', (context) =>
      runPaused({ engine: 'sqlite', nodes: 1, times, pauseMs: 3_000 }, context),
    ),
  ];
}

function postgresUnits(amount: Amount): Unit[] {
  const { times } = amount;
  const units = [
    ...commonUnits('postgres', amount),
    unit('postgres', 'database', 'sessions ended', (context) =>
      runSessionsKilled({ nodes: 2, times: times * 2 }, context),
    ),
    unit('postgres', 'database', 'server restarted at once', (context) =>
      runServerRestarts({ nodes: 2, times }, context),
    ),
    unit('postgres', 'database', 'connections half open', (context) => runHalfOpen({ nodes: 2, times }, context)),
    unit('postgres', 'paused', 'stands still past its lease', (context) =>
      runPausedPastLease({ engine: 'postgres', nodes: 2, times }, context),
    ),
  ];
  return units.map((one) => ({
    ...one,
    async run(context: UnitContext) {
      await needServed('postgres');
      return one.run(context);
    },
  }));
}

async function needServed(engine: EngineName): Promise<void> {
  const reason = await whyNotServed(engine);
  if (reason !== null) throw new NotRun(`the product does not run on it yet: ${reason}`);
}

/** What is the same on every engine. */
function commonUnits(engine: EngineName, { killed, times, callStep, startStep }: Amount): Unit[] {
  const nodes = nodesOn[engine];
  const on = { engine, nodes };
  const cycles = engine === 'postgres' ? Math.ceil((killed.cycles * 2) / 3) : killed.cycles;
  return [
    ...Array.from({ length: killed.parts }, (_, part) => {
      // Every third part with the workflow, the others in direct mode.
      const mode = part % 3 === 1 ? ('workflow' as const) : ('direct' as const);
      const title = `at random, ${cycles} times, ${mode === 'direct' ? 'direct mode' : 'by the workflow'}`;
      const run: Run = (context) => runKilled({ ...on, cycles, mode }, context);
      return { ...unit(engine, 'kill -9', title, run), id: `${engine}/kill/random-${part + 1}` };
    }),
    ...points.map((point) =>
      unit(engine, 'kill -9', point.name, (context) => runNamedPoint({ ...on, point, times }, context)),
    ),
    ...hubspotFaults.map((fault) =>
      unit(engine, 'HubSpot', fault.name, (context) => runHubspotFault({ ...on, fault }, context)),
    ),
    unit(engine, 'HubSpot', 'one bad record of a hundred', (context) => runOneBadRecord(on, context)),
    ...slackFaults.map((fault) =>
      unit(engine, 'Slack', fault.name, (context) => runSlackFault({ ...on, fault }, context)),
    ),
    unit(engine, 'clock', 'jumps forwards and backwards', (context) => runClockJumps(on, context)),
    ...[20, -20].map((minutes) =>
      unit(engine, 'clock', `${minutes > 0 ? 'ahead of' : 'behind'} HubSpot and Slack by 20 minutes`, (context) =>
        runClockSkew({ ...on, skewMs: minutes * 60_000 }, context),
      ),
    ),
    alone(unit(engine, 'SIGTERM', 'under load', (context) => runEnded({ ...on, times: Math.max(4, times) }, context))),
    alone(unit(engine, 'restart', 'until it is ready', (context) => runRestarts({ ...on, times: times * 4 }, context))),
    ...(['before', 'after'] as const).flatMap((when) => [
      unit(engine, 'store calls', `the n-th fails ${when} it was done`, (context) =>
        runFailingCalls({ ...on, nodes: 1, when, step: callStep }, context),
      ),
      unit(engine, 'store calls', `the n-th of a start fails ${when} it was done`, (context) =>
        runFailingStarts({ ...on, nodes: 1, when, step: startStep }, context),
      ),
    ]),
  ];
}

const alone = (one: Unit): Unit => ({ ...one, alone: true });

function unit(engine: EngineName, group: string, title: string, run: Run): Unit {
  const slug = (text: string) =>
    text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '');
  return { id: `${engine}/${slug(group)}/${slug(title)}`, group, title, engine, run };
}

/** Every `of`-th unit, beginning with `shard`: neighbours take about as long, so that shards do. */
export function shardOf(units: Unit[], { shard, of }: { shard: number; of: number }): Unit[] {
  return units.filter((_, index) => index % of === shard - 1);
}
