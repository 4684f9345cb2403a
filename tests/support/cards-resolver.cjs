/**
 * Tests of the cards stand in tests/, where `react` would be the one some tool of the root brought along. Here their packages
 * are looked up as the cards themselves look them up: in the packages of hubspot-project/app.
 */
const path = require('node:path');

const root = path.resolve(__dirname, '../..');
const tests = path.join(root, 'tests') + path.sep;
const cards = path.join(root, 'hubspot-project', 'app', 'cards');

module.exports = (request, options) => {
  const isPackage = !request.startsWith('.') && !path.isAbsolute(request);
  const isFromTests = `${options.basedir}${path.sep}`.startsWith(tests);
  return options.defaultResolver(request, isPackage && isFromTests ? { ...options, basedir: cards } : options);
};
