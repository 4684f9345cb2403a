/** The same story on PostgreSQL. */
import '../../support/on-postgres.ts';
import '../settle-unconfirmed.test.ts';
