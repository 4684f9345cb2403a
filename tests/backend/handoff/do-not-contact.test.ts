import { parseDoNotContact, type Rule } from '@zo/shared';
import { contactCard } from '../../../backend/cards/contact-card.ts';
import { barOfPerson } from '../../../backend/handoff/commands/hand-off.ts';
import { decide } from '../../../backend/handoff/decide.ts';
import type { HubspotFacts } from '../../../backend/handoff/hubspot-facts.ts';
import { buildAlert } from '../../../backend/outbox/build-alert.ts';
import { renderAlert } from '../../../backend/slack/render-alert.ts';
import {
  company,
  dayMs,
  decisionContext,
  decisionInput,
  facts,
  now,
  person,
  portalState,
  previousDecision,
  record,
} from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

function rule(text: string): Rule {
  const parsed = parseDoNotContact(text);
  if (!parsed.ok) throw new Error(parsed.problems[0]!.message);
  return parsed.value;
}

const closing = rule('hs_email_optout is true');
const said = (value: string | null): HubspotFacts => ({
  ...facts(),
  values: { ...facts().values, contact: { ...facts().values.contact, hs_email_optout: value } },
});
const ready = (of: HubspotFacts) => decisionInput({ record: record({ facts: of, factsAt: now }) });
const under = (doNotContact: Rule | null) =>
  decisionContext({ playbook: { ...decisionContext().playbook, doNotContact } });

describe('somebody who opted out', () => {
  it('has the gate closed when the playbook says so, and only then', () => {
    expect(decide(ready(said('true')), under(closing)).gate).toBe('do_not_contact');
    const free = decide(ready(said('true')), under(null)).gate;
    expect(free).not.toBe('do_not_contact');
    for (const value of ['false', null]) expect(decide(ready(said(value)), under(closing)).gate).toBe(free);
  });

  it('is told before any other reason but internal', () => {
    const customer = { ...said('true'), lifecycleStage: 'customer' };
    expect(decide(ready(customer), under(closing)).gate).toBe('do_not_contact');
  });

  it('opens no handoff, where the same person would without it', () => {
    const opened = decide(ready(said(null)), under(closing));
    expect(opened.opens).not.toBeNull();
    expect(decide(ready(said('true')), under(closing)).opens).toBeNull();
  });
});

it('nobody hands them off by hand either, when the playbook says so', () => {
  const about = { handoff: null, newest: null, ...ready(said('true')), decision: previousDecision() };
  const bar = (doNotContact: Rule | null) =>
    barOfPerson(about as never, portalState({ playbook: { ...acmePlaybook(), doNotContact } }), now);
  expect(bar(closing)).toMatchObject({ say: 'This person asked not to be contacted, or was deleted in HubSpot.' });
  expect(bar(null)).toBeNull();
});

it('HubSpot is asked before the gate opens when it was not asked for these values yet', () => {
  const { hs_email_optout: _none, ...contact } = said(null).values.contact;
  const unasked = { ...said(null), values: { ...said(null).values, contact } };
  const decision = decide(ready(unasked), under(closing));
  expect(decision.gate).not.toBe('open');
  expect(decision.gate).not.toBe('handed_off');
  expect(decision.effects.map(({ kind }) => kind)).toContain('read facts');
});

describe('where the playbook lets them be called', () => {
  const work = (value: string | null) => ({
    person: person(),
    company: company(),
    record: record({ facts: said(value), factsAt: now }),
    companyRecord: null,
  });

  it('the alert says it', () => {
    const alert = (value: string | null) =>
      renderAlert(
        buildAlert({
          state: portalState(),
          work: work(value),
          receipt: null,
          owner: null,
          note: null,
          dueAt: null,
          now,
          test: false,
        }),
      ).text;
    expect(alert('true')).toContain('\nOpted out of e-mail\n');
    expect(alert('false')).not.toContain('Opted out');
  });

  it('the card says it', () => {
    const card = (value: string | null) =>
      contactCard(
        {
          ...work(value),
          decision: previousDecision(),
          handoffs: [],
          newest: null,
          people: [],
          dirtySince: null,
        } as never,
        portalState({ playbook: acmePlaybook() }),
        { email: null, operators: [] },
        now + dayMs,
      );
    expect(card('true')).toMatchObject({ status: 'ready', isOptedOut: true });
    expect(card('false')).not.toHaveProperty('isOptedOut');
  });
});
