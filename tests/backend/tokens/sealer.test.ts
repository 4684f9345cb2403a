import fc from 'fast-check';
import { createSealer, keyIdOf, SealBrokenError, type SealedAbout } from '../../../backend/tokens/sealer.ts';

const older = { id: 'k0', key: Buffer.alloc(32, 1) };
const newer = { id: 'k1', key: Buffer.alloc(32, 2) };
const sealer = createSealer([newer, older]);
const about: SealedAbout = { portalId: 42, kind: 'hubspot' };

const anyAbout = fc.record({
  portalId: fc.integer({ min: 0, max: 2 ** 31 }),
  kind: fc.constantFrom<SealedAbout['kind']>('hubspot', 'slack', 'oauth state'),
});

describe('a sealed secret', () => {
  it('opens to what was sealed, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), anyAbout, (secret, whose) => {
        const readable = Buffer.from(secret, 'utf8').toString('utf8');
        expect(sealer.open(sealer.seal(readable, whose), whose)).toBe(readable);
      }),
    );
  });

  it('opens for the portal and the kind it was sealed for, and for no other', () => {
    fc.assert(
      fc.property(anyAbout, anyAbout, (whose, other) => {
        fc.pre(whose.portalId !== other.portalId || whose.kind !== other.kind);
        expect(() => sealer.open(sealer.seal('secret', whose), other)).toThrow(SealBrokenError);
      }),
    );
  });

  it('does not open once any bit of it is another', () => {
    const sealed = sealer.seal('a token', about);
    const [id, ...parts] = sealed.split('.') as [string, string, string];
    for (const [index, part] of parts.entries()) {
      const bytes = Buffer.from(part, 'base64url');
      for (let bit = 0; bit < bytes.length * 8; bit += 1) {
        const flipped = Buffer.from(bytes);
        flipped[bit >> 3]! ^= 1 << (bit & 7);
        const changed = parts.map((text, at) => (at === index ? flipped.toString('base64url') : text));
        expect(() => sealer.open([id, ...changed].join('.'), about)).toThrow(SealBrokenError);
      }
    }
  });

  it('does not open under the name of another key, nor when it is cut off', () => {
    const sealed = sealer.seal('a token', about);
    expect(() => sealer.open(sealed.replace(/^k1/, 'k0'), about)).toThrow(SealBrokenError);
    for (const damaged of ['', 'k1', 'k1..', sealed.slice(0, -30), `${sealed}.x`]) {
      expect(() => sealer.open(damaged, about)).toThrow(SealBrokenError);
    }
  });

  it('is another text each time, so that equal tokens cannot be told', () => {
    const texts = Array.from({ length: 100 }, () => sealer.seal('a token', about));
    expect(new Set(texts.map((text) => text.split('.')[1])).size).toBe(100);
  });

  it('of an older key opens, and what is sealed anew needs the newer one only', () => {
    const old = createSealer([older]).seal('a token', about);
    expect(keyIdOf(old)).toBe('k0');
    expect(sealer.open(old, about)).toBe('a token');
    const anew = sealer.seal(sealer.open(old, about), about);
    expect(keyIdOf(anew)).toBe('k1');
    expect(createSealer([newer]).open(anew, about)).toBe('a token');
  });

  it('of a key that is gone says which key, and nothing of the secret', () => {
    const sealed = createSealer([older]).seal('a token', about);
    const opening = () => createSealer([newer]).open(sealed, about);
    expect(opening).toThrow('ENCRYPTION_KEYS has no key "k0" any more');
    expect(opening).not.toThrow(sealed.split('.')[2]);
  });
});

it('nothing is sealed without a key', () => {
  expect(() => createSealer([])).toThrow('ENCRYPTION_KEYS is not set');
});
