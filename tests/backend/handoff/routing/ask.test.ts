import { defaultWorkTerms, type Playbook, plainRouting, plainTerms, startOfLocalDay, type WorkTerms } from '@zo/shared';
import type { AskedOf } from '../../../../backend/handoff/routing/ask.ts';
import { askWho } from '../../../../backend/handoff/routing/ask.ts';
import {
  company,
  facts,
  lee,
  maria,
  now,
  person,
  portalState,
  record,
  timeZone,
  today,
  tom,
} from '../../../support/handoffs.ts';
import { acmePlaybook } from '../../../support/playbooks.ts';

const { handoff } = acmePlaybook();
const asked = { presentOwnerId: lee.id, named: null };
const known = record({
  facts: { ...facts(), companyOwnerId: tom.id, deals: { openOwnerId: maria.id, wonAt: null, lostAt: null } },
});

/** The question, and since when the last owner was asked for. */
function ask(context: Partial<AskedOf> = {}, work: Partial<WorkTerms> = {}, change: Partial<Playbook['handoff']> = {}) {
  const since: number[] = [];
  const lastOwner = (at: number) => {
    since.push(at);
    return { ownerId: tom.id, at: now, of: 'company' as const };
  };
  const playbook = acmePlaybook({ handoff: { ...handoff, work: { ...defaultWorkTerms, ...work }, ...change } });
  const whole: AskedOf = {
    person: person(),
    company: company(),
    record: known,
    companyOwnerId: null,
    lastOwner,
    rotation: 2,
    ledger: { [maria.email]: { ideal: 1, handoffs: 1 }, 'gone@acme.test': { ideal: 3, handoffs: 2 } },
    loadOf: () => ({ open: 0, given: 0 }),
    ...context,
  };
  return { question: askWho(portalState({ playbook }), whole, asked, now), since };
}

describe('the question of who gets a handoff', () => {
  it('holds all that somebody may have a claim by, and the accounts of the playbook’s owners', () => {
    expect(ask()).toEqual({
      question: {
        presentOwnerId: lee.id,
        named: null,
        notAgain: [],
        companyOwnerId: null,
        companyRecordOwnerId: tom.id,
        dealOwnerId: maria.id,
        lastOwner: { ownerId: tom.id, at: now, of: 'company' },
        continuityDays: 180,
        pool: handoff.owners,
        owners: [maria, tom, lee],
        rotation: 2,
        ledger: { [maria.email]: { ideal: 1, handoffs: 1 } },
      },
      since: [startOfLocalDay(today - 180, timeZone)],
    });
  });

  it('does not look for a last owner where the playbook does not want one', () => {
    expect(ask({}, { continuityDays: 0 })).toMatchObject({
      question: { lastOwner: null, continuityDays: 0 },
      since: [],
    });
  });

  it.each([[null], [record({ facts: null })], [record()]])(
    'knows nobody by HubSpot where it has said nothing',
    (kept) => {
      expect(ask({ record: kept }).question).toMatchObject({ companyRecordOwnerId: null, dealOwnerId: null });
    },
  );

  it('holds how the playbook’s owners stand where it says more of them than addresses', () => {
    const routing = { ...plainRouting, owners: { [tom.email]: { ...plainTerms, openCap: 3 } } };
    const loadOf = (ownerId: string) => ({ open: ownerId === tom.id ? 3 : 0, given: 0 });
    expect(ask({ loadOf }, {}, { routing }).question.standings).toEqual({
      [maria.email]: { weight: 1, away: null, outside: null },
      [tom.email]: { weight: 1, away: 'has 3 open, of at most 3', awayBy: 'cap', outside: null },
      [lee.email]: { weight: 1, away: null, outside: null },
    });
  });
});
