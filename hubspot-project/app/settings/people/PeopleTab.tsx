import { Divider, Flex } from '@hubspot/ui-extensions';
import { useAnswer } from '@zo/backend-client';
import type { GrantDone, PeopleTabAnswer } from '@zo/shared';
import { useCallback, useState } from 'react';
import type { SettingsClient } from '../asking/settings-client.ts';
import { useDeed } from '../asking/use-deed.ts';
import { DeedOutcome } from '../frame/DeedOutcome.tsx';
import { Section } from '../frame/Section.tsx';
import { TabScreen } from '../frame/TabScreen.tsx';
import { GrantForm } from './GrantForm.tsx';
import { HistoryTable } from './HistoryTable.tsx';
import { PeopleTable } from './PeopleTable.tsx';
import { VersionShown } from './VersionShown.tsx';

type Props = { client: SettingsClient; onEditText: (source: string) => void };

/** Who may change settings, and everything that was changed, by whom and when. */
export function PeopleTab({ client, onEditText }: Props) {
  const [pages, setPages] = useState<(string | null)[]>([null]);
  const [version, setVersion] = useState<number | null>(null);
  const before = pages.at(-1) ?? null;
  const query = useAnswer<PeopleTabAnswer>(useCallback(() => client.people(before), [client, before]));
  const deed = useDeed<GrantDone>(query.refresh);
  return (
    <TabScreen query={query} what="people and history">
      {(tab, now) => (
        <Flex direction="column" gap="medium">
          <Section
            title="Who may change settings"
            help="The owner, who is the first of ADMIN_EMAILS or whoever installed the app, grants editing to others. Everybody else who can open this page reads."
          >
            <PeopleTable
              people={tab.people}
              now={now}
              timeZone={tab.portal.timeZone}
              canGrant={tab.you.role === 'owner'}
              isWorking={deed.isWorking}
              onTakeBack={(email) => deed.run((requestId) => client.takeBack({ requestId, email }))}
            />
            {tab.you.role === 'owner' ? (
              <GrantForm
                isWorking={deed.isWorking}
                onGrant={(email) => deed.run((requestId) => client.grant({ requestId, email }))}
              />
            ) : null}
            <DeedOutcome deed={deed} refusedTitle="Nothing was changed" />
          </Section>
          <Divider />
          <Section
            title="History"
            help="Every saved version of the playbook, and everything else that was done here or by an operator."
          >
            {version === null ? null : (
              <VersionShown
                client={client}
                version={version}
                now={now}
                timeZone={tab.portal.timeZone}
                canEdit={tab.you.readOnly === null}
                onEditText={onEditText}
                onClose={() => setVersion(null)}
              />
            )}
            <HistoryTable
              history={tab.history}
              now={now}
              timeZone={tab.portal.timeZone}
              isFirst={pages.length === 1}
              isLast={tab.before === null}
              isLoading={query.isRefreshing}
              onNewer={() => setPages(pages.slice(0, -1))}
              onOlder={() => setPages([...pages, tab.before])}
              onShow={setVersion}
            />
          </Section>
        </Flex>
      )}
    </TabScreen>
  );
}
