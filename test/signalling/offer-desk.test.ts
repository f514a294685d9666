import { describe, expect, test } from 'vitest';
import type { IceCandidate, PeerMessage, ServerMessage } from '../../src/protocol/signalling-message.js';
import type { Offer } from '../../src/signalling/offer.js';
import { OfferDesk } from '../../src/signalling/offer-desk.js';

function offerFrom(src: string, connectionId = 'c'): ServerMessage {
  return { type: 'OFFER', src, payload: { connectionId, sdp: { type: 'offer', sdp: `sdp of ${src}` } } };
}

function candidateFrom(src: string, text: string, connectionId = 'c'): ServerMessage {
  return { type: 'CANDIDATE', src, payload: { connectionId, candidate: { candidate: text } } };
}

function openDesk() {
  const clock = { now: 0 };
  const sent: PeerMessage[] = [];
  const offers: Offer[] = [];
  const desk = new OfferDesk(
    (message) => sent.push(message) > 0,
    (offer) => offers.push(offer),
    () => clock.now,
  );
  return { desk, sent, offers, clock };
}

describe('an offer', () => {
  test('is answered to the viewer and the connection that it came from', () => {
    const { desk, sent, offers } = openDesk();
    desk.receive(offerFrom('alice', 'first'));
    const [offer] = offers;
    expect(offer).toMatchObject({ viewerPeerId: 'alice', connectionId: 'first', sdp: 'sdp of alice' });
    offer!.answer('the answer');
    offer!.sendCandidate({ candidate: 'candidate:1', sdpMid: '0' });
    expect(sent).toEqual([
      {
        type: 'ANSWER',
        dst: 'alice',
        payload: { type: 'media', connectionId: 'first', sdp: { type: 'answer', sdp: 'the answer' } },
      },
      {
        type: 'CANDIDATE',
        dst: 'alice',
        payload: {
          type: 'media',
          connectionId: 'first',
          candidate: { candidate: 'candidate:1', sdpMid: '0' },
        },
      },
    ]);
    desk.close();
  });

  test('gets its own candidates, those that came early as well, and nobody else’s', () => {
    const { desk, offers } = openDesk();
    desk.receive(offerFrom('alice'));
    desk.receive(offerFrom('bob'));
    desk.receive(candidateFrom('alice', 'early'));
    desk.receive(candidateFrom('alice', 'other connection', 'd'));
    desk.receive(candidateFrom('bob', 'of bob'));
    const got: IceCandidate[] = [];
    offers[0]!.receiveCandidates((candidate) => got.push(candidate));
    desk.receive(candidateFrom('alice', 'late'));
    expect(got.map(({ candidate }) => candidate)).toEqual(['early', 'late']);
    desk.close();
  });

  test('passes on a bounded number of candidates', () => {
    const { desk, offers } = openDesk();
    desk.receive(offerFrom('alice'));
    for (let index = 0; index < 500; index++) desk.receive(candidateFrom('alice', String(index)));
    let got = 0;
    offers[0]!.receiveCandidates(() => got++);
    for (let index = 0; index < 500; index++) desk.receive(candidateFrom('alice', String(index)));
    expect(got).toBe(64);
    desk.close();
  });

  test('counts once when it comes twice', () => {
    const { desk, offers } = openDesk();
    desk.receive(offerFrom('alice'));
    desk.receive(offerFrom('alice'));
    expect(offers).toHaveLength(1);
    desk.close();
  });

  test('is given up when its viewer has left the signalling server', () => {
    const { desk, offers } = openDesk();
    desk.receive(offerFrom('alice'));
    desk.receive(offerFrom('bob'));
    desk.receive({ type: 'EXPIRE', src: 'alice' });
    expect(offers.map((offer) => offer.signal.aborted)).toEqual([true, false]);
    expect(desk.openOffers).toBe(1);
    desk.close();
    expect(offers[1]!.signal.aborted).toBe(true);
  });

  test('is given up for that reason when its viewer takes it back', () => {
    const { desk, offers } = openDesk();
    desk.receive(offerFrom('alice'));
    desk.receive(offerFrom('bob'));
    desk.receive({ type: 'LEAVE', src: 'alice' });
    expect(offers.map(({ signal }) => signal.aborted && signal.reason)).toEqual(['withdrawn', false]);
    expect(desk.openOffers).toBe(1);
    desk.close();
  });

  test('frees its place when it is settled, and is not given up then', () => {
    const { desk, offers } = openDesk();
    desk.receive(offerFrom('alice'));
    offers[0]!.settle();
    expect(desk.openOffers).toBe(0);
    desk.receive({ type: 'EXPIRE', src: 'alice' });
    desk.close();
    expect(offers[0]!.signal.aborted).toBe(false);
  });
});

describe('too many offers', () => {
  test('of one peer are held back and counted, and others are let in', () => {
    const { desk, offers, clock } = openDesk();
    for (let index = 0; index < 8; index++) desk.receive(offerFrom('mallory', `c${index}`));
    expect(offers).toHaveLength(5);
    expect(desk.refused).toBe(3);
    desk.receive(offerFrom('alice'));
    expect(offers).toHaveLength(6);
    clock.now = 2000;
    desk.receive(offerFrom('mallory', 'later'));
    expect(offers).toHaveLength(7);
    desk.close();
  });

  test('at the same time cost the oldest one its place', () => {
    const { desk, offers, clock } = openDesk();
    for (let index = 0; index < 40; index++) {
      clock.now += 1000;
      desk.receive(offerFrom(`viewer ${index}`));
    }
    expect(offers).toHaveLength(40);
    expect(desk.openOffers).toBe(32);
    expect(offers.map((offer) => offer.signal.aborted).indexOf(false)).toBe(8);
    desk.close();
  });

  test('of many peers at once are held back', () => {
    const { desk, offers } = openDesk();
    for (let index = 0; index < 100; index++) desk.receive(offerFrom(`viewer ${index}`));
    expect(offers).toHaveLength(32);
    expect(desk.refused).toBe(68);
    desk.close();
  });
});
