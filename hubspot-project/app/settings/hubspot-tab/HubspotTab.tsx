import { Divider, Flex, LoadingSpinner } from '@hubspot/ui-extensions';
import { useAnswer } from '@zo/backend-client';
import type { HubspotTabAnswer, LookForDriftAnswer, ProvisionDone, RestoreDone } from '@zo/shared';
import { useCallback, useEffect, useState } from 'react';
import type { SettingsClient } from '../asking/settings-client.ts';
import { useDeed } from '../asking/use-deed.ts';
import { DeedOutcome } from '../frame/DeedOutcome.tsx';
import { TabScreen } from '../frame/TabScreen.tsx';
import { ConnectionSection } from './ConnectionSection.tsx';
import { DriftSection } from './DriftSection.tsx';
import { GoLive } from './GoLive.tsx';
import { PlanSection } from './PlanSection.tsx';
import { Provisioned } from './Provisioned.tsx';

const readAgainMs = 1_500;

/** What the playbook needs in HubSpot, whether handoffs are live, and what somebody changed. */
export function HubspotTab({ client }: { client: SettingsClient }) {
  const [isNew, setNew] = useState(false);
  const query = useAnswer<HubspotTabAnswer>(useCallback(() => client.hubspot(isNew), [client, isNew]));
  const provisioning = useDeed<ProvisionDone>(query.refresh);
  const restoring = useDeed<RestoreDone>(query.refresh);
  const looking = useDeed<LookForDriftAnswer>(query.refresh);
  const isReading =
    query.status === 'answered' && query.answer.status === 'ready' && query.answer.plan.status === 'still reading';
  const { refresh } = query;
  useEffect(() => {
    if (!isReading) return;
    setNew(false);
    const timer = setInterval(refresh, readAgainMs);
    return () => clearInterval(timer);
  }, [isReading, refresh]);

  return (
    <TabScreen query={query} what="what HubSpot has">
      {(tab, now) => {
        const canEdit = tab.you.readOnly === null;
        const provision = (wish: { goLive: boolean; force: string[] }) =>
          provisioning.run((requestId) => client.provision({ requestId, ...wish }));
        return (
          <Flex direction="column" gap="medium">
            <GoLive
              tab={tab}
              now={now}
              canEdit={canEdit}
              isWorking={provisioning.isWorking}
              onGoLive={() => provision({ goLive: true, force: [] })}
            />
            {provisioning.state.status === 'working' ? (
              <LoadingSpinner label={provisioning.state.words || 'Working on it'} showLabel={true} />
            ) : null}
            <DeedOutcome deed={provisioning} refusedTitle="Nothing more was done">
              {(done) => <Provisioned done={done} />}
            </DeedOutcome>
            <Divider />
            <PlanSection
              plan={tab.plan}
              canEdit={canEdit}
              isWorking={provisioning.isWorking}
              onApply={(force) => provision({ goLive: false, force })}
              onReadAgain={() => (isNew ? refresh() : setNew(true))}
            />
            <Divider />
            <DriftSection
              drift={tab.drift}
              now={now}
              canEdit={canEdit}
              restoring={restoring}
              looking={looking}
              onLook={() => looking.run(() => client.lookForDrift())}
              onRestore={(workflow) => restoring.run((requestId) => client.restore({ requestId, workflow }))}
            />
            <ConnectionSection client={client} />
          </Flex>
        );
      }}
    </TabScreen>
  );
}
