/**
 * Owners whose address in Slack is another than in HubSpot: the playbook says who they are there, and everybody who asks for
 * the owner's address finds that person, and is told the owner's address of them.
 */

import type { SlackUser } from './slack-cache.ts';
import type { Lookup } from './slack-directory.ts';
import type { SlackGateway } from './slack-gateway.ts';

/** By the owner's address in lower case: another address, or the id of a Slack user. */
export type SlackNames = Readonly<Record<string, string>>;

export function isSlackUserId(text: string): boolean {
  return /^[UW][A-Z0-9]{6,20}$/.test(text);
}

export function knowOwners(gateway: SlackGateway, names: () => Promise<SlackNames>): SlackGateway {
  const find = (name: string): Promise<Lookup<SlackUser>> =>
    isSlackUserId(name) ? gateway.findUser(name) : gateway.findUserByEmail(name);

  return {
    ...gateway,
    async findUserByEmail(email) {
      const address = email.trim().toLowerCase();
      const known = await names();
      return find(Object.hasOwn(known, address) ? known[address]! : address);
    },
    async findEmail(userId) {
      for (const [owner, name] of Object.entries(await names())) {
        const user = await find(name);
        if (user.outcome === 'found' && user.value.userId === userId) return { outcome: 'found', value: owner };
        // Not asked is not "somebody else": whoever presses would be told that they may not.
        if (user.outcome !== 'found' && user.outcome !== 'absent') return user;
      }
      return gateway.findEmail(userId);
    },
  };
}
