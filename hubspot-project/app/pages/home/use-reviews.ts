import { toProblem } from '@zo/backend-client';
import type { HandoffCommandAnswer, HomeRow } from '@zo/shared';
import { useRef, useState } from 'react';
import { decideReview } from './home-client.ts';
import { problemWords } from './problem-words.ts';

export type Verdict = { command: 'approve' } | { command: 'reject'; reason: string };

export type ReviewState =
  | { status: 'open' }
  | { status: 'under way' }
  | { status: 'decided'; isRefused: boolean; say: string }
  /** No answer came: it may have been done. */
  | { status: 'unknown'; advice: string };

export type Reviews = { stateOf: (row: HomeRow) => ReviewState; decide: (row: HomeRow, verdict: Verdict) => void };

/** Decisions of this page, by handoff. Asking again after no answer carries the same key, and so does nothing twice. */
export function useReviews(baseUrl: unknown, onDecided: () => void): Reviews {
  const [states, setStates] = useState<ReadonlyMap<string, ReviewState>>(new Map());
  const keys = useRef(new Map<string, string>());

  function put(id: string, state: ReviewState): void {
    setStates((now) => new Map(now).set(id, state));
  }

  function keyOf(id: string, verdict: Verdict): string {
    const what = JSON.stringify([id, verdict]);
    const key =
      keys.current.get(what) ?? `home-${id}-${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
    keys.current.set(what, key);
    return key;
  }

  return {
    stateOf: ({ id }) => states.get(id) ?? { status: 'open' },
    decide(row, verdict) {
      const { id, contactId, handoffId } = row;
      if (contactId === null || handoffId === null) return;
      put(id, { status: 'under way' });
      decideReview(baseUrl, { contactId, handoffId, ...verdict, idempotencyKey: keyOf(id, verdict) }).then(
        (answer) => {
          put(id, { status: 'decided', isRefused: isRefusal(answer), say: answer.say });
          onDecided();
        },
        (error: unknown) => put(id, { status: 'unknown', advice: problemWords(toProblem(error)).advice }),
      );
    },
  };
}

function isRefusal({ status }: HandoffCommandAnswer): boolean {
  return status === 'refused' || status === 'unknown handoff';
}
