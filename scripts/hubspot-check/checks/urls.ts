import { textsAt, textsWithin } from '../json-reading.ts';
import type { Component, HubspotProject, Problem } from '../project.ts';

type Place = { file: string; path: string; text: string };

/** Links for people; the project's own requests never go there. */
const documentPaths = /^support\./;

/** Every address is https, and every address the project calls is covered by what the app permits. */
export function checkUrls(project: HubspotProject): Problem[] {
  const permitted = permittedOf(project.components);
  return addressesOf(project).flatMap(({ file, path, text }) => {
    const where = `${file}: config.${path}`;
    const url = parse(text);
    if (url === null) return [`${where}: "${text}" is not an address`];
    if (url.protocol !== 'https:') return [`${where}: ${text} must use https`];
    if (path.startsWith('permittedUrls.')) return checkPermitted(where, text, url);
    if (documentPaths.test(path)) return [];
    if (permitted.some((prefix) => url.origin === parse(prefix)?.origin)) return [];
    return [`${where}: ${url.origin} is not covered by permittedUrls.fetch of the app`];
  });
}

/** What must not leave the house: sample addresses, this machine, variables nobody set. */
export function checkRelease(project: HubspotProject): Problem[] {
  return placesOf(project).flatMap(({ file, path, text }) => {
    const where = `${file}: config.${path}`;
    if (/\$\{[^}]*\}/.test(text)) return [`${where}: "${text}" has a variable that the profile does not set`];
    if (/(^|[.@/])example\.(com|org|net)\b/i.test(text)) return [`${where}: "${text}" is a sample address`];
    if (/\b(localhost|127\.0\.0\.1|0\.0\.0\.0)\b|\[::1\]/i.test(text)) return [`${where}: "${text}" is this machine`];
    return [];
  });
}

function checkPermitted(where: string, text: string, url: URL): Problem[] {
  if (text.includes('*')) return [`${where}: ${text} has a wildcard, which HubSpot does not document`];
  if (url.hostname === 'localhost')
    return [`${where}: HubSpot refuses localhost here; local.json maps it in development`];
  return [];
}

function permittedOf(components: Component[]): string[] {
  return components.flatMap(({ type, config }) => (type === 'app' ? textsAt(config, 'permittedUrls', 'fetch') : []));
}

function addressesOf(project: HubspotProject): Place[] {
  return placesOf(project).filter(
    ({ path, text }) => /url/i.test(path) || /^[a-z][a-z0-9+.-]*:\/\//i.test(text) || text.startsWith('${'),
  );
}

/** The texts of every configuration, except the labels, which are for people. */
function placesOf({ components }: HubspotProject): Place[] {
  return components.flatMap(({ file, config }) =>
    textsWithin(config)
      .filter(({ path }) => !path.startsWith('labels.'))
      .map((place) => ({ file, ...place })),
  );
}

function parse(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}
