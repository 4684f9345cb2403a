/** The same story on PostgreSQL. */
import '../../support/on-postgres.ts';
import '../return-and-clock.test.ts';
