/** The end of a case: everything settles, the nodes stop, and the judge says what it found. */
import type { Outcome } from '../case.ts';
import type { Leads } from '../world/leads.ts';
import { type QuietOptions, untilQuiet } from '../world/quiet.ts';
import type { World } from '../world/world.ts';
import { gatherEvidence } from './evidence.ts';
import { countFindings, judge, type Verdict } from './judge.ts';

const shownOfEach = 5;

export type Conclusion = Pick<Outcome, 'faults' | 'notes'> & {
  /** What the case itself found wrong. */
  problems?: string[];
  quiet?: QuietOptions;
  /** Findings that are as promised in this case, by their words. */
  isExpected?: (words: string) => boolean;
};

export async function conclude(
  world: World,
  leads: Leads,
  { faults, notes, problems = [], quiet, isExpected = () => false }: Conclusion,
): Promise<Outcome> {
  await world.client.finish();
  // What does not come to rest is counted all the same, and what the case found before is not lost.
  await untilQuiet(world, quiet).catch((error: Error) => problems.push(error.message));
  const now = world.clock.now();
  for (const node of world.nodes) {
    const { code } = await node.stop();
    if (code !== 0) problems.push(`a node that was told to end did so with ${code}: ${node.printed().slice(-1_000)}`);
  }
  const evidence = await gatherEvidence(world, leads.crossed, now);
  const found = Object.entries(judge(evidence)).map(([finding, words]) => [
    finding,
    words.filter((one) => !isExpected(one)),
  ]);
  const verdict = Object.fromEntries(found) as Verdict;
  const { database } = evidence;
  return {
    faults,
    counted: {
      acknowledged: evidence.acknowledged.length,
      alerts: evidence.slack.filter(({ text }) => text.startsWith('New SQL: ')).length,
      unconfirmed: database.outbox.filter(({ state }) => state === 'unconfirmed').length,
      findings: countFindings(verdict),
    },
    problems: [
      ...problems,
      ...Object.entries(verdict).flatMap(([finding, words]) =>
        words.slice(0, shownOfEach).map((one) => `${finding}: ${one}`),
      ),
    ],
    starts: world.nodes.flatMap(({ starts }) => starts),
    ...(notes ? { notes } : {}),
  };
}
