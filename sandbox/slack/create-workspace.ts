/** A workspace with its own people, channels, token and journal. */
import { createJournal } from './journal.ts';
import type { Seed } from './seed.ts';
import { createTsSource, type Workspace } from './workspace.ts';

type NewWorkspace = {
  team: Workspace['team'];
  app: Workspace['app'];
  seed: Seed;
  installation: Workspace['installation'];
  now: () => number;
};

export function createWorkspace({ team, app, seed: { users, channels }, installation, now }: NewWorkspace): Workspace {
  return {
    team,
    app,
    installation,
    formerTokens: [],
    users,
    channels,
    messages: [],
    ephemerals: [],
    views: [],
    triggers: new Map(),
    journal: createJournal(),
    url: '',
    now,
    nextTs: createTsSource(now),
  };
}

/** Whose token it is, also one that is no longer taken. */
export function findByToken(workspaces: readonly Workspace[], token: string): Workspace | null {
  const isTheirs = ({ installation, formerTokens }: Workspace) =>
    installation.token === token || formerTokens.includes(token);
  return workspaces.find(isTheirs) ?? null;
}
