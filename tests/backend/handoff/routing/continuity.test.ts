import { type AssignQuestion, assignOwner } from '../../../../backend/handoff/assign.ts';
import { askedWho, lee, maria, now, tom } from '../../../support/handoffs.ts';

const gone = { id: '79', email: 'gone@acme.test', name: 'Gone', active: false };
const rex = { id: '80', email: 'rex@acme.test', name: 'Rex', active: true };
const there = { weight: 1, away: null, outside: null };
const onLeave = { ...there, away: 'on leave from 2026-03-09 to 2026-03-12', awayBy: 'leave' as const };

/** Nobody has a claim; Rex and Gone are not among the playbook's. */
function question(change: Partial<AssignQuestion> = {}): AssignQuestion {
  return askedWho({ owners: [maria, tom, lee, gone, rex], ...change });
}

/** Every claim there is, each somebody else's. */
const allClaims = {
  companyOwnerId: maria.id,
  presentOwnerId: rex.id,
  companyRecordOwnerId: tom.id,
  dealOwnerId: lee.id,
  lastOwner: { ownerId: maria.id, at: now, of: 'contact' as const },
};

const whys = (change: Partial<AssignQuestion>) =>
  Object.fromEntries(assignOwner(question(change)).candidates.map(({ email, why }) => [email, why]));

describe('continuity', () => {
  it.each<[string, Partial<AssignQuestion>, object]>([
    ['named by the workflow', { ...allClaims, named: lee.email }, { owner: lee, setByUs: true }],
    ['has an open handoff at the company', allClaims, { owner: maria, setByUs: true }],
    ['already owns the contact', { ...allClaims, companyOwnerId: null }, { owner: rex, setByUs: false }],
    [
      'owns the company in HubSpot',
      { ...allClaims, companyOwnerId: null, presentOwnerId: null },
      { owner: tom, setByUs: true },
    ],
    ['owns an open deal', { dealOwnerId: lee.id, lastOwner: allClaims.lastOwner }, { owner: lee, setByUs: true }],
    ['had the contact before', { lastOwner: allClaims.lastOwner }, { owner: maria, setByUs: true }],
    [
      'had somebody of the company before',
      { lastOwner: { ownerId: tom.id, at: now, of: 'company' } },
      { owner: tom, setByUs: true },
    ],
    ['next in rotation', { rotation: 2 }, { owner: lee, setByUs: true }],
  ])('gives it to whoever %s, when nobody before them may have it', (reason, change, expected) => {
    const assignment = assignOwner(question(change));
    expect(assignment).toMatchObject({ assigned: true, reason, ...expected });
    expect('turn' in assignment).toBe(reason === 'next in rotation');
  });

  it('sets no owner where the contact is theirs already, by whatever claim', () => {
    const assignment = assignOwner(question({ companyOwnerId: maria.id, presentOwnerId: maria.id }));
    expect(assignment).toMatchObject({ owner: maria, setByUs: false, reason: 'has an open handoff at the company' });
    expect(assignment.candidates[0]).toMatchObject({
      email: maria.email,
      claims: ['has an open handoff at the company', 'already owns the contact'],
      ownsContact: true,
      ownsHandoffAtCompany: true,
    });
  });

  it('passes over whoever may not have it, each with the reason', () => {
    const change: Partial<AssignQuestion> = {
      companyOwnerId: rex.id,
      presentOwnerId: gone.id,
      companyRecordOwnerId: tom.id,
      dealOwnerId: lee.id,
      notAgain: [lee.id],
      lastOwner: { ownerId: maria.id, at: now, of: 'company' },
      standings: { [maria.email]: there, [tom.email]: onLeave, [lee.email]: there },
    };
    expect(whys(change)).toEqual({
      [rex.email]: 'has an open handoff at the company, not an owner of the playbook',
      [gone.email]: 'already owns the contact, no longer active in HubSpot',
      [tom.email]: 'owns the company in HubSpot, on leave from 2026-03-09 to 2026-03-12',
      [lee.email]: 'owns an open deal, must not get it again',
      [maria.email]: 'had somebody of the company before',
    });
  });

  it('tells of whoever comes later what their claim is, and who came first', () => {
    expect(whys({ ...allClaims, lastOwner: null })).toEqual({
      [maria.email]: 'has an open handoff at the company',
      [rex.email]: `already owns the contact, not asked: ${maria.email} has an open handoff at the company`,
      [tom.email]: `owns the company in HubSpot, not asked: ${maria.email} has an open handoff at the company`,
      [lee.email]: `owns an open deal, not asked: ${maria.email} has an open handoff at the company`,
    });
  });

  it('a leave ends also for the owner of the contact, who is among the playbook’s; then turns decide', () => {
    const standings = { [maria.email]: there, [tom.email]: onLeave, [lee.email]: there };
    expect(assignOwner(question({ presentOwnerId: tom.id, standings }))).toMatchObject({
      owner: maria,
      setByUs: true,
      reason: 'next by weighted share',
    });
    expect(assignOwner(question({ presentOwnerId: rex.id, standings }))).toMatchObject({ owner: rex, setByUs: false });
  });

  it.each([
    [{ away: 'has 9 open, of at most 9', awayBy: 'cap' as const }, 'has 9 open, of at most 9'],
    [
      { away: 'outside of their working hours (Europe/Berlin)', awayBy: 'hours' as const },
      'outside of their working hours',
    ],
    [{ outside: 'outside of their territory: company country = Germany' }, 'outside of their territory'],
  ])('is not barred by caps, hours or territory, and says so: %j', (barred, words) => {
    const standings = { [tom.email]: { ...there, ...barred } };
    const { candidates, ...assignment } = assignOwner(question({ companyRecordOwnerId: tom.id, standings }));
    expect(assignment).toMatchObject({ owner: tom, reason: 'owns the company in HubSpot' });
    expect(candidates[0]?.why).toMatch(
      new RegExp(`^owns the company in HubSpot; ${words.replaceAll(/[()]/g, '.')}.*, which does not count here$`),
    );
    expect(assignment.rule).toContain('one account, one voice: only a leave keeps them from it');
  });

  it('is told in the rule with its days, or left out where there are none', () => {
    expect(assignOwner(question({ continuityDays: 180 })).rule).toBe(
      'The AE of an open handoff at the company; else whoever owns the contact, the company or an open deal in HubSpot; ' +
        'else whoever had the contact or somebody of the company within 180 days (one account, one voice: only a leave ' +
        `keeps them from it); else in turn ${maria.email}, ${tom.email}, ${lee.email}.`,
    );
    expect(assignOwner(question({ continuityDays: 0 })).rule).not.toContain('had the contact');
  });
});
