/** The same story on PostgreSQL. */
import '../../support/on-postgres.ts';
import '../changed-playbook.test.ts';
