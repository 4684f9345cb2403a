/** The operator's tool. A verb sets `process.exitCode` when it fails; nothing here ends the process early. */
import { readProcessSecrets } from '../config.ts';
import { failureText } from '../log/describe-failure.ts';
import { createRedact } from '../log/redact.ts';
import { createZo } from './zo-command.ts';

try {
  await createZo().parseAsync();
} catch (error) {
  // A bug: what is known of it, without what it may have had in its hands.
  console.error(createRedact(readProcessSecrets())(failureText(error)));
  process.exitCode = 1;
}
