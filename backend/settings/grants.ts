/** The owner lets others change settings, by their e-mail address, and takes it back. */
import type { GrantDone, GrantRequest } from '@zo/shared';
import type { Clock } from '../clock.ts';
import type { SettingsStore } from '../store/settings-store.ts';
import type { Done, RunOnce } from './run-once.ts';

export type GrantParts = {
  store: Pick<SettingsStore, 'saveGrant' | 'removeGrant'>;
  once: Pick<RunOnce, 'run'>;
  clock: Clock;
};

/** Whose settings, and who may change them without a grant. */
export type GrantPlace = { portalId: number; adminEmails: readonly string[] };

export type Grants = {
  grant(place: GrantPlace, author: string, request: GrantRequest): Promise<GrantDone>;
  takeBack(place: GrantPlace, author: string, request: GrantRequest): Promise<GrantDone>;
};

export function createGrants({ store, once, clock }: GrantParts): Grants {
  return {
    grant({ portalId, adminEmails }, author, { requestId, email }) {
      return once.run<GrantDone>(portalId, { requestId, author, deed: 'grant', detail: email }, async () => {
        if (adminEmails.includes(email)) return refused(`${email} may change settings already`);
        await store.saveGrant(portalId, { email, grantedBy: author, grantedAt: clock.now() });
        return { answer: { status: 'done', email }, outcome: 'done' };
      });
    },
    takeBack({ portalId, adminEmails }, author, { requestId, email }) {
      return once.run<GrantDone>(portalId, { requestId, author, deed: 'take back grant', detail: email }, async () => {
        if (adminEmails.includes(email))
          return refused(
            `${email} is the owner, or named in ADMIN_EMAILS: that is not a grant, and cannot be taken back here`,
          );
        if (await store.removeGrant(portalId, email)) return { answer: { status: 'done', email }, outcome: 'done' };
        return refused(`${email} was not granted anything`);
      });
    },
  };
}

function refused(reason: string): Done<GrantDone> {
  return { answer: { status: 'refused', reason }, outcome: 'refused' };
}
