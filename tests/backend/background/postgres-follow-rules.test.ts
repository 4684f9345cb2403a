/** The same on PostgreSQL. */
import '../../support/on-postgres.ts';
import './follow-rules.test.ts';
