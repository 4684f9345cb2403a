/** The operator's tool. A verb sets `process.exitCode` when it fails; nothing but a reader that is gone ends the process early. */
import { readProcessSecrets } from '../config.ts';
import { failureText } from '../log/describe-failure.ts';
import { createRedact } from '../log/redact.ts';
import { endWithReader } from './end-with-reader.ts';
import { createZo } from './zo-command.ts';

endWithReader();
try {
  await createZo().parseAsync();
} catch (error) {
  // A bug: what is known of it, without what it may have had in its hands.
  console.error(createRedact(readProcessSecrets())(failureText(error)));
  process.exitCode = 1;
}
