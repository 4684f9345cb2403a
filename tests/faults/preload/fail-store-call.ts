/**
 * Preloaded into the product: whoever opens the store gets one whose n-th call fails, as it does when a disk is full or a
 * database server goes away. Module resolution is told to take the store that stands around the real one; the product
 * holds nothing of it.
 */
import { registerHooks } from 'node:module';

const real = new URL('../../../backend/store/open-store.ts', import.meta.url).href;
const around = new URL('./store-around.ts', import.meta.url).href;

registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    return found.url === real && context.parentURL !== around ? { ...found, url: around } : found;
  },
});
