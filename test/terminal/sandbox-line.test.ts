import { describe, expect, it } from 'vitest';
import { PROTECTIONS } from '../../src/pipeline/core/sandbox.js';
import { describeSandbox } from '../../src/terminal/sandbox-line.js';

describe('the line on the sandbox', () => {
  it('says what a core can’t do', () => {
    expect(describeSandbox({ means: 'bubblewrap', enforced: PROTECTIONS, missing: [] })).toBe(
      "Sandbox: bubblewrap. The core can't use the network, read other files, write other files, see other processes or read secrets in the environment.",
    );
  });

  it('says what a core can do all the same, and why', () => {
    const sandbox = {
      means: 'permissions',
      enforced: ['reads', 'writes', 'environment'],
      missing: ['network', 'processes'],
      reason: 'bubblewrap (bwrap) is not installed',
    } as const;
    expect(describeSandbox(sandbox)).toBe(
      "Sandbox: Node’s permission flags. The core can't read other files, write other files or read secrets in the environment. It can use the network and end other programs of yours; bubblewrap (bwrap) is not installed.",
    );
  });

  it('claims nothing where there is no sandbox', () => {
    expect(
      describeSandbox({
        means: 'none',
        enforced: [],
        missing: PROTECTIONS,
        reason: 'it is switched off',
      }),
    ).toBe(
      'Sandbox: none. The core can use the network, read your files, write your files, end other programs of yours and read secrets in the environment; it is switched off.',
    );
  });
});
