/** What `npm start -- --help` prints: every setting of the environment, from the schema that reads them. */
import { schema } from './config.ts';

export function settingsUsage(): string {
  const settings = Object.entries(schema.shape);
  const width = Math.max(...settings.map(([name]) => name.length));
  const lines = settings.map(([name, setting]) => {
    const standard = setting.safeParse(undefined).data;
    const isTold = (typeof standard === 'string' || typeof standard === 'number') && standard !== '';
    return `  ${name.padEnd(width)}  ${setting.description}${isTold ? ` [${standard}]` : ''}`;
  });
  return [
    'Usage: npm start',
    '',
    'Starts the service. It takes no arguments; settings come from the environment, with their defaults in brackets:',
    ...lines,
    '',
    '.env.example has them with comments, README.md the steps ("Use it for real").',
  ].join('\n');
}
