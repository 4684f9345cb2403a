import { Button } from '@hubspot/ui-extensions';
import type { FirstRunAnswer, FirstRunStep } from '@zo/shared';
import type { SettingsClient } from '../asking/settings-client.ts';
import { ConnectSlack } from '../slack/ConnectSlack.tsx';
import { ProvisionStep } from './ProvisionStep.tsx';
import { SendEvents } from './SendEvents.tsx';
import { StarterPlaybook } from './StarterPlaybook.tsx';
import { TestAlertStep } from './TestAlertStep.tsx';

export type StepProps = {
  step: FirstRunStep;
  tab: Extract<FirstRunAnswer, { status: 'ready' }>;
  client: SettingsClient;
  canEdit: boolean;
  onShow: (tab: 'playbook' | 'hubspot' | 'slack') => void;
  onEditText: (source: string) => void;
  onSaved: () => void;
  onChanged: () => void;
};

/** What can be pressed at a step. */
export function StepAction(props: StepProps) {
  const { step, tab, client, canEdit, onShow, onChanged } = props;
  const { timeZone } = tab.portal;
  switch (step.name) {
    case 'slack':
      return canEdit && tab.slackVia === 'settings' ? (
        <ConnectSlack client={client} connection={tab.slack} timeZone={timeZone} onChanged={onChanged} />
      ) : (
        <Show label="Show Slack" onShow={() => onShow('slack')} />
      );
    case 'events':
      return <SendEvents {...props} />;
    case 'playbook':
      return tab.starter !== null && canEdit ? (
        <StarterPlaybook {...props} starter={tab.starter} />
      ) : (
        <Show label="Show the playbook" onShow={() => onShow('playbook')} />
      );
    case 'provision':
      return <ProvisionStep {...props} />;
    case 'card':
      return <Show label="Look again" onShow={onChanged} />;
    case 'testAlert':
      return <TestAlertStep {...props} />;
    case 'goLive':
      return <Show label="Go to going live" onShow={() => onShow('hubspot')} isDisabled={!step.canDo} />;
  }
}

function Show({ label, onShow, isDisabled = false }: { label: string; onShow: () => void; isDisabled?: boolean }) {
  return (
    <Button size="sm" disabled={isDisabled} onClick={onShow}>
      {label}
    </Button>
  );
}
