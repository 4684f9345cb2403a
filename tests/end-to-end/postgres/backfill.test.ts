/** The same story on PostgreSQL. */
import '../../support/on-postgres.ts';
import '../backfill.test.ts';
