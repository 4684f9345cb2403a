import { postgresStore } from '../support/postgres-store.ts';
import { backfillBattery } from './backfill-battery.ts';

describe('PostgreSQL', () => backfillBattery(postgresStore()));
