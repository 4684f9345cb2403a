/**
 * The operator's tool. One verb per file: a verb adds itself to the command it is given and sets `process.exitCode` when it
 * fails; nothing here ends the process early.
 */
import { Command } from 'commander';
import { readProcessSecrets } from '../config.ts';
import { failureText } from '../log/describe-failure.ts';
import { createRedact } from '../log/redact.ts';
import packageJson from '../package.json' with { type: 'json' };
import { addAudit } from './audit.ts';
import { addBackup } from './backup.ts';
import { addDisconnect } from './disconnect.ts';
import { addDoctor } from './doctor.ts';
import { addDrift } from './drift.ts';
import { addErase } from './erase.ts';
import { addExport } from './export.ts';
import { addHandoffs } from './handoffs.ts';
import { addKeys } from './keys.ts';
import { addMigrateStore } from './migrate-store.ts';
import { addPlaybookApply } from './playbook-apply.ts';
import { addPlaybookCheck } from './playbook-check.ts';
import { addPlaybookDiff } from './playbook-diff.ts';
import { addPlaybookRollback } from './playbook-rollback.ts';
import { addPlaybookShow } from './playbook-show.ts';
import { addPlaybookSimulate } from './playbook-simulate.ts';
import { addPlaybookVersions } from './playbook-versions.ts';
import { addPortals } from './portals.ts';
import { addPrivacy } from './privacy.ts';
import { addProvision } from './provision.ts';
import { addRebuild } from './rebuild.ts';
import { addReceipts } from './receipts.ts';
import { addReplay } from './replay.ts';
import { addReport } from './report.ts';
import { addRestore } from './restore.ts';
import { addRoute } from './route.ts';
import { addSample } from './sample.ts';
import { addWriteKey } from './write-key.ts';

const zo = new Command('zo')
  .description("The operator's tool of Zo Handoff")
  .version(packageJson.version)
  // A verb with verbs of its own may share option names with them.
  .enablePositionalOptions()
  .showHelpAfterError();

const playbook = zo.command('playbook').description('The one document that says who is handed off, when and to whom');
addPlaybookCheck(playbook);
addPlaybookShow(playbook);
addPlaybookDiff(playbook);
addPlaybookSimulate(playbook);
addPlaybookApply(playbook);
addPlaybookVersions(playbook);
addPlaybookRollback(playbook);

addDoctor(zo);
addDrift(zo);
addProvision(zo);
addHandoffs(zo);
addReceipts(zo);
addRoute(zo);
addReport(zo);
addExport(zo);
addPrivacy(zo);
addErase(zo);
addSample(zo);
addReplay(zo);
addRebuild(zo);
addWriteKey(zo);
addAudit(zo);
addKeys(zo);
addPortals(zo);
addDisconnect(zo);
addBackup(zo);
addRestore(zo);
addMigrateStore(zo);

try {
  await zo.parseAsync();
} catch (error) {
  // A bug: what is known of it, without what it may have had in its hands.
  console.error(createRedact(readProcessSecrets())(failureText(error)));
  process.exitCode = 1;
}
