import { assignOwner } from '../../../backend/handoff/assign.ts';
import { askedWho, lee, maria, tom } from '../../support/handoffs.ts';

const gone = { id: '79', email: 'gone@acme.test', name: 'Gone', active: false };
const asked = {
  presentOwnerId: null,
  companyOwnerId: null,
  pool: [maria.email, gone.email, tom.email, lee.email, 'stranger@acme.test'],
  owners: [maria, tom, lee, gone],
  rotation: 4,
  named: null,
};

const whys = (change: object) =>
  Object.fromEntries(assignOwner({ ...asked, ...change }).candidates.map(({ email, why }) => [email, why]));

describe('why each was chosen or was not', () => {
  it('tells whose turn it was, and who could not have got it', () => {
    expect(whys({})).toEqual({
      [maria.email]: '2 after this one in rotation',
      [gone.email]: 'no longer active in HubSpot',
      [tom.email]: 'next in rotation',
      [lee.email]: 'next after this one in rotation',
      'stranger@acme.test': 'not an owner in HubSpot',
    });
  });

  it('tells by terms who was away, whose territory it is not, and the account of everybody who was there', () => {
    const there = { weight: 1, away: null, outside: null };
    const { candidates, ...assignment } = assignOwner({
      ...asked,
      rotation: 0,
      ledger: { [maria.email]: { ideal: 4.4, handoffs: 5 }, [lee.email]: { ideal: 2.6, handoffs: 2 } },
      standings: {
        [maria.email]: { ...there, weight: 3 },
        [tom.email]: { ...there, away: 'has 9 open, of at most 9' },
        [lee.email]: there,
        'stranger@acme.test': there,
        [gone.email]: there,
      },
    });
    expect(assignment).toMatchObject({ assigned: true, reason: 'next by weighted share', owner: lee });
    expect(assignment.rule).toContain(`in turn ${maria.email} (weight 3), ${gone.email}, ${tom.email}`);
    expect(candidates).toMatchObject([
      { email: maria.email, why: 'next after this one', share: { weight: 3, deviation: -0.15 } },
      { email: gone.email, why: 'no longer active in HubSpot' },
      { email: tom.email, why: 'has 9 open, of at most 9' },
      {
        email: lee.email,
        why: 'next by weighted share',
        share: { before: { ideal: 2.6, handoffs: 2 }, after: { ideal: 2.85, handoffs: 3 }, deviation: 0.15 },
      },
      { email: 'stranger@acme.test', why: 'not an owner in HubSpot' },
    ]);
    expect(candidates.map(({ share }) => share !== undefined)).toEqual([true, false, false, true, false]);
  });

  it('tells the account of whoever is away, too, and of whoever is at a cap what is reckoned against it', () => {
    const there = { weight: 1, away: null, outside: null };
    const { candidates } = assignOwner(
      askedWho({
        ledger: { [maria.email]: { ideal: 2.5, handoffs: 3 }, [tom.email]: { ideal: 2.5, handoffs: 2 } },
        standings: {
          [maria.email]: { ...there, away: 'has had 3 today, of at most 3', awayBy: 'cap' },
          [tom.email]: { ...there, away: 'on leave', awayBy: 'leave' },
          [lee.email]: there,
        },
      }),
    );
    expect(candidates.map(({ email, why, share }) => [email, why, share?.before.ideal, share?.after.ideal])).toEqual([
      [maria.email, 'has had 3 today, of at most 3', 2.5, 3],
      [tom.email, 'on leave', 2.5, 2.5],
      [lee.email, 'next by weighted share', 0, 0.5],
    ]);
  });

  it('tells of everybody why nobody may get it', () => {
    const standing = { weight: 1, away: null, outside: 'outside of their territory: company country = Germany' };
    const pool = [maria.email];
    const assignment = assignOwner({ ...asked, pool, ledger: {}, standings: { [maria.email]: standing } });
    expect(assignment).toMatchObject({
      assigned: false,
      reason: `None of the playbook’s owners may get it now (${maria.email}: ${standing.outside}).`,
      candidates: [{ email: maria.email, chosen: false, why: standing.outside }],
    });
  });

  it('tells who came first by another rule, also when the owner of the contact could not', () => {
    expect(whys({ presentOwnerId: gone.id, companyOwnerId: lee.id })).toMatchObject({
      [gone.email]: 'no longer active in HubSpot',
      [lee.email]: 'has an open handoff at the company',
      [tom.email]: `not asked: ${lee.email} has an open handoff at the company`,
    });
  });

  it('tells that the workflow named somebody who cannot get it', () => {
    expect(assignOwner({ ...asked, named: gone.email })).toMatchObject({
      assigned: false,
      rule: `The workflow names the owner: ${gone.email}.`,
      candidates: expect.arrayContaining([
        expect.objectContaining({ email: gone.email, inHubspot: 'inactive', position: 2, chosen: false }),
        expect.objectContaining({ email: tom.email, why: 'not asked: the workflow named somebody else' }),
      ]),
    });
  });
});
