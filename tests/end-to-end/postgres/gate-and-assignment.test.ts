/** The same story on PostgreSQL. */
import '../../support/on-postgres.ts';
import '../gate-and-assignment.test.ts';
