import { Alert, Flex, Form, Input, LoadingButton, Text } from '@hubspot/ui-extensions';
import {
  type KeptDays,
  type KeptKind,
  type KeptOfKind,
  keptDaysProblems,
  keptKindTerms,
  type RetentionDone,
} from '@zo/shared';
import { useState } from 'react';
import type { Deed } from '../asking/use-deed.ts';
import { DeedOutcome } from '../frame/DeedOutcome.tsx';
import { Section } from '../frame/Section.tsx';

type Props = {
  kept: KeptOfKind[];
  longestWindow: number | null;
  canEdit: boolean;
  deed: Deed<RetentionDone>;
  onSave: (days: Partial<KeptDays>) => void;
};

const forEver = 'for ever';

export function RetentionForm({ kept, longestWindow, canEdit, deed, onSave }: Props) {
  const [typed, setTyped] = useState<Partial<Record<KeptKind, string>>>({});
  const shown = ({ kind, days }: KeptOfKind) => typed[kind] ?? wordsOf(days);
  const changed = kept.filter((one) => readDays(shown(one)) !== one.days);
  const days = Object.fromEntries(changed.map((one) => [one.kind, readDays(shown(one))])) as Partial<KeptDays>;
  const problemOf = (kind: KeptKind) => keptDaysProblems({ [kind]: days[kind] }, longestWindow)[0];
  const isWrong = changed.some(({ kind }) => problemOf(kind) !== undefined);
  const save = () => {
    if (changed.length === 0 || isWrong || deed.isWorking) return;
    onSave(days);
    setTyped({});
  };
  const window = longestWindow === null ? '' : ` The playbook looks back ${longestWindow} days.`;
  return (
    <Section
      title="How long what is kept"
      help={`In days, or “${forEver}” where that may be. Old data is deleted in the background, each hour.${window}`}
    >
      {canEdit ? (
        <Form onSubmit={save} preventDefault={true}>
          <Flex direction="column" gap="small">
            {kept.map((one) => {
              const problem = problemOf(one.kind);
              return (
                <Input
                  key={one.kind}
                  label={keptKindTerms[one.kind].label}
                  name={`kept ${one.kind}`}
                  description={keptKindTerms[one.kind].words}
                  value={shown(one)}
                  error={problem !== undefined}
                  validationMessage={problem}
                  onInput={(value) => setTyped({ ...typed, [one.kind]: value })}
                  onChange={(value) => setTyped({ ...typed, [one.kind]: value })}
                />
              );
            })}
            <LoadingButton
              type="submit"
              variant="primary"
              loading={deed.isWorking}
              disabled={changed.length === 0 || isWrong}
            >
              Save
            </LoadingButton>
          </Flex>
        </Form>
      ) : (
        kept.map(({ kind, days: count }) => (
          <Text key={kind}>{`${keptKindTerms[kind].label}: ${count === null ? forEver : `${count} days`}`}</Text>
        ))
      )}
      <DeedOutcome deed={deed} refusedTitle="It was not changed">
        {() => <Alert title="Saved: what is older goes within the hour" variant="success" />}
      </DeedOutcome>
    </Section>
  );
}

function wordsOf(days: number | null): string {
  return days === null ? forEver : String(days);
}

/** NaN for what is no number of days. */
function readDays(text: string): number | null {
  const word = text.trim().toLowerCase();
  if (word === forEver || word === 'forever') return null;
  return /^\d{1,5}$/.test(word) ? Number(word) : Number.NaN;
}
