import { assignOwner } from '../../../backend/handoff/assign.ts';
import { lee, maria, tom } from '../../support/handoffs.ts';

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
