/** ADMIN_EMAILS: the operators of the one account. */
import { z } from 'zod';

const names = ['the first address', 'the second address', 'the third address'];
const isAddress = (text: string) => z.email().safeParse(text).success;

/** In small letters, with what is wrong in words that say which of them it is. Pure. */
export function parseAdminEmails(text: string): { emails: string[]; problems: string[] } {
  const emails = text
    .split(',')
    .map((email) => email.trim().toLowerCase())
    .filter(Boolean);
  const problems = emails.flatMap((email, index) =>
    isAddress(email)
      ? []
      : [`${names[index] ?? `address ${index + 1}`}, "${email}", is none: write name@example.com, commas between`],
  );
  return { emails, problems };
}
