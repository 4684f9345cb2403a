import {
  absentContact,
  changesDecision,
  completeFacts,
  type HubspotFacts,
  noDeals,
  noEngagement,
} from '../../../backend/handoff/hubspot-facts.ts';

const facts: HubspotFacts = {
  ...absentContact,
  exists: true,
  contactId: '501',
  firstName: 'Sarah',
  email: 'sarah@finpilot.test',
  ownerId: '77',
  contactedNotes: 2,
  primaryCompany: { id: '900', name: 'FinPilot' },
  values: { contact: { jobtitle: 'Founder', country: null }, company: { numberofemployees: '85' } },
};

describe('facts kept by an earlier version', () => {
  it('are what they were, and what was not asked for is not known', () => {
    const { leadStatus: _status, engagement: _engagement, companyOwnerId: _owner, deals: _deals, ...kept } = facts;
    expect(completeFacts(kept)).toEqual({
      ...facts,
      leadStatus: null,
      engagement: noEngagement,
      companyOwnerId: null,
      deals: noDeals,
    });
  });

  it('from before values were kept have none: nobody looked', () => {
    const { values: _values, ...kept } = facts;
    expect(completeFacts(kept).values).toEqual({ contact: {}, company: {} });
    expect(completeFacts({ ...kept, primaryCompany: null }).values).toEqual({ contact: {}, company: null });
  });

  it('change no decision only because members were added', () => {
    const { engagement: _engagement, deals: _deals, ...kept } = facts;
    const values = { contact: { country: null, jobtitle: 'Founder' }, company: { numberofemployees: '85' } };
    expect(changesDecision(completeFacts({ ...kept, values }), facts)).toBe(false);
  });
});

describe('a decision may come out differently', () => {
  it.each<[string, boolean, Partial<HubspotFacts>]>([
    ['when the owner changed', true, { ownerId: '78' }],
    ['when the owner of the company changed', true, { companyOwnerId: '78' }],
    ['when the lead status changed', true, { leadStatus: 'UNQUALIFIED' }],
    ['when sales was in touch', true, { engagement: { ...noEngagement, lastContactedAt: 1_000 } }],
    ['when a deal was won', true, { deals: { ...noDeals, wonAt: 1_000 } }],
    ['when the open deal got another owner', true, { deals: { ...noDeals, openOwnerId: '78' } }],
    ['when there is another company', true, { primaryCompany: { id: '901', name: 'FinPilot' } }],
    ['not when the company is called otherwise', false, { primaryCompany: { id: '900', name: 'FinPilot GmbH' } }],
    ['not when the person is called otherwise', false, { firstName: 'Sara', lastName: 'Chen' }],
  ])('%s', (_when, expected, change) => {
    expect(changesDecision(facts, { ...facts, ...change })).toBe(expected);
  });
});
