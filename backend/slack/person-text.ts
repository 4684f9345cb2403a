/** People and companies in a message: names from outside, one clean line each, so that none pushes the facts out of sight. */
import { count } from '@zo/shared';
import { cleanText } from '../text/clean-text.ts';
import { shortenText } from './slack-text.ts';

/** Longest name shown. */
export const nameLimit = 100;

export type PersonNamed = {
  personName: string;
  companyName: string | null;
  /** The record in HubSpot; null while it is not known. */
  link: string | null;
};

export function tidyName(name: string): string {
  return shortenText(cleanText(name), nameLimit);
}

/** "Sarah Chen at FinPilot". Plain text, nothing escaped. */
export function nameAtCompany({ personName, companyName }: Omit<PersonNamed, 'link'>): string {
  const person = tidyName(personName) || 'Somebody';
  const company = companyName === null ? '' : tidyName(companyName);
  return company === '' ? person : `${person} at ${company}`;
}

/** " (~85 employees)"; nothing where it is not known. */
export function sizeWords(employees: number | null): string {
  return employees === null || employees < 1 ? '' : ` (~${count(employees, 'employee')})`;
}
