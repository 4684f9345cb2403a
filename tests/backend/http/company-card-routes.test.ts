import { type CompanyCardAnswer, companyCardPath } from '@zo/shared';
import type { z } from 'zod';
import { createCompanyCardRoutes } from '../../../backend/http/company-card-routes.ts';
import { companyCardAnswerSchema } from '../../../backend/http/company-card-schemas.ts';
import type { NormalisedEvent } from '../../../backend/ingest/event.ts';
import { type CardWorld, openCardWorldOn, portalId, portalWithoutPlaybook } from '../../support/card-world.ts';
import { type EitherStore, engines } from '../../support/engines.ts';
import { event } from '../../support/events.ts';
import { dayMs, facts, hourMs, minuteMs, now, today } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';
import { reviewRule } from '../../support/rules.ts';
import type { Plain, Same } from '../../support/same-type.ts';

it('the schema of the answer and the type the card knows are the same', () => {
  const same: Same<Plain<z.infer<typeof companyCardAnswerSchema>>, Plain<CompanyCardAnswer>> = true;
  const more: Same<Plain<CompanyCardAnswer>, Plain<CompanyCardAnswer | { status: 'new' }>> = false;
  expect([same, more]).toEqual([true, false]);
});

const activeUsers = acmePlaybook().definition.expression;
const playbook = acmePlaybook({
  definition: {
    subject: 'a free user',
    expression: { kind: 'and', operands: [activeUsers, { kind: 'personal email domain', is: false }] },
    sentence:
      'A free user becomes an SQL when zo_company_active_users >= 2 AND the company is not on a personal email domain',
  },
  review: {
    ...reviewRule('zo_pql_score > 99'),
    expectedContractValue: { amount: 120, per: 'employee', text: '120 per employee' },
    channel: null,
  },
});

