/** The service as a process: settings from the environment, one JSON line when it listens, a clean end on SIGTERM. */
import { flushCompileCache } from 'node:module';
import pino from 'pino';
import { type RunningApp, startApp } from './app.ts';
import { type Config, ConfigError, readProcessConfig, readProcessSecrets, readProcessZo } from './config.ts';
import { PortNotFreeError } from './listen.ts';
import { createLog } from './log/create-log.ts';
import { failureText } from './log/describe-failure.ts';
import { lastWords } from './log/last-words.ts';
import { createRedact } from './log/redact.ts';
import { PlaybookFileError } from './portals/playbook-file.ts';
import { settingsUsage } from './settings-usage.ts';
import { DatabaseTooNewError } from './store/migrations.ts';
import { DatabaseLostError, DatabaseUnusableError } from './store/open-store.ts';
import { PooledSessionError } from './store/postgres/pooled-session.ts';
import { MoveUnfinishedError } from './store/postgres/unfinished-move.ts';
import { DatabaseMovedError } from './store/sqlite/moved-mark.ts';
import { DatabaseInUseError } from './store/sqlite/one-process.ts';
import { printAsRun } from './text/commands-as-run.ts';

const endWithinMs = 9_000;
/** Whoever waited for the start is served first. */
const compiledKeptAfterMs = 1_000;

/** Mistakes of whoever runs it: shown as they are, without a stack. */
const expected = [
  ConfigError,
  PlaybookFileError,
  DatabaseTooNewError,
  DatabaseInUseError,
  DatabaseLostError,
  DatabaseMovedError,
  DatabaseUnusableError,
  PooledSessionError,
  MoveUnfinishedError,
  PortNotFreeError,
];

const redact = createRedact(readProcessSecrets());
/** Written at once: the last line matters most. */
const standardError = pino.destination(2);

try {
  if (process.argv.slice(2).some((word) => word === '--help' || word === '-h')) console.log(settingsUsage());
  else await run(readProcessConfig());
} catch (error) {
  const isExpected = expected.some((kind) => error instanceof kind);
  console.error(redact(isExpected ? printAsRun((error as Error).message, readProcessZo()) : failureText(error)));
  process.exit(1);
}

async function run(config: Config): Promise<void> {
  const log = createLog({ level: config.logLevel, redact, write: (line) => standardError.write(line) });
  let app: RunningApp | undefined;
  const crash = lastWords({ log, drain: async () => app?.stop(), exit: (code) => process.exit(code) });
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
  app = await startApp(config, log);
  console.log(JSON.stringify({ msg: 'listening', url: app.url }));
  // Node writes what it compiled when a process ends by itself; one that is killed leaves it to the next start, too.
  setTimeout(flushCompileCache, compiledKeptAfterMs).unref();

  let ending = false;
  const end = (signal: string) => {
    if (ending) return;
    ending = true;
    log.info({ signal }, 'draining');
    setTimeout(() => {
      log.error('draining took too long');
      process.exit(1);
    }, endWithinMs).unref();
    app?.stop().then(
      () => process.exit(0),
      (err) => {
        log.error({ err }, 'draining failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}
