import { Divider, Flex } from '@hubspot/ui-extensions';
import { useAnswer } from '@zo/backend-client';
import type { AllowListDone, RetentionDone } from '@zo/shared';
import type { SettingsClient } from '../asking/settings-client.ts';
import { useDeed } from '../asking/use-deed.ts';
import { TabScreen } from '../frame/TabScreen.tsx';
import { AllowList } from './AllowList.tsx';
import { RetentionForm } from './RetentionForm.tsx';

/** How long what is kept, and what is kept of messages. */
export function PrivacyTab({ client }: { client: SettingsClient }) {
  const query = useAnswer(client.privacy);
  const keeping = useDeed<RetentionDone>(query.refresh);
  const allowing = useDeed<AllowListDone>(query.refresh);
  return (
    <TabScreen query={query} what="what is kept">
      {({ kept, longestWindow, allowed, dropped, you }) => (
        <Flex direction="column" gap="medium">
          <RetentionForm
            kept={kept}
            longestWindow={longestWindow}
            canEdit={you.readOnly === null}
            deed={keeping}
            onSave={(days) => keeping.run((requestId) => client.retention({ requestId, days }))}
          />
          <Divider />
          <AllowList
            allowed={allowed}
            dropped={dropped}
            canEdit={you.readOnly === null}
            deed={allowing}
            onChange={(next) => allowing.run((requestId) => client.allowList({ requestId, allowed: next }))}
          />
        </Flex>
      )}
    </TabScreen>
  );
}
