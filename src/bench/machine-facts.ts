import { cpus, release, totalmem, type } from 'node:os';
import { execa } from 'execa';
import type { Machine } from './report/machine.js';

/** What the machine is, on which it is measured. */
export async function machineFacts(options: {
  readonly cloudgame: string;
  readonly browsers: Machine['browsers'];
  readonly ffmpeg: string | undefined;
}): Promise<Machine> {
  const processors = cpus();
  const ffmpeg = options.ffmpeg && (await versionOf(options.ffmpeg));
  return {
    cpu: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryBytes: totalmem(),
    os: `${type()} ${release()}`,
    node: process.version,
    cloudgame: options.cloudgame,
    ...(ffmpeg ? { ffmpeg } : {}),
    browsers: options.browsers,
  };
}

/** `ffmpeg version 5.1.9-0+deb12u1 Copyright …` */
async function versionOf(program: string): Promise<string | undefined> {
  const { stdout } = await execa(program, ['-version'], { reject: false, timeout: 10_000 });
  return /version (\S+)/.exec(stdout ?? '')?.[1];
}
