/** What an e-mail address says about its owner: a business domain, a mailbox provider, or a throw-away address. */

import type { EmailDomainType } from '@zo/shared';
import disposableDomains from 'disposable-email-domains' with { type: 'json' };
import disposableWildcards from 'disposable-email-domains/wildcard.json' with { type: 'json' };
import mailboxProviders from 'email-providers/common.json' with { type: 'json' };
import { parse } from 'tldts';

export type ClassifiedEmail = {
  /** Trimmed, lower case; null for text that is no e-mail address. */
  email: string | null;
  /** Null when there is no address. */
  domainType: EmailDomainType | null;
  /** "acme.co.uk" of "jo@mail.acme.co.uk". */
  registrableDomain: string | null;
};

const noAddress: ClassifiedEmail = { email: null, domainType: null, registrableDomain: null };

const personal = new Set<string>(mailboxProviders);
const disposable = new Set<string>([...disposableDomains, ...disposableWildcards]);
/** Providers under many country endings, of which the list knows only some: hotmail.fr, yahoo.co.in. */
const personalNames = new Set(
  'gmail googlemail yahoo ymail rocketmail hotmail live outlook msn aol icloud gmx proton protonmail'.split(' '),
);
/** Providers the list lacks. */
const morePersonal = new Set(
  'pm.me fastmail.com tutanota.com tuta.com tuta.io posteo.de posteo.net duck.com skiff.com rediffmail.com'.split(' '),
);

const shape = /^[^\s@<>()[\]\\,;:"]{1,64}@([^\s@<>()[\]\\,;:"]{1,255})$/;

type DomainFacts = { domainType: EmailDomainType; registrableDomain: string };
const known = new Map<string, DomainFacts | null>();
/** Beyond it the cache starts anew, so that made-up domains cannot fill the memory. */
const cachedHosts = 20_000;

/** Never throws. Domains under `.test` are always business: they belong to examples and tests. */
export function classifyEmail(text: string | null | undefined): ClassifiedEmail {
  const email = text?.trim().toLowerCase() ?? '';
  const host = shape.exec(email)?.[1];
  const facts = host === undefined ? null : classifyHost(host);
  return facts === null ? noAddress : { email, ...facts };
}

function classifyHost(host: string): DomainFacts | null {
  const cached = known.get(host);
  if (cached !== undefined) return cached;
  const { domain, domainWithoutSuffix, publicSuffix, isIp } = parse(host);
  const facts =
    !domain || isIp
      ? null
      : { domainType: typeOf(host, domain, domainWithoutSuffix ?? '', publicSuffix ?? ''), registrableDomain: domain };
  if (known.size >= cachedHosts) known.clear();
  known.set(host, facts);
  return facts;
}

function typeOf(host: string, domain: string, name: string, suffix: string): EmailDomainType {
  if (suffix === 'test') return 'business';
  if (disposable.has(host) || disposable.has(domain)) return 'disposable';
  const isPersonal = personal.has(host) || personal.has(domain) || personalNames.has(name) || morePersonal.has(domain);
  return isPersonal ? 'personal' : 'business';
}
