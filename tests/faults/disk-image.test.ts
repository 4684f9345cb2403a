/** What a power cut leaves: all that was flushed, whatever happened to the rest. */
import { seededRandom } from '../support/seeded-random.ts';
import { createDiskImage, type DiskImage } from './world/disk-image.ts';

const flush = (disk: DiskImage, name: string) => void disk.endFlush(disk.beginFlush(name));
const text = (files: Map<string, Buffer>, name: string) => files.get(name)?.toString() ?? '';

it('keeps what was flushed, and loses what was not', () => {
  const disk = createDiskImage(new Map([['a', Buffer.from('old text')]]));
  disk.write('a', Buffer.from('new'), 0);
  expect(text(disk.cut('flushed only', seededRandom(1)), 'a')).toBe('old text');
  flush(disk, 'a');
  disk.write('a', Buffer.from('more'), 8);
  expect(text(disk.cut('flushed only', seededRandom(1)), 'a')).toBe('new text');
  flush(disk, 'a');
  expect(text(disk.cut('flushed only', seededRandom(1)), 'a')).toBe('new textmore');
});

it('counts on nothing that was written while a flush was under way', () => {
  const disk = createDiskImage(new Map([['a', Buffer.alloc(0)]]));
  disk.write('a', Buffer.from('before'), 0);
  const first = disk.beginFlush('a');
  disk.write('a', Buffer.from(' meanwhile'), 6);
  const second = disk.beginFlush('a');
  expect(disk.endFlush(first).map(String)).toEqual(['before']);
  expect(text(disk.cut('flushed only', seededRandom(1)), 'a')).toBe('before');
  expect(disk.endFlush(second).map(String)).toEqual([' meanwhile']);
  expect(disk.endFlush(first)).toEqual([]);
  expect(text(disk.cut('flushed only', seededRandom(1)), 'a')).toBe('before meanwhile');
});

it('of what was not flushed any part may be there, and nothing else', () => {
  const disk = createDiskImage(new Map([['a', Buffer.alloc(0)]]));
  disk.write('a', Buffer.from('1'), 0);
  flush(disk, 'a');
  disk.write('a', Buffer.from('2'), 1);
  disk.write('a', Buffer.from('3'), 2);
  const random = seededRandom(3);
  const seen = new Set(Array.from({ length: 200 }, () => text(disk.cut('some of the rest', random), 'a')));
  expect([...seen].sort()).toEqual(['1', '12', '123', '1\0' + '3'].sort());
});

it('is cut off and grown as it was told', () => {
  const disk = createDiskImage(new Map([['a', Buffer.from('abcdef')]]));
  disk.truncate('a', 2);
  expect(text(disk.cut('flushed only', seededRandom(1)), 'a')).toBe('abcdef');
  disk.write('a', Buffer.from('z'), 3);
  flush(disk, 'a');
  expect(text(disk.cut('flushed only', seededRandom(1)), 'a')).toBe('ab\0z');
});
