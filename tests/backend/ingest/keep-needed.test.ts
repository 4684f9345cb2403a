import { emptyUsage, localDay } from '@zo/shared';
import fc from 'fast-check';
import { nothingAllowed } from '../../../backend/ingest/keep-needed.ts';
import { normaliseMessage } from '../../../backend/ingest/normalise-message.ts';
import { applyCompanyTraits, applyPersonTraits } from '../../../backend/usage/apply-traits.ts';
import { compileRules } from '../../../backend/usage/compile-rules.ts';
import { foldEvent } from '../../../backend/usage/fold-event.ts';
import { emptyProfile } from '../../../backend/usage/person.ts';
import { timeZone } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const receivedAt = Date.UTC(2026, 2, 3, 9, 0, 0);
const rules = compileRules({ playbook: acmePlaybook(), timeZone });

function keep(message: Record<string, unknown>, allowed: string[] = []) {
  const read = normaliseMessage(
    { messageId: 'm1', userId: 'u1', ...message },
    { receivedAt, source: 'server', allowed: new Set(allowed) },
  );
  if (!read.event) throw new Error(read.rejected);
  return { body: JSON.parse(read.event.body), dropped: read.dropped, event: read.event };
}

describe('of a message is kept', () => {
  it('who, what and when, and nothing of device, network, library or destination', () => {
    const message = {
      type: 'track',
      event: 'Report Created',
      anonymousId: 'a1',
      timestamp: '2026-03-03T08:00:00Z',
      sentAt: '2026-03-03T09:00:00Z',
      context: { ip: '203.0.113.7', userAgent: 'Mozilla', locale: 'de', library: { name: 'analytics.js' } },
      integrations: { All: true },
      properties: { amount: 12, recipient: 'ben@finpilot.test' },
    };
    const { body, dropped } = keep(message);
    const { context: _context, integrations: _integrations, properties: _properties, ...rest } = message;
    expect(body).toEqual({ messageId: 'm1', userId: 'u1', ...rest });
    expect(dropped).toEqual(['properties.amount', 'properties.recipient']);
  });

  it('of a page its path, without host and query', () => {
    const page = {
      url: 'https://app.acme.test/pricing?email=sarah@finpilot.test',
      title: 'Hello Sarah',
      referrer: 'x',
    };
    expect(keep({ type: 'page', properties: page }).body.properties).toEqual({ path: '/pricing' });
    expect(keep({ type: 'page', context: { page } }).body).toMatchObject({ properties: { path: '/pricing' } });
  });

  it('of a person address, name and plan; of a company name and domain', () => {
    const traits = {
      email: 'sarah@finpilot.test',
      firstName: 'Sarah',
      plan: 'free',
      phone: '+49 30',
      birthday: '1990',
    };
    const identify = keep({ type: 'identify', traits, context: { traits: { name: 'Sarah Chen', age: 36 } } });
    expect(identify.body).toMatchObject({
      traits: { email: 'sarah@finpilot.test', firstName: 'Sarah', plan: 'free' },
      context: { traits: { name: 'Sarah Chen' } },
    });
    expect(identify.dropped).toEqual(['traits.phone', 'traits.birthday', 'traits.age']);
    expect(identify.event.traits).not.toHaveProperty('phone');
    const group = keep({
      type: 'group',
      groupId: 'g',
      traits: { name: 'FinPilot', domain: 'finpilot.test', vat: 'DE1' },
    });
    expect(group.body.traits).toEqual({ name: 'FinPilot', domain: 'finpilot.test' });
  });

  it('that somebody was impersonated, and not by whom', () => {
    const { body, event } = keep({
      type: 'track',
      event: 'Signed In',
      context: { impersonator: { email: 'maria@acme.test' } },
    });
    expect(event.excluded).toBe('impersonated');
    expect(JSON.stringify(body)).not.toContain('maria');
  });

  it('what the portal allows besides, where it is a text, a number, true or false', () => {
    const track = { type: 'track', event: 'Report Created', properties: { amount: 12, items: ['a'], note: 'x' } };
    const { body, dropped } = keep(track, ['properties.amount', 'properties.items']);
    expect(body.properties).toEqual({ amount: 12 });
    expect(dropped).toEqual(['properties.items', 'properties.note']);
    const identify = { type: 'identify', traits: { role: 'CTO' }, context: { traits: { seats: 3 } } };
    expect(keep(identify, ['traits.role', 'traits.seats']).body).toMatchObject(identify);
  });
});

