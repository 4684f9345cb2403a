/** What identify and group calls say about people and companies. The newest event wins, whenever it arrives. */
import type { NormalisedEvent } from '../ingest/event.ts';
import type { CompanyProfile } from './company.ts';
import type { PersonProfile, ProfileTrait } from './person.ts';

const mostDomains = 20;

/** True when the profile is different afterwards. */
export function applyPersonTraits(profile: PersonProfile, event: NormalisedEvent): boolean {
  let changed = false;
  const set = (trait: ProfileTrait, value: string | null) => {
    if (event.eventAt < (profile.setAt?.[trait] ?? Number.NEGATIVE_INFINITY)) return;
    profile.setAt = { ...profile.setAt, [trait]: event.eventAt };
    if (profile[trait] === value) return;
    profile[trait] = value;
    changed = true;
  };
  if (event.email !== null) set('email', event.email);
  const { traits } = event;
  if (event.type !== 'identify' || traits === null) return changed;

  const first = text(traits.firstName ?? traits.first_name);
  const last = text(traits.lastName ?? traits.last_name);
  if (first !== undefined) set('firstName', first);
  if (last !== undefined) set('lastName', last);
  const whole = text(traits.name);
  if (first === undefined && last === undefined && whole) {
    const [given, ...rest] = whole.split(/\s+/);
    set('firstName', given ?? null);
    set('lastName', rest.join(' ') || null);
  }
  const plan = text(traits.plan);
  if (plan !== undefined) set('plan', plan);
  return changed;
}

/** True when the profile is different afterwards. */
export function applyCompanyTraits(profile: CompanyProfile, event: NormalisedEvent): boolean {
  let changed = false;
  const name = text(event.traits?.name);
  if (name && event.eventAt >= (profile.nameSetAt ?? Number.NEGATIVE_INFINITY)) {
    changed = profile.name !== name;
    profile.name = name;
    profile.nameSetAt = event.eventAt;
  }
  for (const value of [event.traits?.domain, event.traits?.website]) {
    const domain = hostOf(text(value));
    if (domain && !profile.domains.includes(domain) && profile.domains.length < mostDomains) {
      profile.domains.push(domain);
      changed = true;
    }
  }
  return changed;
}

/** Undefined when the trait was not sent; null when it was sent empty, which clears it. */
function text(value: string | number | boolean | undefined): string | null | undefined {
  if (value === undefined || typeof value === 'boolean') return undefined;
  return String(value).trim().slice(0, 200) || null;
}

function hostOf(value: string | null | undefined): string | null {
  const match = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:www\.)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?:[:/?#].*)?$/i.exec(value ?? '');
  return match?.[1]?.toLowerCase() ?? null;
}
