/** The same story on PostgreSQL. */
import '../../support/on-postgres.ts';
import '../portal-life.test.ts';