describe('for any message', () => {
  const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.constant(['x']), fc.double());
  const name = fc.constantFrom('email', 'name', 'firstName', 'last_name', 'plan', 'domain', 'website', 'phone', 'role');
  const traits = fc.dictionary(
    name,
    fc.oneof(value, fc.constantFrom('a@finpilot.test', 'https://www.finpilot.test/x')),
  );
  const path = fc.oneof(
    fc.constantFrom('/pricing', '/pricing/?q=1', 'https://x.test/pricing#top'),
    fc.string({ unit: 'binary', maxLength: 800 }),
    fc.string({ unit: fc.constantFrom('/', 'a', ' ', '?'), minLength: 490, maxLength: 510 }),
  );
  const flags = { system: fc.boolean(), test: fc.boolean(), impersonator: value, impersonated: fc.boolean() };
  const anyMessage = fc.record(
    {
      type: fc.constantFrom('track', 'identify', 'group', 'page', 'screen', 'alias'),
      event: fc.constantFrom('Report Created', 'Onboarding Completed', 'Signed In'),
      name: fc.constantFrom('Pricing', 'Home'),
      userId: fc.constantFrom('u1', 7),
      anonymousId: fc.constantFrom('a1', 'null'),
      previousId: fc.constant('u0'),
      groupId: fc.constantFrom('g1', 12),
      timestamp: fc.constantFrom('2026-03-01', '2026-03-02T10:00:00Z'),
      originalTimestamp: fc.constant('2026-03-02T09:00:00Z'),
      sentAt: fc.constant('2026-03-03T08:59:00Z'),
      traits,
      properties: fc.record({ ...flags, path, url: path, amount: value }, { requiredKeys: [] }),
      context: fc.record(
        { ...flags, traits, ip: value, page: fc.record({ path, url: path }, { requiredKeys: [] }) },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: ['type', 'event', 'userId', 'groupId', 'previousId'] },
  );
  const allowed = fc.subarray(['traits.role', 'traits.phone', 'properties.amount']);
  const read = (message: unknown, list?: string[]) =>
    normaliseMessage(message, { receivedAt, source: 'server', ...(list && { allowed: new Set(list) }) });

  function learn(event: NonNullable<ReturnType<typeof read>['event']>) {
    const [person, company, usage] = [
      emptyProfile(),
      { groupIds: [], name: null, domains: [] as string[] },
      emptyUsage(),
    ];
    applyPersonTraits(person, event);
    if (event.type === 'group') applyCompanyTraits(company, event);
    foldEvent(usage, event, localDay(event.eventAt, timeZone), rules);
    return { person, company, usage };
  }

  it('person, company and usage are the same, whether everything was kept or only what is needed', () => {
    fc.assert(
      fc.property(anyMessage, allowed, (message, list) => {
        const sent = { messageId: 'm1', ...JSON.parse(JSON.stringify(message)) };
        const [whole, kept] = [read(sent), read(sent, list)];
        expect(kept.rejected).toBe(whole.rejected);
        if (!whole.event || !kept.event) return;
        const { traits: _all, body: _whole, name: _name, ...common } = whole.event;
        expect(kept.event).toMatchObject(common);
        expect(learn(kept.event)).toEqual(learn(whole.event));
      }),
      { numRuns: 500 },
    );
  });

  it('what was kept gives an equal event when it is read again, and nothing more is dropped of it', () => {
    fc.assert(
      fc.property(anyMessage, allowed, (message, list) => {
        const kept = read(JSON.parse(JSON.stringify(message)), list);
        if (!kept.event) return;
        const again = JSON.parse(kept.event.body);
        expect(read(again).event).toEqual(kept.event);
        expect(read(again, list)).toEqual({ event: kept.event, dropped: [] });
      }),
      { numRuns: 500 },
    );
  });

  it('no value stays that is neither needed nor allowed', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        const secret = 'a secret value';
        const hidden = {
          ...message,
          traits: { ...message.traits, phone: secret },
          properties: { ...message.properties, amount: secret, title: secret },
          context: { ...message.context, ip: secret, userAgent: secret, campaign: { name: secret } },
          category: secret,
        };
        const { event } = normaliseMessage(JSON.parse(JSON.stringify(hidden)), {
          receivedAt,
          source: 'server',
          allowed: nothingAllowed,
        });
        if (event) expect(JSON.stringify(event)).not.toContain(secret);
      }),
    );
  });
});
