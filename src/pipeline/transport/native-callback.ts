/**
 * Makes a function fit to be called by node-datachannel. An exception that left it would have to pass through native
 * code, which ends the process at once, without a word; thrown a moment later it is an uncaught exception like any other.
 */
export function nativeCallback<Args extends unknown[]>(callback: (...args: Args) => void) {
  return (...args: Args): void => {
    try {
      callback(...args);
    } catch (error) {
      setImmediate(() => {
        throw error;
      });
    }
  };
}
