/**
 * What another node on the same database saved: whatever this one keeps in memory of it is forgotten and read again when it
 * is needed. That events are counted by the rules in force does not depend on it (by-current-rules.ts).
 */
import type { NodesStore, Saved } from '../store/nodes-store.ts';
import type { PortalMemory } from './portal-memory.ts';
import type { PortalStates } from './portal-state.ts';
import { settingNames } from './portal-state.ts';

export type FollowNodesParts = {
  store: Pick<NodesStore, 'onSaved'>;
  states: Pick<PortalStates, 'changed'>;
  memory: Pick<PortalMemory, 'set' | 'work'>;
  /** Those that this node serves. */
  servedPortals: () => Iterable<number>;
  /** Every portal that is known. */
  knownPortals: () => Promise<number[]>;
  /** Of everything else in memory that comes from settings, by their names. */
  forgetSetting: (portalId: number, name: string) => void;
  followRules: (portalId: number) => Promise<unknown>;
  followCredentials: (portalId: number) => Promise<unknown>;
  onError: (portalId: number, error: unknown) => void;
};

const inState = new Set<string>(Object.values(settingNames));

export function followNodes(parts: FollowNodesParts): void {
  const { states, onError } = parts;

  /** Once per portal however much is told while it is under way, and again after that. */
  const followRules = coalescing(
    parts.memory,
    'rules',
    async (portalId) => {
      if ([...parts.servedPortals()].includes(portalId)) await parts.followRules(portalId);
    },
    onError,
  );
  const followCredentials = coalescing(parts.memory, 'credentials', parts.followCredentials, onError);

  function hear({ portalId, what, setting }: Saved): void {
    if (setting !== null) parts.forgetSetting(portalId, setting);
    if (setting === null || inState.has(setting)) states.changed(portalId);
    if (what === 'credential') followCredentials(portalId);
    else if (what !== 'setting') followRules(portalId);
  }

  async function hearEverything(): Promise<void> {
    for (const portalId of new Set([...parts.servedPortals(), ...(await parts.knownPortals())])) {
      states.changed(portalId);
      parts.forgetSetting(portalId, '');
      followCredentials(portalId);
      followRules(portalId);
    }
  }

  parts.store.onSaved((saved) => {
    if (saved !== null) hear(saved);
    else hearEverything().catch((error) => onError(0, error));
  });
}

function coalescing(
  memory: Pick<PortalMemory, 'set' | 'work'>,
  what: string,
  work: (portalId: number) => Promise<unknown>,
  onError: (portalId: number, error: unknown) => void,
): (portalId: number) => void {
  const underWay = memory.work<number>(`following ${what} of other nodes`);
  const again = memory.set<number>(`that ${what} were saved meanwhile`);

  async function run(portalId: number): Promise<void> {
    do {
      again.delete(portalId);
      await work(portalId).catch((error) => onError(portalId, error));
    } while (again.has(portalId));
    underWay.delete(portalId);
  }

  return (portalId) => {
    if (underWay.has(portalId)) again.add(portalId);
    else underWay.set(portalId, run(portalId));
  };
}
