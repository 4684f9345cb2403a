/** HubSpot's ESLint rules, and React's for hooks, over what HubSpot hosts. */
import { config as hubspotRules } from '@hubspot/eslint-config-ui-extensions';
import { ESLint } from 'eslint';
import reactHooks from 'eslint-plugin-react-hooks';
import typescript from 'typescript-eslint';
import type { Problem } from './project.ts';

/** Warnings count: what HubSpot only warns about today is what it refuses tomorrow. */
export async function lintProject(sourceDir: string): Promise<Problem[]> {
  const eslint = new ESLint({
    cwd: sourceDir,
    overrideConfigFile: true,
    errorOnUnmatchedPattern: false,
    overrideConfig: [
      { ignores: ['**/node_modules/**', '**/dist/**'] },
      ...(hubspotRules as object[]),
      {
        files: ['**/*.{ts,tsx}'],
        languageOptions: { parser: typescript.parser as object },
        plugins: { 'react-hooks': reactHooks as object },
        rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
      },
    ],
  });
  const results = await eslint.lintFiles(['**/*.{js,jsx,ts,tsx}']);
  return results.flatMap(({ filePath, messages }) =>
    messages.map(({ line, message, ruleId }) => `${filePath}:${line}: ${message} (${ruleId ?? 'parser'})`),
  );
}
