import { postgresStore } from '../support/postgres-store.ts';
import { handoffBattery } from './handoff-battery.ts';

describe('PostgreSQL', () => handoffBattery(postgresStore()));
