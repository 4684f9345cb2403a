/** Whether the write keys of a portal work: a portal that was disconnected takes no events, or they would be kept for nobody. */
import type { Clock } from '../clock.ts';
import type { CredentialStore } from '../store/credential-store.ts';
import type { PortalStore } from '../store/store.ts';
import { isErasureDue } from './erase-disconnected.ts';

/** A key that worked a moment ago works on for a while (write-key.ts): it must not outlive the portal's data. */
const aheadMs = 60_000;

export function takingEvents(
  store: Pick<PortalStore, 'writeKey'> & Pick<CredentialStore, 'credential'>,
  { keepDays, clock }: { keepDays: number; clock: Pick<Clock, 'now'> },
): Pick<PortalStore, 'writeKey'> {
  return {
    async writeKey(keyHash) {
      const key = await store.writeKey(keyHash);
      const credential = key === null ? null : await store.credential(key.portalId, 'hubspot');
      // Of one that HubSpot says has gone events are kept: it may come back, and nothing is lost.
      const isOver =
        credential !== null &&
        (credential.status.state === 'disconnected' || isErasureDue(credential, keepDays, clock.now() + aheadMs));
      return isOver ? null : key;
    },
  };
}
