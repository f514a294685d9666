import { describe, expect, test } from 'vitest';
import { encodeBase64Url } from '../../src/protocol/base64url.js';
import { NO_FRAME, neutralControls, writeInputPacket } from '../../src/protocol/input-packet.js';
import { incidents, openRoom, TOKENS } from './test-room.js';
import type { TestViewer } from './test-viewer.js';

const PACKET = writeInputPacket({
  sequence: 1,
  lastFrame: NO_FRAME,
  keyframeWanted: false,
  controls: neutralControls(),
});

function repeat(count: number, action: (index: number) => void): void {
  for (let index = 0; index < count; index++) action(index);
}

/** A room with two in it, of whom the first is about to misbehave. */
async function openWithTwo() {
  const made = openRoom();
  const offender = made.visit();
  await offender.enter(TOKENS.play);
  const other = made.visit();
  await other.enter(TOKENS.play);
  return { ...made, offender, other };
}

async function expectShutOut(
  { offender, other, events, room }: Awaited<ReturnType<typeof openWithTwo>>,
  what: string,
) {
  const { code, message } = await offender.message('refused');
  expect(code).toBe('misbehaviour');
  expect(message).toContain(`This page ${what}.`);
  await offender.closed;
  expect(incidents(events)).toEqual([`A viewer (v1) ${what}, and was shut out.`]);
  await other.heard();
  expect(room.people.map(({ id }) => id)).toEqual(['v2']);
  expect(other.messagesOf('refused')).toEqual([]);
}

/** What is lost on the unreliable channel is sent again until the host has had enough. */
async function sendInputUntilRefused(viewer: TestViewer, send: () => void): Promise<void> {
  while (viewer.messagesOf('refused').length === 0) {
    repeat(10, () => {
      if (viewer.input.isOpen()) send();
    });
    await Promise.race([viewer.message('refused'), new Promise((resolve) => setImmediate(resolve))]);
  }
}

describe('a viewer is shut out, and the others go on,', () => {
  const wrongInput = 'sent input packets of the wrong size or kind';
  test.each([
    ['a byte too long', Buffer.concat([PACKET, Buffer.alloc(1)])],
    ['a byte too short', PACKET.subarray(1)],
    ['empty but for a byte', Buffer.alloc(1)],
    ['of another version', Buffer.from(PACKET).fill(2, 0, 1)],
    ['with an unknown flag', Buffer.from(PACKET).fill(0x81, 1, 2)],
    ['as large as they may be', Buffer.alloc(16_000)],
  ])('where it keeps sending input packets that are %s', async (_, packet) => {
    const made = await openWithTwo();
    await sendInputUntilRefused(made.offender, () => made.offender.input.sendMessageBinary(packet));
    await expectShutOut(made, wrongInput);
  });

  test('where it keeps sending text for input', async () => {
    const made = await openWithTwo();
    await sendInputUntilRefused(made.offender, () => made.offender.input.sendMessage('A'.repeat(60)));
    await expectShutOut(made, wrongInput);
  });

  test('where it sends far more input than a pad can make', async () => {
    const made = await openWithTwo();
    await sendInputUntilRefused(made.offender, () => made.offender.input.sendMessageBinary(PACKET));
    await expectShutOut(made, 'sent more than 600 input packets a second');
  });

  const wrongControl = 'sent control messages that this host does not understand, or too many';
  test.each([
    ['no JSON', 'garbage'],
    ['JSON that is no object', '[]'],
    ['of an unknown type', '{"type":"sudo"}'],
    ['pings without a number', '{"type":"ping","id":"1"}'],
    ['a host’s messages', '{"type":"seat","seat":1}'],
    ['too long', JSON.stringify({ type: 'ping', id: 1, more: 'x'.repeat(9_000) })],
    ['nested deeply', `${'['.repeat(4_000)}${']'.repeat(4_000)}`],
  ])('where its control messages are %s', async (_, text) => {
    const made = await openWithTwo();
    repeat(50, () => made.offender.control.sendMessage(text));
    await expectShutOut(made, wrongControl);
  });

  test('where its control messages are bytes instead of text', async () => {
    const made = await openWithTwo();
    repeat(50, () => made.offender.control.sendMessageBinary(Buffer.from('{"type":"ping","id":1}')));
    await expectShutOut(made, wrongControl);
  });

  test('where it floods the control channel', async () => {
    const made = await openWithTwo();
    repeat(400, (id) => made.offender.say({ type: 'ping', id }));
    await expectShutOut(made, wrongControl);
    expect(made.offender.messagesOf('pong').length).toBeLessThan(100);
  });
});

describe('a viewer is not shut out', () => {
  test('for a few mistakes', async () => {
    const { visit, events } = openRoom();
    const viewer = visit();
    await viewer.enter(TOKENS.play);
    repeat(30, () => viewer.control.sendMessage('garbage'));
    repeat(19, () => viewer.input.sendMessageBinary(Buffer.alloc(3)));
    await viewer.heard();
    expect(viewer.messagesOf('refused')).toEqual([]);
    expect(incidents(events)).toEqual([]);
  });

  test('before its hello for malformed ones among its messages, unless they are many', async () => {
    const { visit, events, room } = openRoom();
    const [clumsy, hostile] = [visit(), visit()];
    await Promise.all([clumsy.opened, hostile.opened]);
    repeat(10, () => clumsy.say({ type: 'hello', versions: [1], token: 'short', abilities: {} }));
    await clumsy.enter(TOKENS.play);
    repeat(50, () => hostile.control.sendMessage('{'));
    expect(await hostile.message('refused')).toMatchObject({ code: 'misbehaviour' });
    await hostile.closed;
    expect(incidents(events)).toHaveLength(1);
    expect(events.items.filter(({ kind }) => kind === 'left')).toEqual([]);
    expect(room.people).toHaveLength(1);
  });

  test('for abilities and fields that only newer pages know', async () => {
    const { visit } = openRoom();
    const viewer = visit();
    await viewer.opened;
    viewer.say({
      type: 'hello',
      versions: [1, 2],
      token: encodeBase64Url(TOKENS.play),
      abilities: { transports: ['hologram', 'rtp'], smell: true },
      name: 'Ann',
    });
    expect(await viewer.message('welcome')).toMatchObject({ transport: 'rtp' });
  });
});
