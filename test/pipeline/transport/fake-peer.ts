import type { DataChannel, Track } from 'node-datachannel';

/** A track as node-datachannel has it, without a connection. */
export class FakeTrack {
  readonly sent: Buffer[] = [];
  open = true;
  receive: (packet: Buffer) => void = () => {};

  isOpen(): boolean {
    return this.open;
  }

  sendMessageBinary(packet: Buffer): boolean {
    this.sent.push(Buffer.from(packet));
    return true;
  }

  onMessage(callback: (packet: Buffer) => void): void {
    this.receive = callback;
  }

  setMediaHandler(): void {}

  get asTrack(): Track {
    return this as unknown as Track;
  }
}

/** A data channel as node-datachannel has it, without a connection. */
export class FakeChannel {
  readonly sent: Buffer[] = [];
  open = true;
  buffered = 0;
  largest = 256 * 1024;
  fails = false;

  isOpen(): boolean {
    return this.open;
  }

  bufferedAmount(): number {
    return this.buffered;
  }

  maxMessageSize(): number {
    return this.largest;
  }

  sendMessageBinary(message: Buffer): boolean {
    if (this.fails) throw new Error('closed');
    this.sent.push(Buffer.from(message));
    return true;
  }

  get asChannel(): DataChannel {
    return this as unknown as DataChannel;
  }
}
