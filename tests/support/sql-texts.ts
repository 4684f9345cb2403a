/** The SQL statements that stand in source files, with constants of the file put in; what is only known at run time stays `${…}`. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

export type SqlText = { file: string; text: string };

const begins = /^\s*\(?(SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH)\b/;

/** Of a folder and all within it; `file` is relative to it. */
export function sqlTextsIn(folder: string): SqlText[] {
  return readdirSync(folder, { encoding: 'utf8', recursive: true })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => textsOf(readFileSync(path.join(folder, file), 'utf8')).map((text) => ({ file, text })));
}

/** In one line. */
export function wordsOf(sql: string): string {
  return sql.replace(/\s+/g, ' ').trim();
}

function textsOf(source: string): string[] {
  const file = ts.createSourceFile('x.ts', source, ts.ScriptTarget.Latest, true);
  const constants = new Map<string, string>();
  const inlined = new Set<string>();
  const textOf = (node: ts.Node): string | null => {
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
    if (!ts.isTemplateExpression(node)) return null;
    const parts = node.templateSpans.map(({ expression, literal }) => {
      const name = expression.getText();
      const known = constants.get(name);
      if (known !== undefined) inlined.add(known);
      return `${known ?? `\${${name}}`}${literal.text}`;
    });
    return `${node.head.text}${parts.join('')}`;
  };
  const look = (node: ts.Node, found: (text: string) => void): void => {
    const text = textOf(node);
    if (text !== null && begins.test(text)) found(text);
    ts.forEachChild(node, (child) => look(child, found));
  };
  for (const statement of file.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      const text = initializer && textOf(initializer);
      if (text != null) constants.set(name.getText(), text);
    }
  }
  const texts: string[] = [];
  look(file, (text) => texts.push(text));
  return texts.filter((text) => !inlined.has(text));
}
