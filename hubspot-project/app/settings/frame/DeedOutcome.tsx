import { Alert } from '@hubspot/ui-extensions';
import type { DoneAnswer } from '@zo/shared';
import type { ReactNode } from 'react';
import type { Deed } from '../asking/use-deed.ts';
import { NoAnswer } from './NoAnswer.tsx';

type Props<Done> = {
  deed: Deed<DoneAnswer<Done>>;
  /** "The key was not made" */
  refusedTitle: string;
  children?: (done: { status: 'done' } & Done) => ReactNode;
};

/** What became of a write. */
export function DeedOutcome<Done>({ deed, refusedTitle, children }: Props<Done>) {
  const { state } = deed;
  if (state.status === 'no answer') return <NoAnswer problem={state.problem} onAgain={deed.again} />;
  if (state.status !== 'ended') return null;
  const answer = state.answer as DoneAnswer<Done>;
  if (answer.status === 'done') return <>{children?.(answer as { status: 'done' } & Done)}</>;
  const reason = answer.status === 'refused' ? answer.reason : 'This account is not connected to Zo Handoff';
  return (
    <Alert title={refusedTitle} variant="warning">
      {`${reason}.`}
    </Alert>
  );
}
