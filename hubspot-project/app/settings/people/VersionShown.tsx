import { Button, Flex, LoadingSpinner, Text, TextArea, Tile } from '@hubspot/ui-extensions';
import { ErrorScreen, useAnswer } from '@zo/backend-client';
import { localMoment, type PlaybookVersionAnswer } from '@zo/shared';
import { useCallback } from 'react';
import type { SettingsClient } from '../asking/settings-client.ts';
import { problemWords } from '../frame/problem-words.ts';
import { ChangedLines } from '../playbook/ChangedLines.tsx';

type Props = {
  client: SettingsClient;
  version: number;
  now: number;
  timeZone: string;
  canEdit: boolean;
  onEditText: (source: string) => void;
  onClose: () => void;
};

/** One version: what it changed, its text, and the way back to it, which is a draft like any other. */
export function VersionShown({ client, version, now, timeZone, canEdit, onEditText, onClose }: Props) {
  const query = useAnswer<PlaybookVersionAnswer>(useCallback(() => client.version(version), [client, version]));
  if (query.status === 'loading') return <LoadingSpinner label={`Loading version ${version}`} showLabel={true} />;
  if (query.status === 'error')
    return <ErrorScreen problem={query.problem} words={problemWords(query.problem)} onRetry={query.refresh} />;
  if (query.answer.status !== 'found') return <Text>{`There is no version ${version}.`}</Text>;
  const { savedBy, savedAt, reason, source, changes } = query.answer.playbook;
  return (
    <Tile>
      <Flex direction="column" gap="small">
        <Text format={{ fontWeight: 'demibold' }}>
          {`Version ${version}, saved by ${savedBy} on ${localMoment(savedAt, timeZone, now)}${reason === '' ? '' : `: ${reason}`}`}
        </Text>
        <ChangedLines title="What it changed" changes={changes} />
        <TextArea
          label={`The text of version ${version}`}
          name={`version ${version}`}
          rows={12}
          value={source}
          readOnly={true}
        />
        <Flex gap="small">
          {canEdit ? (
            <Button size="sm" onClick={() => onEditText(source)}>
              Put this text into the draft
            </Button>
          ) : null}
          <Button size="sm" variant="transparent" onClick={onClose}>
            Close
          </Button>
        </Flex>
      </Flex>
    </Tile>
  );
}
