import koffi from 'koffi';
import { callableFromAnyStack } from './callback-stack.js';
import { CALLBACKS, type Pointer } from './libretro-api.js';

/** Makes a function that a core can call, for as long as the process lives. */
export function makeCallback(name: keyof typeof CALLBACKS, callback: (...args: never[]) => unknown): Pointer {
  const guarded = (...args: never[]) => {
    try {
      return callback(...args);
    } catch (error) {
      // The core's code is on the stack between here and whoever could catch it.
      console.error(error);
      return 0;
    }
  };
  return callableFromAnyStack(koffi.register(guarded, koffi.pointer(CALLBACKS[name])));
}
