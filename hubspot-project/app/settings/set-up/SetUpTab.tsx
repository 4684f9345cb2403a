import { Flex, StatusTag, Text } from '@hubspot/ui-extensions';
import type { AnswerQuery } from '@zo/backend-client';
import type { FirstRunAnswer, FirstRunState } from '@zo/shared';
import { useEffect } from 'react';
import type { SettingsClient } from '../asking/settings-client.ts';
import { Section } from '../frame/Section.tsx';
import { TabScreen } from '../frame/TabScreen.tsx';
import { isUnfinished } from './is-unfinished.ts';
import { StepAction } from './StepAction.tsx';

type Props = {
  query: AnswerQuery<FirstRunAnswer>;
  client: SettingsClient;
  /** Goes to another tab. */
  onShow: (tab: 'playbook' | 'hubspot' | 'slack') => void;
  /** Puts a text into the draft of the playbook. */
  onEditText: (source: string) => void;
  /** A playbook was saved here. */
  onSaved: () => void;
};

const lookAgainMs = 4_000;
const tags: Record<FirstRunState, { label: string; variant: 'success' | 'default' | 'info' | 'danger' }> = {
  done: { label: 'Done', variant: 'success' },
  'to do': { label: 'To do', variant: 'default' },
  waiting: { label: 'Waiting', variant: 'info' },
  problem: { label: 'Problem', variant: 'danger' },
};

/** From the installation to the first alert, step by step; each shows how it really stands, and can be done again. */
export function SetUpTab({ query, client, onShow, onEditText, onSaved }: Props) {
  const { refresh } = query;
  const isOpen = query.status !== 'answered' || isUnfinished(query.answer);
  useEffect(() => {
    if (!isOpen) return;
    const timer = setInterval(refresh, lookAgainMs);
    return () => clearInterval(timer);
  }, [isOpen, refresh]);
  return (
    <TabScreen query={query} what="how far the set-up is">
      {(tab) => (
        <Flex direction="column" gap="large">
          <Text>
            {isOpen
              ? 'Seven steps to a first alert. Nothing but properties is made in HubSpot, and nothing is switched on, unless you press.'
              : 'Everything is set up. Each step can be done again.'}
          </Text>
          {tab.steps.map((step, index) => (
            <Section key={step.name} title={`${index + 1}. ${step.title}`}>
              <Flex gap="small" align="start" wrap="wrap">
                <StatusTag variant={tags[step.state].variant}>{tags[step.state].label}</StatusTag>
                <Text testId={`step-${step.name}`}>{step.words}</Text>
              </Flex>
              {step.next === null ? null : <Text variant="microcopy">{step.next}</Text>}
              <StepAction
                step={step}
                tab={tab}
                client={client}
                canEdit={tab.you.readOnly === null}
                onShow={onShow}
                onEditText={onEditText}
                onSaved={onSaved}
                onChanged={refresh}
              />
            </Section>
          ))}
        </Flex>
      )}
    </TabScreen>
  );
}
