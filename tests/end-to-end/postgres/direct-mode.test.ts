/** The same story on PostgreSQL. */
import '../../support/on-postgres.ts';
import '../direct-mode.test.ts';
