import { postgresStore } from '../support/postgres-store.ts';
import { receiptsBattery } from './receipts-battery.ts';

describe('PostgreSQL', () => receiptsBattery(postgresStore()));
