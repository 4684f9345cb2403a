/** Imported before anything else by a test file: the products that it starts run on PostgreSQL. */
import { usePostgres } from './product-database.ts';

usePostgres();
