import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { CloudgameError, EXIT_CODES, type FailureKind } from '../../errors.js';
import { PACKAGE_ROOT } from '../../package-root.js';
import type { ProbeReply, ProbeTask, ProbeTasks } from './probe-message.js';

const PROGRAM = join(PACKAGE_ROOT, 'dist', 'src', 'bench', 'screen', 'photon-probe.js');

/** The process that presses keys on a screen and reads its pixels, and what it is asked to do. */
export class Probe {
  readonly #child: ChildProcess;
  #said = '';

  /** @param environment - that names the X server. */
  constructor(environment: Readonly<Record<string, string>>) {
    this.#child = fork(PROGRAM, {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // A group of its own: Ctrl-C is for the one that asks, which ends this one.
      detached: true,
      env: { ...process.env, ...environment },
    });
    this.#child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      this.#said = (this.#said + text).slice(-2_000);
    });
  }

  /**
   * Has it do something; one thing at a time.
   *
   * @param onPress - told how many presses are done.
   * @throws CloudgameError for what can't be done; Error where the probe or the X server has ended.
   */
  async ask<Task extends ProbeTask>(
    task: Task,
    given: ProbeTasks[Task]['given'],
    onPress: (count: number) => void = () => {},
  ): Promise<ProbeTasks[Task]['answer']> {
    const child = this.#child;
    const answered = new Promise<ProbeTasks[Task]['answer']>((resolve, reject) => {
      const onMessage = (reply: ProbeReply) => {
        if ('pressed' in reply) return onPress(reply.pressed);
        stopListening();
        if ('failure' in reply) reject(failureOf(reply.failure));
        else resolve(reply.answer as ProbeTasks[Task]['answer']);
      };
      const onClose = () => {
        stopListening();
        reject(new Error(`The process that reads the screen has ended. ${this.#said.trim()}`.trim()));
      };
      const stopListening = () => child.off('message', onMessage).off('close', onClose).off('error', onClose);
      child.on('message', onMessage).on('close', onClose).on('error', onClose);
    });
    // Where it is gone already, its end has been told and comes no more.
    if (!child.connected)
      throw new Error(`The process that reads the screen has ended. ${this.#said}`.trim());
    child.send({ task, given }, () => {});
    return answered;
  }

  /** Ends it; calling it again does nothing. */
  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }
}

function failureOf({ message, hint, kind }: Extract<ProbeReply, { failure: unknown }>['failure']): Error {
  if (hint === undefined || kind === undefined || !(kind in EXIT_CODES)) return new Error(message);
  return new CloudgameError(kind as FailureKind, message, hint);
}
