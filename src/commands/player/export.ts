import { resolve } from 'node:path';
import { Args, Flags } from '@oclif/core';
import { exportPage } from '../../signalling/export-page.js';
import { BaseCommand } from '../../terminal/base-command.js';

export default class PlayerExport extends BaseCommand {
  static override summary = 'Write the player page as static files.';
  static override description =
    'Put the folder on any static web host with https, and give its address to `cloudgame host --player-url`. ' +
    'Pages of other versions that lie in the folder stay, so that links to them go on working.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> public',
    '<%= config.bin %> <%= command.id %> public --signal wss://meet.example.org/',
  ];
  static override args = {
    folder: Args.string({ description: 'Folder to write to.', required: true }),
  };
  static override flags = {
    signal: Flags.string({
      summary: 'Signalling server for links that name none; the public one by default.',
    }),
    'ice-server': Flags.string({
      summary: 'STUN server, such as stun:host:port.',
      multiple: true,
      multipleNonGreedy: true,
    }),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(PlayerExport);
    const written = await exportPage({
      folder: resolve(args.folder),
      signallingUrl: flags.signal,
      iceServers: flags['ice-server'],
    });
    this.tell(`The player page is in ${written}.`);
    this.tell(`Publish ${resolve(args.folder)}, and host with --player-url and its address.`);
  }
}
