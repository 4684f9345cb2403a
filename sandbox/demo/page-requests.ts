/** What the demo page's buttons do: real events, moved time, another definition, and what people do in Slack. */
import type { Followed } from './follow-sandbox.ts';
import type { HubspotState } from './hubspot-state.ts';

import { calendarDaysLater, hourMs } from './local-time.ts';
import type { PageRequests } from './page-routes.ts';
import { type Product, productActions } from './product.ts';

import { doAsSales } from './sales-deeds.ts';

import { slackRequests } from './slack-requests.ts';

import { type Demo, timeZone } from './start-demo.ts';

/** Teammates whom the "Invite teammate" button brings, in this order. */
const invitedNames = ['Alex Morgan', 'Robin Silva', 'Kim Larsen', 'Jamie Okafor', 'Toni Marek', 'Luca Brandt'];

export function answerPage(demo: Demo, product: Product, hubspot: Followed<HubspotState>): PageRequests {
  async function invite(inviterId: string): Promise<void> {
    const inviter = product.find(inviterId);
    if (!inviter) return;
    const teammates = product.people().filter((person) => person.company === inviter.company).length;
    const name = invitedNames[(teammates - 1) % invitedNames.length] ?? 'Alex Morgan';
    const domain = inviter.email.split('@')[1] ?? 'acme.test';
    const email = `${name.split(' ')[0]?.toLowerCase()}.${teammates}@${domain}`;
    await product.signUp({ ...inviter, userId: email, name, email });
  }

  return {
    ...slackRequests(demo.slackUrl),
    async act(userId, actionId) {
      const action = productActions.find((one) => one.id === actionId);
      if (!action) throw new Error(`The product has no button "${actionId}".`);
      if (!product.find(userId)) throw new Error(`Nobody with the id "${userId}" has signed up.`);
      product.use(userId, action.use);
      if (action.invites) await invite(userId);
      await product.delivered();
    },
    async signUp({ name, email, company }) {
      if (product.find(email)) throw new Error(`${email} has signed up already.`);
      const companyId = company.toLowerCase().replace(/[^a-z0-9]+/g, '-');
      await product.signUp({ userId: email, name, email, company, companyId, plan: 'free' });
      await product.delivered();
    },
    simulate: (definition, signal) => demo.playbooks.simulate(definition, signal),
    async saveDefinition(definition, version) {
      await demo.playbooks.save(definition, version);
      // HubSpot's workflow enrols by the definition's filters: it has to follow.
      await demo.goLive();
    },
    async moveTime(by) {
      const now = demo.clock.now();
      const then = 'days' in by ? calendarDaysLater(now, by.days, timeZone) : now + by.hours * hourMs;
      await demo.clock.advance(then - now);
    },
    doAsSales: (contactId, deed) =>
      doAsSales({ url: demo.hubspotUrl, state: () => hubspot.state() }, contactId, deed, demo.clock.now()),
  };
}
