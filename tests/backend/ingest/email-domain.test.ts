import fc from 'fast-check';
import { businessDomainOf, classifyEmail } from '../../../backend/ingest/email-domain.ts';

describe('classifyEmail', () => {
  it.each([
    ['sarah@finpilot.test', 'business', 'finpilot.test'],
    ['  Jo@Mail.Acme.CO.UK ', 'business', 'acme.co.uk'],
    ['jo+zo@stripe.com', 'business', 'stripe.com'],
    ['twin@gmail.com', 'personal', 'gmail.com'],
    ['twin@googlemail.com', 'personal', 'googlemail.com'],
    ['twin@hotmail.fr', 'personal', 'hotmail.fr'],
    ['twin@yahoo.co.in', 'personal', 'yahoo.co.in'],
    ['twin@proton.me', 'personal', 'proton.me'],
    ['x@mailinator.com', 'disposable', 'mailinator.com'],
    ['x@inbox.mailinator.com', 'disposable', 'mailinator.com'],
    ['x@gmail.test', 'business', 'gmail.test'],
  ])('%s is %s at %s', (email, domainType, registrableDomain) => {
    expect(classifyEmail(email)).toEqual({ email: email.trim().toLowerCase(), domainType, registrableDomain });
  });

  it.each([
    [null],
    [undefined],
    [''],
    ['no address'],
    ['@acme.test'],
    ['a@b@c.test'],
    ['a@localhost'],
    ['a@co.uk'],
    ['a@10.0.0.1'],
    [`a@${'b'.repeat(300)}.test`],
    ['<a@acme.test>'],
    ['a b@acme.test'],
  ])('%p is no address, so nothing is known', (email) => {
    expect(classifyEmail(email)).toEqual({ email: null, domainType: null, registrableDomain: null });
  });

  it('answers the same from its cache', () => {
    expect(classifyEmail('a@finpilot.test')).toEqual(classifyEmail('a@finpilot.test'));
  });
});

describe('the playbook’s own lists of e-mail domains', () => {
  const lists = {
    business: ['gmail.com', 'mailinator.com', 'vip.orbit.test'],
    personal: ['orbit.test', 'x.gmail.com'],
  };

  it.each([
    ['a@gmail.com', 'business', 'gmail.com'],
    ['a@eu.gmail.com', 'business', 'gmail.com'],
    ['a@x.gmail.com', 'personal', null],
    ['a@y.x.gmail.com', 'personal', null],
    ['a@inbox.mailinator.com', 'business', 'mailinator.com'],
    ['a@orbit.test', 'personal', null],
    ['a@EU.Orbit.test', 'personal', null],
    ['a@vip.orbit.test', 'business', null],
    ['a@notorbit.test', 'business', 'notorbit.test'],
    ['a@yahoo.com', 'personal', null],
    ['a@finpilot.test', 'business', 'finpilot.test'],
    ['nobody', null, null],
  ])('make %s %p, at the company of %p', (email, domainType, domain) => {
    expect([classifyEmail(email, lists).domainType, businessDomainOf(email, lists)]).toEqual([domainType, domain]);
  });

  const labels = fc.constantFrom('a', 'b', 'gmail', 'mailinator');
  const domains = fc
    .tuple(fc.array(labels, { maxLength: 2 }), fc.constantFrom('gmail.com', 'acme.test', 'mailinator.com', 'b.co.uk'))
    .map(([above, domain]) => [...above, domain].join('.'));

  it('decide by the longest listed domain an address lies under, and by nothing else', () => {
    fc.assert(
      fc.property(fc.uniqueArray(domains), fc.uniqueArray(domains), domains, (business, others, host) => {
        const personal = others.filter((domain) => !business.includes(domain));
        const covers = (domain: string) => host === domain || host.endsWith(`.${domain}`);
        const longest = [...business, ...personal].filter(covers).sort((a, b) => b.length - a.length)[0];
        const listed = longest === undefined ? null : business.includes(longest) ? 'business' : 'personal';
        const found = classifyEmail(`jo@${host}`, { business, personal });
        expect(found.domainType).toBe(listed ?? classifyEmail(`jo@${host}`).domainType);
        expect(found.registrableDomain).toBe(classifyEmail(`jo@${host}`).registrableDomain);
      }),
      { numRuns: 500 },
    );
  });
});
