/** One write at a time: asked again with the same id until it has ended, so that nothing is done twice. */
import { type BackendProblem, toProblem } from '@zo/backend-client';
import { useCallback, useRef, useState } from 'react';

type Ended = { status: string };
type Working = { status: 'still working'; words: string };

export type DeedState<Answer> =
  | { status: 'idle' }
  | { status: 'working'; words: string }
  | { status: 'ended'; answer: Exclude<Answer, Working> }
  /** Nobody knows whether it was done; asking again with the same id finds out. */
  | { status: 'no answer'; problem: BackendProblem };

export type Deed<Answer> = {
  state: DeedState<Answer>;
  isWorking: boolean;
  run(ask: (requestId: string) => Promise<Answer>): void;
  /** After no answer came. */
  again(): void;
  forget(): void;
};

const askAgainMs = 1_500;

export function useDeed<Answer extends Ended>(
  onEnded: (answer: Exclude<Answer, Working>) => void = () => {},
  pauseMs = askAgainMs,
): Deed<Answer> {
  const [state, setState] = useState<DeedState<Answer>>({ status: 'idle' });
  const latest = useRef<(() => void) | null>(null);
  const ended = useRef(onEnded);
  ended.current = onEnded;

  const run = useCallback(
    (ask: (requestId: string) => Promise<Answer>) => {
      const requestId = newRequestId();
      const attempt = () => {
        setState({ status: 'working', words: '' });
        untilEnded(
          () => ask(requestId),
          pauseMs,
          (words) => setState({ status: 'working', words }),
        ).then(
          (answer) => {
            setState({ status: 'ended', answer });
            ended.current(answer);
          },
          (error: unknown) => setState({ status: 'no answer', problem: toProblem(error) }),
        );
      };
      latest.current = attempt;
      attempt();
    },
    [pauseMs],
  );

  return {
    state,
    isWorking: state.status === 'working',
    run,
    again: useCallback(() => latest.current?.(), []),
    forget: useCallback(() => setState({ status: 'idle' }), []),
  };
}

async function untilEnded<Answer extends Ended>(
  ask: () => Promise<Answer>,
  pauseMs: number,
  report: (words: string) => void,
): Promise<Exclude<Answer, Working>> {
  for (;;) {
    const answer = await ask();
    if (answer.status !== 'still working') return answer as Exclude<Answer, Working>;
    report((answer as unknown as Working).words);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

/** No secret: it only has to be another one than before. */
function newRequestId(): string {
  return `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
}
