import { Alert, Flex, LoadingSpinner, Tab, Tabs, Text } from '@hubspot/ui-extensions';
import { type ReactNode, useState } from 'react';
import { AfterPart } from './AfterPart.tsx';
import { DefinitionPart } from './DefinitionPart.tsx';
import { DraftBar } from './DraftBar.tsx';
import type { FormProps } from './form-props.ts';
import { OwnersPart } from './OwnersPart.tsx';
import { ProblemList } from './ProblemList.tsx';
import { withNearest } from './place-in-text.ts';
import { ScorePart } from './ScorePart.tsx';
import { SignalsPart } from './SignalsPart.tsx';
import { TextPart } from './TextPart.tsx';
import type { PlaybookInHand, ReadyPlaybook } from './use-playbook.ts';

type Props = {
  playbook: PlaybookInHand;
  tab: ReadyPlaybook;
  now: number;
  typingPauseMs: number;
  onReview: () => void;
};

const parts: { id: string; title: string; draw: (props: FormProps) => ReactNode }[] = [
  { id: 'signals', title: 'Signals', draw: (props) => <SignalsPart {...props} /> },
  { id: 'score', title: 'Score', draw: (props) => <ScorePart {...props} /> },
  { id: 'definition', title: 'Definition', draw: (props) => <DefinitionPart {...props} /> },
  { id: 'owners', title: 'Owners & routing', draw: (props) => <OwnersPart {...props} /> },
  { id: 'after', title: 'After the handoff', draw: (props) => <AfterPart {...props} /> },
];

/** The form and the text of the same draft. */
export function PlaybookEditor({ playbook, tab, now, typingPauseMs, onReview }: Props) {
  const [part, setPart] = useState('signals');
  const { draft } = playbook;
  if (draft === null) return <LoadingSpinner label="Loading the playbook" showLabel={true} layout="centered" />;
  const canEdit = tab.you.readOnly === null && tab.playbookFile === null;
  const { form, problems, warnings } = draft.checked;
  const chosen = parts.find(({ id }) => id === part);
  return (
    <Flex direction="column" gap="small">
      {tab.playbookFile === null ? null : (
        <Alert title={`The playbook is the file ${tab.playbookFile}`} variant="info">
          PLAYBOOK names it, so it is changed there and read at the next start. Start the service without PLAYBOOK to
          change it here.
        </Alert>
      )}
      <DraftBar
        playbook={playbook}
        draft={draft}
        tab={tab}
        now={now}
        onReview={onReview}
        onShowText={() => setPart('text')}
      />
      {draft.refusal === null ? null : (
        <Alert title="That could not be written into the text" variant="warning">
          {draft.refusal}
        </Alert>
      )}
      <ProblemList
        problems={problems}
        kind="problem"
        onReplace={canEdit ? (problem) => draft.replace(withNearest(draft.source, problem)) : undefined}
      />
      <ProblemList
        problems={warnings}
        kind="warning"
        onReplace={canEdit ? (problem) => draft.replace(withNearest(draft.source, problem)) : undefined}
      />
      <Tabs variant="enclosed" selected={part} onSelectedChange={(id: string | number) => setPart(String(id))}>
        {parts.map(({ id, title }) => (
          <Tab key={id} tabId={id} title={title}>
            {part !== id || chosen === undefined ? null : form === null ? (
              <Text>
                The text cannot be read, so there is no form of it. Mend it under Text: the mistake is named above.
              </Text>
            ) : (
              chosen.draw({ form, draft, tab, canEdit, now, typingPauseMs })
            )}
          </Tab>
        ))}
        <Tab tabId="text" title="Text">
          {part === 'text' ? <TextPart draft={draft} canEdit={canEdit} /> : null}
        </Tab>
      </Tabs>
    </Flex>
  );
}