describe.each(engines)('%s', (_engine, openStore) => {
  let world: CardWorld<EitherStore>;
  beforeAll(async () => {
    world = await openCardWorldOn(await openStore(), (app, parts) => app.use(createCompanyCardRoutes(parts)), {
      playbook,
    });
    await makeFinPilot();
  }, 60_000);
  afterAll(() => world.close());

  const cardOf = async (companyId: string, portal?: number) => {
    const { status, body } = await world.ask(companyCardPath, `companyId=${companyId}`, { portal });
    expect(status).toBe(200);
    return companyCardAnswerSchema.parse(body);
  };

  function joins(userId: string, email: string, is: Partial<NormalisedEvent> = {}): NormalisedEvent[] {
    const at = { receivedAt: now, eventAt: now - 20 * dayMs, ...is };
    const [firstName, lastName] = userId.split(' ');
    return [
      event({ type: 'identify', userId, email, traits: { firstName: firstName!, lastName: lastName ?? '' }, ...at }),
      event({ type: 'group', name: null, userId, groupId: 'finpilot', traits: { name: 'FinPilot' }, ...at }),
    ];
  }

  /**
   * Sarah activates, Priya's first activity makes her cross; Max with a gmail address works in the same workspace, Kim with
   * one has not for long; Lou is only in HubSpot under the company.
   */
  async function makeFinPilot(): Promise<void> {
    const { store } = world;
    const did = (userId: string, name: string, eventAt: number) => event({ userId, name, receivedAt: now, eventAt });
    await world.happen([
      ...joins('Sarah Chen', 'sarah@finpilot.test'),
      ...joins('Max Gray', 'max@gmail.com'),
      ...joins('Kim Gray', 'kim@gmail.com'),
      event({
        type: 'identify',
        name: null,
        userId: 'Lou Gray',
        email: 'lou@gmail.com',
        receivedAt: now,
        eventAt: now,
      }),
      did('Sarah Chen', 'Onboarding Completed', now - 3 * dayMs),
      did('Sarah Chen', 'Report Created', now - hourMs),
      did('Kim Gray', 'Report Created', now - 40 * dayMs),
    ]);
    const at900 = { primaryCompany: { id: '900', name: 'FinPilot GmbH' } };
    const names = { sarah: 'Sarah Chen', lou: 'Lou Gray' };
    for (const [index, userId] of Object.values(names).entries()) {
      const personId = await world.personId(userId);
      const contactId = String(501 + index);
      const [firstName, lastName] = userId.split(' ');
      const email = `${firstName!.toLowerCase()}@${userId === names.sarah ? 'finpilot.test' : 'gmail.com'}`;
      const linked = { subjectId: personId, recordId: contactId, written: {}, problem: null };
      await store.acknowledge(portalId, 'contact', [linked]);
      const known = facts({ ...at900, contactId, email, firstName: firstName!, lastName: lastName! });
      await store.saveFacts(portalId, [{ personId, facts: known }], now);
    }
    const { companyId } = (await store.person(portalId, await world.personId(names.sarah)))!;
    await store.acknowledge(portalId, 'company', [
      { subjectId: companyId!, recordId: '900', written: {}, problem: null },
    ]);
    await world.decideAll();
    await world.happen([
      ...joins('Priya Nair', 'priya@finpilot.test', { eventAt: now - dayMs }),
      did('Priya Nair', 'Dashboard Viewed', now - minuteMs),
      did('Max Gray', 'Report Created', now - 2 * minuteMs),
    ]);
  }

  it('tells of the company’s people, who crossed, whose address was counted and why, value and handoffs', async () => {
    const card = await cardOf('900');
    expect(card).toEqual({
      status: 'ready',
      asOf: now,
      portal: { portalId, uiDomain: 'app.hubspot.com', timeZone: 'Europe/Berlin' },
      name: 'FinPilot GmbH',
      activity: { activeUsers: 3, days: expect.any(Array) },
      people: {
        all: 4,
        shown: [
          {
            name: 'Sarah Chen',
            contactId: '501',
            score: 27,
            conditionsMet: 2,
            conditions: 2,
            gate: 'open',
            lastActiveAt: now - hourMs,
          },
          expect.objectContaining({ name: 'Max Gray', score: 2, conditionsMet: 1, conditions: 2, gate: 'not_ready' }),
          expect.objectContaining({ name: 'Priya Nair', contactId: null, score: 0, conditionsMet: 2 }),
          expect.objectContaining({ name: 'Kim Gray', score: 0, conditionsMet: 1 }),
        ],
      },
      crossings: [
        {
          name: 'Sarah Chen',
          contactId: '501',
          at: now,
          because: '3rd active user at FinPilot (needs 2)',
          outcome: 'waiting for HubSpot',
        },
        {
          name: 'Priya Nair',
          contactId: null,
          at: now,
          because: 'now on a business email address',
          outcome: 'HubSpot is asked first',
        },
      ],
      personalAddresses: {
        all: 2,
        areKeptBack: true,
        members: [
          { name: 'Max Gray', contactId: null, counts: true, why: expect.stringMatching(/^joined .* was active in/) },
          {
            name: 'Kim Gray',
            contactId: null,
            counts: false,
            why: expect.stringMatching(/^joined .* was not active in/),
          },
        ],
        outsiders: [
          {
            name: 'Lou Gray',
            contactId: '502',
            counts: false,
            why: expect.stringMatching(/^is under this company in/),
          },
        ],
      },
      account: { groups: ['finpilot'], domains: ['finpilot.test'] },
      contractValue: { value: 10_200, how: '120 per employee, 85 employees in HubSpot' },
      handoffs: {
        open: 1,
        shown: [
          {
            person: 'Sarah Chen',
            contactId: '501',
            handoff: expect.objectContaining({ status: 'waiting', owner: null, touch: null, closedAt: null }),
          },
        ],
      },
    });
  });

  it('draws active users over the days as its people were active', async () => {
    const card = await cardOf('900');
    if (card.status !== 'ready') throw new Error(card.status);
    const { days } = card.activity;
    expect([days[0]?.day, days.at(-1)]).toEqual([today - 40, { day: today, activeUsers: 3 }]);
    expect(days.find(({ day }) => day === today - 3)).toEqual({ day: today - 3, activeUsers: 1 });
  });

  it('is empty for a company nothing of the product is linked to, and for another portal’s', async () => {
    const empty = { status: 'empty', asOf: now, portal: expect.anything() };
    expect(await cardOf('999')).toEqual({ ...empty, eventsReceived: true });
    expect(await cardOf('900', portalId + 1)).toEqual({ ...empty, eventsReceived: false });
  });

  it('says what is missing of a portal that is not connected', async () => {
    expect(await cardOf('900', 299)).toEqual({ status: 'not connected', missing: 'portal' });
    expect(await cardOf('900', portalWithoutPlaybook)).toEqual({ status: 'not connected', missing: 'playbook' });
  });

  it.each([
    ['another secret', 'companyId=900', { key: 'guessed' }, 401],
    ['the company named twice', 'companyId=900&companyId=901', {}, 400],
    ['an id that is none', 'companyId=1%20OR%201', {}, 400],
    ['no id', 'contactId=501', {}, 400],
  ])('refuses %s', async (_what, query, more, status) => {
    expect((await world.ask(companyCardPath, query, more)).status).toBe(status);
  });
});
