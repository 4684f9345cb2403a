import { Tab, Tabs, useExtensionContext } from '@hubspot/ui-extensions';
import { useMemo, useState } from 'react';
import { settingsClient } from '../asking/settings-client.ts';
import { HubspotTab } from '../hubspot-tab/HubspotTab.tsx';
import { KeysTab } from '../keys/KeysTab.tsx';
import { PeopleTab } from '../people/PeopleTab.tsx';
import { PlaybookTab } from '../playbook/PlaybookTab.tsx';
import { usePlaybook } from '../playbook/use-playbook.ts';
import { PrivacyTab } from '../privacy/PrivacyTab.tsx';
import { SampleTab } from '../sample/SampleTab.tsx';
import { SlackTab } from '../slack/SlackTab.tsx';

const aShortPause = 400;

/** The whole page. The draft of the playbook lives here: it stays while other tabs are looked at. */
export function Settings({ typingPauseMs = aShortPause }: { typingPauseMs?: number }) {
  const { variables } = useExtensionContext<'settings'>();
  const baseUrl = variables?.BASE_URL;
  const client = useMemo(() => settingsClient(baseUrl), [baseUrl]);
  const playbook = usePlaybook(client, typingPauseMs);
  const [selected, setSelected] = useState<string>('playbook');

  const editText = (source: string) => {
    playbook.draft?.replace(source);
    setSelected('playbook');
  };
  return (
    <Tabs selected={selected} onSelectedChange={(tab: string | number) => setSelected(String(tab))}>
      <Tab tabId="playbook" title="Playbook">
        {selected === 'playbook' ? (
          <PlaybookTab playbook={playbook} client={client} typingPauseMs={typingPauseMs} />
        ) : null}
      </Tab>
      <Tab tabId="hubspot" title="HubSpot">
        {selected === 'hubspot' ? <HubspotTab client={client} /> : null}
      </Tab>
      <Tab tabId="slack" title="Slack">
        {selected === 'slack' ? <SlackTab client={client} /> : null}
      </Tab>
      <Tab tabId="keys" title="Keys">
        {selected === 'keys' ? <KeysTab client={client} /> : null}
      </Tab>
      <Tab tabId="sample" title="Sample">
        {selected === 'sample' ? <SampleTab client={client} /> : null}
      </Tab>
      <Tab tabId="privacy" title="Privacy">
        {selected === 'privacy' ? <PrivacyTab client={client} /> : null}
      </Tab>
      <Tab tabId="people" title="People & history">
        {selected === 'people' ? <PeopleTab client={client} onEditText={editText} /> : null}
      </Tab>
    </Tabs>
  );
}
