/**
 * Owners whose address in Slack is another than in HubSpot: the playbook says who they are there, and everybody who asks for
 * the owner's address finds that person, and is told the owner's address of them.
 */

import { isSlackUserId, type Playbook, type SlackNames } from '@zo/shared';
import type { SlackUser } from './slack-cache.ts';
import type { Lookup } from './slack-directory.ts';
import type { SlackGateway } from './slack-gateway.ts';

/** Of a playbook; none without one. */
export function slackNamesOf(playbook: Playbook | undefined): SlackNames {
  const names: Record<string, string> = {};
  for (const [email, { slack }] of Object.entries(playbook?.handoff.routing?.owners ?? {})) {
    if (slack !== null) names[email] = slack;
  }
  return names;
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
