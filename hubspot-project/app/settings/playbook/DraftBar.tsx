import { Button, Flex, StatusTag, Text, Tile } from '@hubspot/ui-extensions';
import { timeAgo } from '@zo/shared';
import { problemWords } from '../frame/problem-words.ts';
import { placeWords } from './place-in-text.ts';
import { counted } from './seen-words.ts';
import type { Draft } from './use-draft.ts';
import type { PlaybookInHand, ReadyPlaybook } from './use-playbook.ts';

type Props = {
  playbook: PlaybookInHand;
  draft: Draft;
  tab: ReadyPlaybook;
  now: number;
  onReview: () => void;
  onShowText: () => void;
};

/** Where the draft stands, and the next step. */
export function DraftBar({ playbook, draft, tab, now, onReview, onShowText }: Props) {
  const { isChanged, beginAnew } = playbook;
  const { problems } = draft.checked;
  const isReady = isChanged && problems.length === 0 && !draft.isChecking && draft.problem === null;
  return (
    <Tile compact={true}>
      <Flex gap="small" justify="between" align="center" wrap="wrap">
        <Flex direction="column">
          <Text format={{ fontWeight: 'demibold' }}>{versionWords(tab, now)}</Text>
          {tab.takingEffect === null ? null : <Text variant="microcopy">{effectWords(tab.takingEffect)}</Text>}
          {draft.problem === null ? null : (
            <Text variant="microcopy">{`Not checked: ${problemWords(draft.problem).advice}`}</Text>
          )}
        </Flex>
        <Flex gap="small" align="center" wrap="wrap">
          <DraftState draft={draft} isChanged={isChanged} />
          {problems.length > 0 ? (
            <Button size="sm" onClick={onShowText}>
              Show the text
            </Button>
          ) : null}
          {isChanged ? (
            <Button size="sm" variant="transparent" onClick={beginAnew}>
              Discard changes
            </Button>
          ) : null}
          {isChanged ? (
            <Button size="sm" variant="primary" disabled={!isReady} onClick={onReview}>
              Review and save
            </Button>
          ) : null}
        </Flex>
      </Flex>
    </Tile>
  );
}

function DraftState({ draft, isChanged }: { draft: Draft; isChanged: boolean }) {
  const { problems } = draft.checked;
  const [first] = problems;
  if (draft.isChecking) return <StatusTag variant="default">Checking</StatusTag>;
  if (first !== undefined) {
    return (
      <StatusTag variant="danger">{`${counted(problems.length, 'mistake')}, the first in ${placeWords(first)}`}</StatusTag>
    );
  }
  return isChanged ? (
    <StatusTag variant="success">Changed, no mistakes</StatusTag>
  ) : (
    <StatusTag variant="default">No changes</StatusTag>
  );
}

function versionWords({ newest }: ReadyPlaybook, now: number): string {
  if (newest === null) return 'No playbook yet: fill in what is missing, and save the first version';
  const { version, savedBy, savedAt, reason } = newest;
  return `Version ${version}, saved by ${savedBy} ${timeAgo(now - savedAt)}${reason === '' ? '' : `: ${reason}`}`;
}

function effectWords({ step, done, total }: NonNullable<ReadyPlaybook['takingEffect']>): string {
  const words: Record<string, string> = {
    counting: 'Coming into force: kept events are counted again',
    settling: 'Coming into force: everybody is settled again',
    deciding: 'In force; everybody is being decided by it',
  };
  return `${words[step] ?? 'Coming into force'}${total > 0 ? `, ${done} of ${total}` : ''}.`;
}
