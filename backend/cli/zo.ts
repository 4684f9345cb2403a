/** The operator's tool. A verb sets `process.exitCode` when it fails; nothing but a reader that is gone ends the process early. */
import { readProcessSecrets, readProcessZo } from '../config.ts';
import { failureText } from '../log/describe-failure.ts';
import { createRedact } from '../log/redact.ts';
import { printCommandsAsRun } from '../text/commands-as-run.ts';
import { endWithReader } from './end-with-reader.ts';
import { createZo } from './zo-command.ts';

endWithReader();
const name = readProcessZo();
printCommandsAsRun(name);
try {
  await createZo(name).parseAsync();
} catch (error) {
  // A bug: what is known of it, without what it may have had in its hands.
  console.error(createRedact(readProcessSecrets())(failureText(error)));
  process.exitCode = 1;
}
