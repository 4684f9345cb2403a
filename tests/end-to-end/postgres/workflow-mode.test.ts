/** The same story on PostgreSQL. */
import '../../support/on-postgres.ts';
import '../workflow-mode.test.ts';
