/** The company card's answer from what the store holds. Pure: `now` is passed in, nothing is asked. */
import {
  activeUsers,
  type CompanyCard,
  type CompanyCardAnswer,
  type CompanyContractValue,
  type CompanyPerson,
  clausesOf,
  type Expression,
  expectedContractValue,
  localDay,
  withoutNot,
} from '@zo/shared';
import { isInternalEmail } from '../handoff/internal.ts';
import { personName } from '../outbox/person-words.ts';
import type { PortalState } from '../portals/portal-state.ts';
import type { CompanyCardWork, CompanyPerson as PersonWork } from '../store/card-store.ts';
import { activeUsersByDay } from './active-users-by-day.ts';
import { cardHandoff } from './card-handoff.ts';
import { companyCrossings } from './company-crossings.ts';
import { cardPortal } from './contact-card.ts';
import { countedOutsider, countedPerson } from './counted-address.ts';

const mostShown = 10;

export function companyCard(work: CompanyCardWork, state: PortalState, now: number): CompanyCardAnswer {
  const { company } = work;
  return {
    status: 'ready',
    asOf: now,
    portal: cardPortal(state),
    name: companyNameOf(work),
    activity: companyUse(work, state, now),
    people: { all: work.members, shown: work.people.flatMap(companyPerson) },
    crossings: companyCrossings(work).slice(0, mostShown),
    personalAddresses: personalAddresses(work, state, now),
    account: {
      groups: company.profile.groupIds.slice(0, mostShown),
      domains: [...new Set([...company.profile.domains, ...work.memberDomains])].slice(0, mostShown),
    },
    contractValue: contractValue(work, state),
    handoffs: {
      open: work.openHandoffs.all,
      shown: work.openHandoffs.shown.map(({ handoff, person, record }) => ({
        person: personName({ person, record }),
        contactId: record?.recordId ?? null,
        handoff: cardHandoff(handoff, companyNameOf(work), state.playbook),
      })),
    },
  };
}

/** HubSpot's name of it, as somebody's contact has it, else the product's. */
export function companyNameOf({ company, people, record }: CompanyCardWork): string | null {
  const known = people.find(({ record: contact }) => contact?.facts?.primaryCompany?.id === record?.recordId);
  return known?.record?.facts?.primaryCompany?.name ?? company.profile.name ?? company.profile.domains[0] ?? null;
}

function companyUse(work: CompanyCardWork, { portal, playbook }: PortalState, now: number): CompanyCard['activity'] {
  const today = localDay(now, portal.timeZone);
  const active = activeUsers(work.company.usage, today);
  const people =
    work.memberDays
      ?.filter(({ email }) => !isInternalEmail(email, playbook.exclude))
      .map(({ activeDays }) => activeDays) ?? null;
  return { activeUsers: active, days: activeUsersByDay({ activeUsers: active, days: work.days, people, today }) };
}

function companyPerson({ person, record, decision }: PersonWork): CompanyPerson[] {
  if (decision === null) return [];
  const { score, readiness } = decision.decision;
  const conditions = readiness.conditions.length;
  return [
    {
      name: personName({ person, record }),
      contactId: record?.recordId ?? null,
      score: score.points,
      conditionsMet: conditions - readiness.conditionsMissing,
      conditions,
      gate: decision.gate,
      lastActiveAt: person.usage.lastActiveAt,
    },
  ];
}

function personalAddresses(work: CompanyCardWork, state: PortalState, now: number): CompanyCard['personalAddresses'] {
  const { definition, exclude } = state.playbook;
  const members = work.personal.shown.map((one) =>
    countedPerson(one, work.company, { timeZone: state.portal.timeZone, exclude, now }),
  );
  return {
    all: work.personal.all,
    areKeptBack: clausesOf(withoutNot(definition.expression)).some(asksForBusinessAddress),
    members: members.toSorted((one, other) => Number(other.counts) - Number(one.counts)),
    outsiders: work.outsiders.map(countedOutsider),
  };
}

function asksForBusinessAddress(clause: Expression): boolean {
  if (clause.kind === 'personal email domain') return !clause.is;
  if (clause.kind !== 'comparison' || clause.property.name !== 'zo_email_domain_type') return false;
  return clause.operator === '=' && clause.value === 'business';
}

function contractValue({ employees, record }: CompanyCardWork, { playbook }: PortalState): CompanyContractValue {
  const rule = playbook.review?.expectedContractValue ?? null;
  if (rule === null) return { value: null, how: 'the playbook has no rule for it' };
  const value = expectedContractValue(rule, employees);
  if (value !== null) {
    return { value, how: rule.per === 'company' ? rule.text : `${rule.text}, ${employees} employees in HubSpot` };
  }
  const written = record?.written.zo_expected_acv;
  if (written) return { value: Number(written), how: 'as it was written to HubSpot last' };
  return { value: null, how: 'the number of employees is not known' };
}
