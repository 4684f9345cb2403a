/** How an account is connected, and taking the app out of it, as its owner asks for it. */
import type { Connection, DisconnectDone } from '@zo/shared';
import type { Disconnecting } from '../portals/disconnect.ts';
import type { Installation } from '../portals/installation.ts';
import type { RunOnce } from './run-once.ts';

export type ConnectionParts = {
  installation: (portalId: number) => Promise<Installation | null>;
  disconnecting: Disconnecting;
};

export async function connection(
  { installation, disconnecting }: ConnectionParts,
  portalId: number,
): Promise<Connection> {
  const [found, words] = await Promise.all([installation(portalId), disconnecting.words(portalId)]);
  return {
    installed:
      found === null
        ? null
        : {
            by: found.installedBy.email,
            at: found.installedAt,
            account: found.hubDomain,
            hosting: found.dataHostingLocation,
            scopes: found.scopes,
          },
    disconnecting: 'refused' in words ? { can: false, reason: words.refused } : { can: true, will: words.will },
  };
}

export function disconnect(
  { disconnecting, once }: ConnectionParts & { once: Pick<RunOnce, 'run'> },
  portalId: number,
  author: string,
  requestId: string,
): Promise<DisconnectDone> {
  return once.run<DisconnectDone>(portalId, { requestId, author, deed: 'disconnect', detail: '' }, async () => {
    const ended = await disconnecting.run(portalId, author);
    return 'refused' in ended
      ? { answer: { status: 'refused', reason: ended.refused }, outcome: 'refused' }
      : { answer: { status: 'done', did: ended.did }, outcome: 'done' };
  });
}
