/**
 * The operator's tool. One verb per file: a verb adds itself to the command it is given and sets `process.exitCode` when it
 * fails; nothing here ends the process early.
 */
import { Command } from 'commander';
import { addDoctor } from './doctor.ts';
import { addPlaybookCheck } from './playbook-check.ts';
import { addPlaybookShow } from './playbook-show.ts';
import { addProvision } from './provision.ts';

const zo = new Command('zo').description("The operator's tool of Zo Handoff").showHelpAfterError();

const playbook = zo.command('playbook').description('The one document that says who is handed off, when and to whom');
addPlaybookCheck(playbook);
addPlaybookShow(playbook);

addDoctor(zo);
addProvision(zo);

await zo.parseAsync();
