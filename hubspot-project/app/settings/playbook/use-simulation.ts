import { type BackendProblem, toProblem } from '@zo/backend-client';
import type { SimulateAnswer } from '@zo/shared';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { SettingsClient } from '../asking/settings-client.ts';

type Simulated = Extract<SimulateAnswer, { status: 'simulated' }>;

export type SimulationState =
  /** The backend was asked as often as it makes sense; `done` of `total` people. */
  | { status: 'counting'; done: number; total: number; isLong: boolean }
  | { status: 'simulated'; answer: Simulated }
  | { status: 'not counted'; reason: string }
  | { status: 'no answer'; problem: BackendProblem };

const askAgainMs = 1_000;

/** Counted for the text once; a long count is asked for again until it is there. */
export function useSimulation(
  client: Pick<SettingsClient, 'simulate'>,
  source: string,
): { state: SimulationState; again: () => void } {
  const [state, setState] = useState<SimulationState>({ status: 'counting', done: 0, total: 0, isLong: false });
  const newest = useRef(0);

  const again = useCallback(() => {
    newest.current += 1;
    const request = newest.current;
    const isLatest = () => request === newest.current;
    setState({ status: 'counting', done: 0, total: 0, isLong: false });
    const ask = async () => {
      while (isLatest()) {
        const answer = await client.simulate(source);
        if (!isLatest()) return;
        if (answer.status === 'simulated') return setState({ status: 'simulated', answer });
        if (answer.status !== 'still counting') return setState({ status: 'not counted', reason: reasonOf(answer) });
        setState({ status: 'counting', done: answer.done, total: answer.total, isLong: true });
        await new Promise((resolve) => setTimeout(resolve, askAgainMs));
      }
    };
    ask().catch((error: unknown) => {
      if (isLatest()) setState({ status: 'no answer', problem: toProblem(error) });
    });
  }, [client, source]);

  useEffect(() => {
    again();
    return () => {
      newest.current += 1;
    };
  }, [again]);
  return { state, again };
}

function reasonOf(answer: Exclude<SimulateAnswer, { status: 'simulated' | 'still counting' }>): string {
  return answer.status === 'invalid'
    ? (answer.problems[0]?.message ?? 'The text has mistakes')
    : 'This account is not connected';
}
