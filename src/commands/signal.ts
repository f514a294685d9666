import { once } from 'node:events';
import { Flags } from '@oclif/core';
import { EXIT_CODES } from '../errors.js';
import { DEFAULT_SIGNALLING_KEY } from '../protocol/defaults.js';
import { SignallingServer } from '../signalling/signalling-server.js';
import { BaseCommand, jsonFlag } from '../terminal/base-command.js';
import { catchInterrupts } from '../terminal/interrupts.js';

export default class Signal extends BaseCommand {
  static override summary = 'Run a signalling server, where hosts and players meet.';
  static override description =
    'It is a PeerJS server for hosts that use `--signal`, in place of the public one. It sees who meets whom, and neither ' +
    'the game nor the link. For pages over https, put it behind a web server with a certificate, and use its wss: URL.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --port 9001 --path /meet --key friends',
  ];
  static override flags = {
    port: Flags.integer({ summary: 'TCP port; 0 for any free one.', default: 9000, min: 0, max: 65535 }),
    path: Flags.string({ summary: 'Path of the server.', default: '/' }),
    key: Flags.string({ summary: 'Key that its URL has to name.', default: DEFAULT_SIGNALLING_KEY }),
    listen: Flags.string({ summary: 'Address to listen on; by default all of this computer.' }),
    json: jsonFlag,
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(Signal);
    const interrupts = catchInterrupts();
    const server = await SignallingServer.open({ ...flags, listenAddress: flags.listen });
    const { port, urls } = server;
    if (this.events) {
      this.events.write({
        event: 'signalling-ready',
        version: this.config.version,
        pid: process.pid,
        port,
        urls,
      });
    } else {
      process.stdout.write(`${urls.local}\n`);
      this.tell(
        `Signalling server on port ${port}. Hosts use it with:\n  cloudgame host --signal "${urls.local}"`,
      );
      this.tell('Ctrl-C ends it.');
    }
    if (!interrupts.signal.aborted) await once(interrupts.signal, 'abort');
    await server.close();
    this.events?.write({ event: 'closed', reason: 'Interrupted.', exitCode: EXIT_CODES.interrupted });
    this.exit(EXIT_CODES.interrupted);
  }
}
