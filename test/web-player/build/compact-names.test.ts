import { parseAst } from 'vite';
import { describe, expect, it } from 'vitest';
import { compactScript, compactStyle } from '../../../web-player/build/compact-names.js';

/** Often enough for a name to be shorter. */
const AGAIN = 12;

function compact(code: string, kept?: Parameters<typeof compactScript>[2]): string {
  return compactScript(code, parseAst(code) as never, kept);
}

/** What a script's `result` is. */
function run(code: string): unknown {
  return new Function(`${code};return result`)();
}

function expectSame(code: string): string {
  const compacted = compact(code);
  expect(compacted.length).toBeLessThan(code.length);
  expect(run(compacted)).toEqual(run(code));
  return compacted;
}

describe('compactScript', () => {
  it('writes properties and strings of the same word once, and shares the name', () => {
    const code = `var result=[{length:1}].map(e=>${'e.length+'.repeat(AGAIN)}\`length\`.length)`;
    expect(expectSame(code).match(/length/g)).toHaveLength(2);
  });

  it('keeps names apart from the words around them', () => {
    expectSame(
      `function f(e){switch(e){case\`reconnecting\`:return\`reconnecting\`;case\`paused\`:return typeof e==\`reconnecting\`}return\`reconnecting\`in{reconnecting:1}}` +
        'var result=[f(`reconnecting`),f(`paused`),f(``)]',
    );
  });

  it('leaves optional properties, keys, shorthands, tags and addresses of modules as they are', () => {
    expectSame(
      'var e={anything:1},a=void 0;function tag(e){return e.raw[0]}' +
        `var result=[a?.anything,e?.anything,{anything:2},tag\`anything\`,{Math},${'e.anything,Math.abs(1),'.repeat(AGAIN)}]`,
    );
    expect(compact(`${'f(e.url,`url`);'.repeat(AGAIN)}g(import.meta.url)`)).toContain('import.meta.url');
  });

  it('writes globals and `void 0` once', () => {
    const compacted = expectSame(`var result=[${'Math.abs(-1)===void 0,'.repeat(AGAIN)}]`);
    expect(compacted.match(/Math/g)).toHaveLength(1);
    expect(compacted.match(/void 0/g)).toHaveLength(1);
  });

  it('takes the # from private names', () => {
    const compacted = expectSame(
      'class c{#e=1;static#t=2;#n(){return this.#e++}async#r(){}get#i(){return this.#n()+c.#t}sum(){this.#r();return this.#i+this.#e}}' +
        'var result=new c().sum()',
    );
    expect(compacted).not.toContain('#');
  });

  it('leaves it where a class that it extends could have the name as well, or the class itself', () => {
    const code = 'class a{e=1}class b extends a{#e=2;sum(){return this.e+this.#e}}var result=new b().sum()';
    expect(compact(code)).toBe(code);
    expect(() => compact('class a{e=1;#e=2}')).toThrow('A class has both e and #e.');
  });

  it('keeps what it is told to keep', () => {
    const code = `var result=[${'[].length,Math.abs(1),'.repeat(AGAIN)}]`;
    expect(compact(code, ['property', 'global'])).toBe(code);
  });

  it('uses no name that the code has', () => {
    const code = `var $=1,_=2,a=3,result=[$,_,a,${'`something`,'.repeat(AGAIN)}]`;
    expectSame(code);
  });
});

describe('compactStyle', () => {
  it('shortens custom properties but for the one that scripts set', () => {
    expect(compactStyle(':root{--line:#fff}a{color:var(--line);width:var(--aspect,1)}')).toBe(
      ':root{--0:#fff}a{color:var(--0);width:var(--aspect,1)}',
    );
  });
});
