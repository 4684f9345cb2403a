import type { EmailDomainLists } from '@zo/shared';
import { parse } from 'tldts';
import type { Entry, SourceText, YamlSource } from './yaml-source.ts';

const domainShape = /^(?=.{3,253}$)[a-z0-9-]+(\.[a-z0-9-]+)+$/;
const maxListed = 500;

type Listed = { domain: string; text: SourceText };

/** `exclude:` — e-mail domains whose people are internal. */
export function readExcluded(source: YamlSource, entry: Entry | null): string[] {
  return readDomains(source, entry).map(({ domain }) => domain);
}

/**
 * `business domains:` and `personal domains:` — what the portal itself says of e-mail domains. A domain that stands in both
 * is a mistake; one below another's is not.
 */
export function readEmailDomains(source: YamlSource, business: Entry | null, personal: Entry | null): EmailDomainLists {
  const [one, other] = [readDomains(source, business), readDomains(source, personal)];
  const first = new Set(one.map(({ domain }) => domain));
  for (const { domain, text } of other) {
    if (!first.has(domain)) continue;
    source.report(`${domain} stands in "business domains" too`, text.span, {
      suggestion: 'one list or the other; a subdomain may stand in the other list',
    });
  }
  return { business: [...first], personal: other.map(({ domain }) => domain) };
}

/** Each once, lower case. */
function readDomains(source: YamlSource, entry: Entry | null): Listed[] {
  if (entry === null) return [];
  const listed = new Map<string, Listed>();
  for (const text of source.textsOf(entry)) {
    const domain = text.text.trim().toLowerCase().replace(/^@/, '');
    if (isDomain(domain)) listed.set(domain, { domain, text });
    else {
      source.report(`"${domain.slice(0, 80)}" is not an e-mail domain`, text.span, {
        suggestion: 'a domain such as acme.test',
      });
    }
  }
  if (listed.size > maxListed) source.report(`${entry.key} has at most ${maxListed} domains`, entry.keySpan);
  return [...listed.values()];
}

/** Not "co.uk", under which everybody may have a domain. */
function isDomain(text: string): boolean {
  return domainShape.test(text) && parse(text).domain !== null;
}
