import { type AnswerQuery, useAnswer } from '@zo/backend-client';
import type { PlaybookTabAnswer } from '@zo/shared';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { SettingsClient } from '../asking/settings-client.ts';
import { type Draft, type DraftStart, useDraft } from './use-draft.ts';

export type ReadyPlaybook = Extract<PlaybookTabAnswer, { status: 'ready' }>;

export type PlaybookInHand = {
  query: AnswerQuery<PlaybookTabAnswer>;
  draft: Draft | null;
  /** The version that is being changed; 0 for none. */
  baseVersion: number;
  /** Its text. */
  baseSource: string;
  isChanged: boolean;
  /** Forgets the draft and begins with what is newest. */
  beginAnew(): void;
  /** The draft stays, and is a change of this version from now on. */
  rebase(version: number, source: string): void;
};

type Base = { version: number; source: string };

export function usePlaybook(client: SettingsClient, typingPauseMs: number): PlaybookInHand {
  const query = useAnswer(client.playbook);
  const [start, setStart] = useState<DraftStart | null>(null);
  const [base, setBase] = useState<Base>({ version: 0, source: '' });
  const [isWanted, setWanted] = useState(true);
  /** What was known when somebody asked to begin anew: the next answer counts. */
  const outdated = useRef<ReadyPlaybook | null>(null);
  const draft = useDraft(client, start, typingPauseMs);
  const answer = query.status === 'answered' && query.answer.status === 'ready' ? query.answer : null;

  useEffect(() => {
    if (answer === null || answer === outdated.current || !isWanted) return;
    setStart({ source: answer.source, checked: answer.checked });
    setBase({ version: answer.newest?.version ?? 0, source: answer.source });
    setWanted(false);
  }, [answer, isWanted]);

  const { refresh } = query;
  const beginAnew = useCallback(() => {
    outdated.current = answer;
    setWanted(true);
    refresh();
  }, [answer, refresh]);
  const rebase = useCallback((version: number, source: string) => setBase({ version, source }), []);

  return {
    query,
    draft,
    baseVersion: base.version,
    baseSource: base.source,
    isChanged: draft !== null && draft.source !== base.source,
    beginAnew,
    rebase,
  };
}
