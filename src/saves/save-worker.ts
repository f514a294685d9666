import { parentPort, workerData } from 'node:worker_threads';
import { SaveStore } from './save-store.js';
import type { SaveTask, SaveTaskDone, SaveWorkerData } from './save-task.js';

/** The thread of a `SaveWriter`: hashes, writes and waits for the disk, one task after the other. */

const { dataDir, gameSha256 } = workerData as SaveWorkerData;
const store = new SaveStore(dataDir, gameSha256);
let last = Promise.resolve();

parentPort?.on('message', (task: SaveTask) => {
  last = last.then(async () => {
    const done: SaveTaskDone = await carryOut(task).then(
      () => ({}),
      (error: unknown) => ({ failure: error instanceof Error ? error.message : String(error) }),
    );
    parentPort?.postMessage(done);
  });
});

function carryOut(task: SaveTask): Promise<void> {
  switch (task.kind) {
    case 'battery':
      return store.writeBattery(task.bytes);
    case 'automatic':
      return store.writeAutomatic(task.state);
    case 'slot':
      return store.writeSlot(task.slot, task.state);
  }
}
