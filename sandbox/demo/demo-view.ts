/** Puts together what the page shows. */
import type { Followed } from './follow-sandbox.ts';
import { contactByEmail, type HubspotState } from './hubspot-state.ts';
import { viewContacts } from './hubspot-view.ts';
import { measureLatencies, newestHandoff, noLatencies } from './latencies.ts';
import type { Latencies, PageState, ProductPerson, StoryStepView } from './page-state.ts';
import { type Product, productActions } from './product.ts';
import type { ProductStanding } from './product-standing.ts';
import { type SlackState, viewSlack } from './slack-view.ts';
import { type Demo, timeZone } from './start-demo.ts';

export type DemoParts = {
  demo: Demo;
  product: Product;
  hubspot: Followed<HubspotState>;
  slack: Followed<SlackState>;
  story: () => StoryStepView[];
  standing: ProductStanding;
};

export function viewDemo({ demo, product, hubspot, slack, story, standing }: DemoParts): PageState {
  const state = hubspot.state();
  const people = product.people();
  const position = new Map(people.map((person, index) => [person.email, index]));
  const rank = (email: string) => position.get(email) ?? people.length;
  const viewPerson = (person: ProductPerson) => ({
    ...person,
    isActive: product.hasActed(person.userId),
    standing: standing.of(person.userId),
  });
  return {
    offsetMs: demo.clock.offset(),
    timeZone,
    enrolmentDelayMs: demo.enrolmentDelayMs,
    story: story(),
    contacts: viewContacts(state, timeZone).sort((a, b) => rank(a.email) - rank(b.email)),
    flows: state.flows.map((flow) => ({ name: flow.name ?? flow.id, enabled: flow.isEnabled })),
    slack: viewSlack(slack.state()),
    playbook: demo.playbooks.inForce(),
    product: { people: people.map(viewPerson), actions: productActions.map(({ id, label }) => ({ id, label })) },
    latencies: latenciesOf({ product, hubspot, slack }),
    problems: [...demo.losses, hubspot.problem(), slack.problem()].filter((problem) => problem !== null),
  };
}

/** Of the handoff that happened last, or of somebody's. */
export function latenciesOf(
  { product, hubspot, slack }: Pick<DemoParts, 'product' | 'hubspot' | 'slack'>,
  email?: string,
): Latencies {
  const contact = email === undefined ? newestHandoff(hubspot.state()) : contactByEmail(hubspot.state(), email);
  return contact ? measureLatencies(hubspot.state(), slack.state(), contact, product.sentBefore) : noLatencies;
}
