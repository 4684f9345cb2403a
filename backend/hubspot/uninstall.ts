import type { Priority } from '../outbox/effect.ts';
import { hubspotPath, oauthVersion } from './hubspot-paths.ts';
import type { Transport } from './transport.ts';

/** Twice is the same as once. After it no token of the portal is taken any more. */
export async function uninstall(transport: Transport, priority: Priority): Promise<void> {
  await transport.send({
    call: 'uninstall',
    method: 'DELETE',
    path: hubspotPath('uninstall', oauthVersion),
    priority,
    isIdempotent: true,
  });
}
