import { filesUnder, read } from './source-files.ts';

const scripts = JSON.parse(read('package.json')).scripts as Record<string, string>;

it('every npm command that a document names exists', () => {
  const missing = filesUnder('.', '.md').flatMap((file) =>
    [...read(file).matchAll(/\bnpm run (?:-s |--silent )?([a-z][\w:-]*)/g)]
      .map((match) => match[1] ?? '')
      .filter((name) => !(name in scripts))
      .map((name) => `${file} names npm run ${name}`),
  );
  expect(missing).toEqual([]);
});

it('every npm command runs a file that is there', () => {
  const named = Object.values(scripts)
    .flatMap((command) => command.split(' '))
    .filter((word) => /\.(ts|mjs)$/.test(word));
  const rooms = ['scripts', 'backend', 'sandbox', 'tests'];
  const known = rooms.flatMap((room) => filesUnder(room, '.mjs', '.ts'));
  expect(named.filter((file) => !known.includes(file))).toEqual([]);
});
