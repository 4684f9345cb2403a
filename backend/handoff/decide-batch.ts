/** Decisions about a batch of people, as of a moment, with all that the portal says. */
import type { Playbook } from '@zo/shared';
import type { PortalState } from '../portals/portal-state.ts';
import { RulesChangedError } from '../store/store.ts';
import { decide } from './decide.ts';
import type { Decision, DecisionContext, DecisionInput } from './decision.ts';
import { settledUnder } from './ready-by-rules.ts';

export type DecideBatch = {
  state: PortalState;
  now: number;
  /** A version that is no longer in force; null when it cannot be read any more. */
  earlierPlaybook: (portalId: number, version: number) => Promise<Playbook | null>;
  onError: (portalId: number, error: unknown) => void;
};

/**
 * Whoever cannot be decided is left out, and must not hold the others up. Throws RulesChangedError when `state` is of other
 * rules than those by which usage was counted.
 */
export async function decideBatch(inputs: DecisionInput[], batch: DecideBatch): Promise<Decision[]> {
  const { state, now } = batch;
  if (inputs.some(({ generation }) => generation !== state.generation)) {
    throw new RulesChangedError(state.portal.portalId);
  }
  const context: DecisionContext = {
    playbook: state.playbook,
    playbookVersion: state.playbookVersion,
    alertReady: state.alertReady,
    earlierPlaybooks: await loadEarlier(inputs, batch),
    timeZone: state.portal.timeZone,
    goLiveAt: state.portal.goLiveAt,
    stageOrder: state.stageOrder,
    mode: state.mode,
    returnMode: state.returnMode,
    now,
  };
  return inputs.flatMap((input) => {
    try {
      return [decide(input, context)];
    } catch (error) {
      batch.onError(state.portal.portalId, error);
      return [];
    }
  });
}

async function loadEarlier(inputs: DecisionInput[], { state, earlierPlaybook }: DecideBatch) {
  const versions = new Set(inputs.flatMap(({ previous }) => (previous === null ? [] : [settledUnder(previous)])));
  versions.delete(state.playbookVersion);
  const { portalId } = state.portal;
  const loaded = [...versions].map(async (version) => [version, await earlierPlaybook(portalId, version)] as const);
  return new Map(await Promise.all(loaded));
}
