import { classifyEmail } from '../../../backend/ingest/email-domain.ts';

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
