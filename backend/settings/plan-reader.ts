/** What provisioning and going live would do. Reading HubSpot takes longer than a page should wait: it is read beside. */
import type { PlanFound, PlanStep, PlanView } from '@zo/shared';
import type { Clock } from '../clock.ts';
import { HubspotError } from '../hubspot/hubspot-errors.ts';
import type { PortalMemory } from '../portals/portal-memory.ts';
import { NoPlaybookError } from '../portals/provision-plan.ts';
import type { PlanAnswer, ShownStep } from '../portals/provision-portal.ts';
import { NotConnectedError, type Provisioning } from '../portals/provisioning.ts';
import { artefactWords } from '../provision/artefact.ts';
import type { ReadyPerson } from '../store/handoff-store.ts';
import { withinTime } from './within-time.ts';

export type PlanReader = {
  /** A plan read within the last seconds serves; `isNew` reads another one. */
  read(portalId: number, isNew: boolean): Promise<PlanFound>;
  forget(portalId: number): void;
};

type Parts = {
  provisioning: Pick<Provisioning, 'plan'>;
  readyPersons: (portalId: number, limit: number) => Promise<ReadyPerson[]>;
  memory: PortalMemory;
  clock: Clock;
};

type Reading = { work: Promise<PlanFound>; endedAt: number | null };

const waitMs = 1_500;
const freshForMs = 20_000;
const mostNamed = 200;

export function createPlanReader({ provisioning, readyPersons, memory, clock }: Parts): PlanReader {
  const readings = memory.map<number, Reading>('the plan read last');

  async function readNow(portalId: number): Promise<PlanFound> {
    try {
      const plan = await provisioning.plan(portalId, { goLive: true, force: [] });
      return { status: 'read', ...viewOf(plan, await readyPersons(portalId, mostNamed)) };
    } catch (error) {
      return { status: 'not read', reason: provisioningProblem(error) };
    }
  }

  function begin(portalId: number): Reading {
    const reading: Reading = { work: readNow(portalId), endedAt: null };
    const ended = () => {
      reading.endedAt = clock.now();
    };
    reading.work.then(ended, ended);
    readings.set(portalId, reading);
    return reading;
  }

  return {
    async read(portalId, isNew) {
      const known = readings.get(portalId);
      const isFresh = known !== undefined && (known.endedAt === null || clock.now() - known.endedAt < freshForMs);
      const isAnotherWanted = isNew && known?.endedAt !== null;
      const reading = isFresh && !isAnotherWanted ? known : begin(portalId);
      return (await withinTime(reading.work, waitMs))?.value ?? { status: 'still reading' };
    },
    forget: (portalId) => readings.delete(portalId),
  };
}

/** In words; throws what nobody expects. */
export function provisioningProblem(error: unknown): string {
  const isExpected =
    error instanceof NotConnectedError || error instanceof NoPlaybookError || error instanceof HubspotError;
  if (!isExpected) throw error;
  return error.message;
}

function viewOf(plan: PlanAnswer, ready: ReadyPerson[]): PlanView {
  const { steps, asWanted, notes, refusals, owners, matchingNow, readyNow } = plan;
  return {
    steps: steps.filter(({ act }) => act !== 'switch on').map(stepOf),
    goLiveSteps: steps.filter(({ act }) => act === 'switch on').map(stepOf),
    asWanted,
    notes,
    refusals,
    owners,
    matchingNow,
    readyNow,
    readyPeople: ready.map(({ email, score }) => ({ email, score })),
  };
}

export function stepOf(step: ShownStep): PlanStep {
  const { act, name, words, remedy, wasDeleted } = step;
  return {
    act,
    what: artefactWords(step),
    name,
    words,
    canForce: act === 'leave alone' && (remedy?.includes('--force') ?? false),
    wasDeleted,
  };
}
