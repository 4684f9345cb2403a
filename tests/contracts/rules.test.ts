import { type EitherStore, engines } from '../support/engines.ts';
import { rulesBattery } from './rules-battery.ts';

describe.each(engines)('%s', (_name, open) => {
  let store: EitherStore | undefined;
  rulesBattery(async () => {
    store = await open();
    return store;
  });
  afterAll(() => store?.close());
});
