/** The operator's tool put together. One verb per file: a verb adds itself to the command it is given. */
import { Command } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { writeAsRun } from '../text/commands-as-run.ts';
import { addAudit } from './audit.ts';
import { addBackfill } from './backfill.ts';
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
import { addRestored } from './restored.ts';
import { addRoute } from './route.ts';
import { addSample } from './sample.ts';
import { addUnconfirmed } from './unconfirmed.ts';
import { addWriteKey } from './write-key.ts';

/** `name`: how whoever runs it calls it. */
export function createZo(name = 'zo'): Command {
  const zo = new Command(name)
    .description("The operator's tool of Zo Handoff")
    .version(packageJson.version)
    // A verb with verbs of its own may share option names with them.
    .enablePositionalOptions()
    .showHelpAfterError()
    // Verbs take these over, which is why they come first.
    .configureOutput({
      writeOut: (text) => process.stdout.write(writeAsRun(text, name)),
      writeErr: (text) => process.stderr.write(writeAsRun(text, name)),
    });

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
  addUnconfirmed(zo);
  addReceipts(zo);
  addRoute(zo);
  addReport(zo);
  addExport(zo);
  addPrivacy(zo);
  addErase(zo);
  addSample(zo);
  addBackfill(zo);
  addReplay(zo);
  addRebuild(zo);
  addWriteKey(zo);
  addAudit(zo);
  addKeys(zo);
  addPortals(zo);
  addDisconnect(zo);
  addBackup(zo);
  addRestore(zo);
  addRestored(zo);
  addMigrateStore(zo);
  return zo;
}
