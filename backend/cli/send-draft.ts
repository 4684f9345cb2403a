/** A playbook file sent to the server as a draft: its mistakes shown in the file, the simulation's progress as it comes. */
import { readFile } from 'node:fs/promises';
import type { PlaybookAnswer } from '../http/admin/playbook-routes.ts';
import type { Simulation, SimulationProgress } from '../simulation/simulation-report.ts';
import { whyUnread } from '../text/why-unread.ts';
import { type AdminClient, AdminError } from './admin-client.ts';
import { describeProblem } from './describe-problem.ts';
import { endProgress, showProgress } from './progress.ts';

const phaseWords: Record<SimulationProgress['phase'], string> = {
  events: 'events counted again',
  people: 'people',
  past: "people's past lived through again",
};

type Line = { progress: SimulationProgress } | { simulation: Simulation } | { error: { message: string } };

export async function readSourceFile(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error) => {
    throw new AdminError(`${file} ${whyUnread(error)}.`);
  });
}

/** `history`: held against the past as well. */
export async function simulateOnServer(
  client: AdminClient,
  portalId: number,
  source: string,
  history: boolean,
): Promise<Simulation> {
  let shown = false;
  const path = `/portals/${portalId}/playbook/simulate`;
  try {
    for await (const line of client.lines<Line>('POST', path, { source, history })) {
      if ('simulation' in line) return line.simulation;
      if ('error' in line) throw new AdminError(client.words(line.error.message));
      const { phase, done, total } = line.progress;
      showProgress(`${done} of ${total} ${phaseWords[phase]}`);
      shown = true;
    }
  } finally {
    if (shown) endProgress();
  }
  throw new AdminError('The server ended the simulation without a result.');
}

/** Before anybody is asked to save what the server would refuse to. */
export async function throwWhereReadOnly(client: AdminClient, portalId: number): Promise<void> {
  const { readOnly } = await client.call<PlaybookAnswer>('GET', `/portals/${portalId}/playbook`);
  if (readOnly !== null) throw new AdminError(`Nothing was saved. ${readOnly}`);
}

/** As `reportingErrors` does, with each mistake of the playbook shown where it stands in the file. */
export function asMistakesOf(file: string, source: string) {
  return (error: unknown): never => {
    if (!(error instanceof AdminError) || error.problems.length === 0) throw error;
    throw new AdminError(error.problems.map((problem) => describeProblem(file, source, problem)).join('\n'));
  };
}
