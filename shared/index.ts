export * from './local-days.ts';
export * from './playbook.ts';
export * from './readiness.ts';
export * from './score.ts';
export * from './usage.ts';
export * from './workflow-actions.ts';
