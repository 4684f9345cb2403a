/** The same story on PostgreSQL. */
import '../../support/on-postgres.ts';
import '../reports.test.ts';
