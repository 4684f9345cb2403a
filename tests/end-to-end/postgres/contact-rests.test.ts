/** The same on PostgreSQL. */
import '../../support/on-postgres.ts';
import '../contact-rests.test.ts';
