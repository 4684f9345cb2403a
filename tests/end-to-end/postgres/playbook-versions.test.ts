/** The same story on PostgreSQL. */
import '../../support/on-postgres.ts';
import '../playbook-versions.test.ts';
