/** A PLAYBOOK file that waits for HubSpot's properties: asked for at start, and again whenever HubSpot has told them. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import { learnProperties } from '../catalogue/portal-catalogue.ts';
import type { Clock } from '../clock.ts';
import type { HubspotGateway } from '../hubspot/hubspot-gateway.ts';
import type { PortalStore } from '../store/store.ts';
import { type AwaitingPlaybook, PlaybookFileError, settleAwaiting } from './playbook-file.ts';

type Parts = {
  store: PortalStore;
  hubspot: ReadonlyMap<number, HubspotGateway>;
  clock: Clock;
  log: Pick<Logger, 'info' | 'warn'>;
  /** The portal has another playbook now. */
  onInForce: (portalId: number) => void;
};

export type PlaybookAwaiter = {
  /** HubSpot has told the portal's properties: puts the file in force, or tells by an alarm what is wrong with it. */
  propertiesLearned(portalId: number): Promise<void>;
};

/** How long the start waits for HubSpot, which may be away: long enough for an answer when it is there. */
const askWithinMs = 3_000;

/** Throws PlaybookFileError when HubSpot answers at once and has no such property either: then the start is refused. */
export async function awaitPlaybook(
  { store, hubspot, clock, log, onInForce }: Parts,
  file: AwaitingPlaybook | null,
): Promise<PlaybookAwaiter> {
  let awaiting = file;

  async function settle(): Promise<string[]> {
    if (awaiting === null) return [];
    const { portalId, file } = awaiting;
    const problems = await settleAwaiting(store, awaiting, clock.now());
    if (problems.length > 0) {
      log.warn({ portalId, file, problems }, 'the playbook is not in force: HubSpot has no such property');
      return problems;
    }
    awaiting = null;
    onInForce(portalId);
    log.info({ portalId, file }, 'the playbook that waited for HubSpot is in force');
    return [];
  }

  const gateway = awaiting === null ? undefined : hubspot.get(awaiting.portalId);
  if (awaiting !== null && gateway !== undefined) {
    const asked = learnProperties(store, gateway, clock.now());
    const hasAnswered = await Promise.race([
      asked.then(
        () => true,
        () => false,
      ),
      wait(askWithinMs, false, { ref: false }),
    ]);
    const problems = hasAnswered ? await settle() : [];
    if (problems.length > 0) throw new PlaybookFileError(awaiting.file, problems);
  }
  if (awaiting !== null) {
    const { portalId, file } = awaiting;
    log.warn({ portalId, file }, "the playbook waits for HubSpot's list of properties and is not in force yet");
  }

  return {
    async propertiesLearned(portalId) {
      if (awaiting?.portalId === portalId) await settle();
    },
  };
}
