/** The same story on PostgreSQL. */
import '../../support/on-postgres.ts';
import '../slack-buttons.test.ts';
