import { postgresStore } from '../support/postgres-store.ts';
import { uniteCompaniesBattery } from './unite-companies-battery.ts';
import { unitePersonsBattery } from './unite-persons-battery.ts';

describe('PostgreSQL, people who are one contact', () => unitePersonsBattery(postgresStore()));
describe('PostgreSQL, companies that are one company', () => uniteCompaniesBattery(postgresStore(), 25));
