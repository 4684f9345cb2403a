/** The people of the Acme story, and what a well-used trial looks like. */
import { dayMs, hourMs, minuteMs } from './local-time.ts';
import type { Product, SignUp } from './product.ts';

function person(name: string, email: string, company: string, plan = 'free'): SignUp {
  return { userId: `user-${email.split('@')[0]}`, name, email, company, companyId: company.toLowerCase(), plan };
}

export const sarah = person('Sarah Chen', 'sarah@finpilot.test', 'FinPilot');
export const priya = person('Priya Nair', 'priya@finpilot.test', 'FinPilot');
/** The gmail twin works in somebody else's workspace. */
export const samir = person('Samir Haddad', 'samir.twin@gmail.com', 'Brightside');
export const nora = person('Nora Lind', 'nora@brightside.test', 'Brightside');
export const jonas = person('Jonas Weber', 'lone@soloworks.test', 'Soloworks');
export const elena = person('Elena Rossi', 'customer@paidwell.test', 'Paidwell', 'business');
export const marc = person('Marc Dubois', 'teammate@paidwell.test', 'Paidwell', 'business');

/** Three more leads, each with a teammate who makes them cross. */
export const ines = person('Ines Duarte', 'ines@kettleworks.test', 'Kettleworks');
export const omar = person('Omar Faruk', 'omar@lumenroad.test', 'Lumenroad');
export const greta = person('Greta Olsen', 'greta@grandline.test', 'Grandline');

export type Lead = { champion: SignUp; teammate: SignUp; employees: number };

export const taken: Lead = {
  champion: ines,
  teammate: person('Paul Stein', 'paul@kettleworks.test', 'Kettleworks'),
  employees: 60,
};
export const overdue: Lead = {
  champion: omar,
  teammate: person('Lena Vogt', 'lena@lumenroad.test', 'Lumenroad'),
  employees: 45,
};
export const reviewed: Lead = {
  champion: greta,
  teammate: person('Arjun Mehta', 'arjun@grandline.test', 'Grandline'),
  employees: 400,
};

/** Key actions as days ago and how many, newest last; 14 in all, the last of them a dashboard shared three minutes ago. */
const keyActions: [daysAgo: number, count: number][] = [
  [3, 3],
  [2, 4],
  [1, 4],
];
const lastSharedAgoMs = 3 * minuteMs + 1_000;

/** Signs up and activates three days ago, invites two teammates, does 14 key actions: 65 points by Acme's playbook. */
export async function actEagerly(product: Product, user: SignUp): Promise<void> {
  const { userId } = user;
  await product.signUp(user, 3 * dayMs + hourMs);
  product.use(userId, { track: 'Onboarding Completed' }, 3 * dayMs);
  product.use(userId, { track: 'Teammate Invited' }, 2 * dayMs + 2 * hourMs);
  product.use(userId, { track: 'Teammate Invited' }, 2 * dayMs + hourMs);
  for (const [daysAgo, count] of keyActions) {
    for (let index = 0; index < count; index += 1) {
      product.use(userId, { track: 'Report Created' }, daysAgo * dayMs - index * 5 * minuteMs);
    }
  }
  product.use(userId, { track: 'Integration Connected' }, 40 * minuteMs);
  product.use(userId, { track: 'Dashboard Shared' }, 20 * minuteMs);
  product.use(userId, { track: 'Dashboard Shared' }, lastSharedAgoMs);
}
