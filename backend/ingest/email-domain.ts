/** What an e-mail address says about its owner: a business domain, a mailbox provider, or a throw-away address. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { EmailDomainLists, EmailDomainType } from '@zo/shared';
import disposableWildcards from 'disposable-email-domains/wildcard.json' with { type: 'json' };
import mailboxProviders from 'email-providers/common.json' with { type: 'json' };
import { parse } from 'tldts';
import { createWordList, type WordList } from './word-list.ts';

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
// Read and not imported: an imported list stays in memory as it stands in its file.
const disposableDomains = fileURLToPath(import.meta.resolve('disposable-email-domains'));
/** Read when somebody's domain is first looked up: on a slow machine a start would wait a tenth of a second for it. */
let disposable: WordList[] | undefined;
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

const noLists: EmailDomainLists = { business: [], personal: [] };

/**
 * What the public lists say, unless the playbook's own lists speak of the domain. Never throws. Domains under `.test` are
 * business to the public lists: they belong to examples and tests.
 */
export function classifyEmail(text: string | null | undefined, lists: EmailDomainLists = noLists): ClassifiedEmail {
  const email = text?.trim().toLowerCase() ?? '';
  const host = shape.exec(email)?.[1];
  const facts = host === undefined ? null : classifyHost(host);
  if (host === undefined || facts === null) return noAddress;
  return { ...facts, email, domainType: listedType(host, lists) ?? facts.domainType };
}

/**
 * The registrable domain by which the person joins a company; null when address or domain is not a business one. A
 * department that counts as business at a mailbox provider makes no company of the provider.
 */
export function businessDomainOf(email: string | null, lists: EmailDomainLists): string | null {
  const { domainType, registrableDomain } = classifyEmail(email, lists);
  if (domainType !== 'business' || registrableDomain === null) return null;
  const ofDomain = listedType(registrableDomain, lists) ?? classifyHost(registrableDomain)?.domainType;
  return ofDomain === 'business' ? registrableDomain : null;
}

const listedKinds = new WeakMap<EmailDomainLists, Map<string, EmailDomainType>>();

/** By the longest listed domain that `host` is or lies under; null when none is. */
function listedType(host: string, lists: EmailDomainLists): EmailDomainType | null {
  if (lists.business.length === 0 && lists.personal.length === 0) return null;
  let kinds = listedKinds.get(lists);
  if (kinds === undefined) {
    const entries = (['business', 'personal'] as const).flatMap((kind) =>
      lists[kind].map((domain): [string, EmailDomainType] => [domain, kind]),
    );
    kinds = new Map(entries);
    listedKinds.set(lists, kinds);
  }
  for (let domain = host; domain !== ''; domain = parentOf(domain)) {
    const kind = kinds.get(domain);
    if (kind !== undefined) return kind;
  }
  return null;
}

/** "acme.test" of "mail.acme.test"; '' when nothing is above. */
function parentOf(domain: string): string {
  const dot = domain.indexOf('.');
  return dot === -1 ? '' : domain.slice(dot + 1);
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

function isDisposable(domain: string): boolean {
  disposable ??= [JSON.parse(readFileSync(disposableDomains, 'utf8')) as string[], disposableWildcards].map(
    createWordList,
  );
  return disposable.some((list) => list.has(domain));
}

function typeOf(host: string, domain: string, name: string, suffix: string): EmailDomainType {
  if (suffix === 'test') return 'business';
  if (isDisposable(host) || isDisposable(domain)) return 'disposable';
  const isPersonal = personal.has(host) || personal.has(domain) || personalNames.has(name) || morePersonal.has(domain);
  return isPersonal ? 'personal' : 'business';
}
