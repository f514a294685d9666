import { describe, expect, it } from 'vitest';
import { CoreOptions, optionOf, optionOfVariable } from '../../../cores/libretro/core-options.js';

const SPEED = { key: 'speed', label: 'Speed', values: ['slow', 'fast', 'faster'] };

describe('an option of a core', () => {
  it('of version 0 is read from its description, the first value being the default', () => {
    expect(optionOfVariable('speed', 'Speed of all; slow|fast')).toEqual({
      key: 'speed',
      label: 'Speed of all',
      values: ['slow', 'fast'],
    });
  });

  it('of version 0 without values is none', () => {
    expect(optionOfVariable('speed', 'Speed')).toBeUndefined();
    expect(optionOfVariable('speed', 'Speed;')).toBeUndefined();
  });

  it('of versions 1 and 2 has its default put first', () => {
    expect(optionOf({ ...SPEED, defaultValue: 'fast' })?.values).toEqual(['fast', 'slow', 'faster']);
  });

  it('with an unknown default or none has the first value for it', () => {
    expect(optionOf({ ...SPEED, defaultValue: 'ludicrous' })?.values[0]).toBe('slow');
    expect(optionOf({ ...SPEED, defaultValue: undefined })?.values[0]).toBe('slow');
  });

  it('keeps what its core tells people of it', () => {
    const told = { description: 'How fast', category: 'all', valueLabels: new Map([['slow', 'Slow']]) };
    expect(optionOf({ ...SPEED, defaultValue: 'slow', ...told })).toEqual({ ...SPEED, ...told });
    expect(optionOf({ ...SPEED, defaultValue: 'slow', description: '', valueLabels: new Map() })).toEqual(
      SPEED,
    );
  });

  it('has each value once, and its key for a missing label', () => {
    expect(optionOf({ key: 'speed', label: '', values: ['a', 'a', 'b'], defaultValue: 'a' })).toEqual({
      key: 'speed',
      label: 'speed',
      values: ['a', 'b'],
    });
  });
});

describe('the options of a core', () => {
  it('have their defaults until they are set, and tell of a change once', () => {
    const options = new CoreOptions();
    options.declare([SPEED]);
    expect(options.value('speed')).toBe('slow');
    expect(options.takeChanged()).toBe(false);
    options.set('speed', 'fast');
    expect(options.value('speed')).toBe('fast');
    expect(options.takeChanged()).toBe(true);
    expect(options.takeChanged()).toBe(false);
  });

  it('have the values that the user wished for from their declaration on', () => {
    const options = new CoreOptions(new Map([['speed', 'faster']]));
    expect(options.value('speed')).toBeUndefined();
    options.declare([SPEED]);
    expect(options.value('speed')).toBe('faster');
  });

  it('leave wishes out that no declaration knows', () => {
    const options = new CoreOptions(
      new Map([
        ['sped', 'fast'],
        ['speed', 'ludicrous'],
      ]),
    );
    options.declare([SPEED]);
    expect(options.value('speed')).toBe('slow');
    expect(options.value('sped')).toBeUndefined();
  });

  it('keep their values when they are declared again', () => {
    const options = new CoreOptions();
    options.declare([SPEED]);
    options.set('speed', 'fast');
    options.declare([SPEED]);
    expect(options.value('speed')).toBe('fast');
  });

  it('lose a value that a new declaration no longer has', () => {
    const options = new CoreOptions();
    options.declare([SPEED]);
    options.set('speed', 'faster');
    options.declare([{ ...SPEED, values: ['slow', 'fast'] }]);
    expect(options.value('speed')).toBe('slow');
  });

  it('refuse an unknown key, naming one like it', () => {
    const options = new CoreOptions();
    options.declare([SPEED]);
    expect(() => options.set('sped', 'fast')).toThrow(
      expect.objectContaining({
        message: 'The core has no option "sped".',
        hint: 'Did you mean "speed"?',
      }),
    );
  });

  it('refuse an unknown value, naming all of them and one like it', () => {
    const options = new CoreOptions();
    options.declare([SPEED]);
    expect(() => options.set('speed', 'fasst')).toThrow(
      expect.objectContaining({
        message: 'The option speed can’t be "fasst".',
        hint: 'Its values are slow, fast, faster. Did you mean "fast"?',
      }),
    );
    expect(options.takeChanged()).toBe(false);
  });
});
