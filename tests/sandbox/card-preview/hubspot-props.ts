import path from 'node:path';
import ts from 'typescript';

const types = path.resolve(
  import.meta.dirname,
  '../../../hubspot-project/app/node_modules/@hubspot/ui-extensions/dist/index.d.ts',
);

/** The properties HubSpot's types give each of these components, sorted; `children` is left out, every one may have it. */
export function readHubspotProps(components: string[]): Record<string, string[]> {
  const program = ts.createProgram([types], { module: ts.ModuleKind.NodeNext, strict: true, skipLibCheck: true });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(types);
  const entry = source && checker.getSymbolAtLocation(source);
  if (!entry) throw new Error(`HubSpot's types are not at ${types}`);
  const exported = new Map(checker.getExportsOfModule(entry).map((symbol) => [symbol.name, symbol]));
  return Object.fromEntries(components.map((name) => [name, ownProps(name) ?? propsOf(exported.get(name), name)]));

  /** Of a component with parts ("Dropdown.ButtonItem") HubSpot's types say the properties in a type of their own. */
  function ownProps(name: string): string[] | null {
    const hasParts = name.includes('.') || components.some((other) => other.startsWith(`${name}.`));
    const symbol = hasParts ? exported.get(`${name.replace('.', '')}Props`) : undefined;
    return symbol ? namesOf(checker.getDeclaredTypeOfSymbol(symbol)) : null;
  }

  function propsOf(symbol: ts.Symbol | undefined, name: string): string[] {
    if (!symbol) throw new Error(`HubSpot has no component ${name}`);
    const original = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    const type = checker.getTypeOfSymbol(original);
    const props = type.aliasTypeArguments?.[0];
    if (!props) throw new Error(`${name} is not a HubSpotReactComponent`);
    return namesOf(props);
  }

  function namesOf(props: ts.Type): string[] {
    const parts = props.isUnion() ? props.types : [props];
    const names = parts.flatMap((part) => checker.getPropertiesOfType(part).map((property) => property.name));
    return [...new Set(names)].filter((property) => property !== 'children').sort();
  }
}
