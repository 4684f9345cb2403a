import { Divider, Flex } from '@hubspot/ui-extensions';
import { useAnswer } from '@zo/backend-client';
import type { MakeKeyDone, RevokeKeyDone } from '@zo/shared';
import type { SettingsClient } from '../asking/settings-client.ts';
import { useDeed } from '../asking/use-deed.ts';
import { DeedOutcome } from '../frame/DeedOutcome.tsx';
import { Section } from '../frame/Section.tsx';
import { TabScreen } from '../frame/TabScreen.tsx';
import { KeyTable } from './KeyTable.tsx';
import { MakeKey } from './MakeKey.tsx';
import { RevokedNotice } from './RevokedNotice.tsx';

/** Write keys: what the product sends its events with. */
export function KeysTab({ client }: { client: SettingsClient }) {
  const query = useAnswer(client.keys);
  const making = useDeed<MakeKeyDone>(query.refresh);
  const revoking = useDeed<RevokeKeyDone>(query.refresh);
  return (
    <TabScreen query={query} what="the write keys">
      {({ keys, url, you, portal }, now) => (
        <Flex direction="column" gap="medium">
          <Section
            title="Write keys"
            help={`Your product sends events to ${url} with a write key: Segment’s and RudderStack’s SDKs take it as theirs. Only a key’s hash is kept, and the beginning of that tells keys apart.`}
          >
            <KeyTable
              keys={keys}
              now={now}
              timeZone={portal.timeZone}
              canEdit={you.readOnly === null}
              isWorking={revoking.isWorking}
              onRevoke={(keyId) => revoking.run((requestId) => client.revokeKey({ requestId, keyId }))}
            />
            <DeedOutcome deed={revoking} refusedTitle="The key was not revoked">
              {({ keyId, worksForSeconds }) => <RevokedNotice keyId={keyId} worksForSeconds={worksForSeconds} />}
            </DeedOutcome>
          </Section>
          {you.readOnly !== null ? null : (
            <>
              <Divider />
              <MakeKey
                deed={making}
                onMake={(wish) => making.run((requestId) => client.makeKey({ requestId, ...wish }))}
              />
            </>
          )}
        </Flex>
      )}
    </TabScreen>
  );
}
