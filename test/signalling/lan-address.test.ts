import { describe, expect, test } from 'vitest';
import { localAddresses, rankLanAddresses } from '../../src/signalling/lan-address.js';

function ranked(...addresses: [name: string, address: string][]): string[] {
  return rankLanAddresses(addresses.map(([name, address]) => ({ name, address }))).map((entry) => entry.name);
}

describe('the address for the local network', () => {
  test('is the one of the real interface rather than of containers and virtual machines', () => {
    expect(
      ranked(
        ['docker0', '172.17.0.1'],
        ['br-3f2a', '192.168.16.1'],
        ['vEthernet (WSL)', '172.20.0.1'],
        ['VirtualBox Host-Only Network', '192.168.56.1'],
        ['wlan0', '10.0.0.7'],
      )[0],
    ).toBe('wlan0');
  });

  test('is rather in the local network than at the end of a tunnel', () => {
    expect(ranked(['tun0', '10.8.0.2'], ['tailscale0', '100.90.1.2'], ['eth0', '172.16.4.9'])[0]).toBe(
      'eth0',
    );
  });

  test('is rather private than public, and link-local only where there is nothing else', () => {
    expect(
      ranked(['a', '169.254.3.4'], ['b', '203.0.113.5'], ['c', '10.1.2.3'], ['d', '192.168.1.2']),
    ).toEqual(['d', 'c', 'b', 'a']);
  });

  test('stays in the system’s order among equals', () => {
    expect(ranked(['eth0', '192.168.1.2'], ['wlan0', '192.168.1.3'])).toEqual(['eth0', 'wlan0']);
  });

  test('leaves out loopback and IPv6, and falls back to loopback', () => {
    const common = { netmask: '255.255.255.0', mac: '00:00:00:00:00:00', cidr: null };
    const loopback = { ...common, family: 'IPv4' as const, address: '127.0.0.1', internal: true };
    const v6 = { ...common, family: 'IPv6' as const, address: 'fe80::1', internal: false, scopeid: 2 };
    const v4 = { ...common, family: 'IPv4' as const, address: '192.168.1.2', internal: false };
    expect(localAddresses({ lo: [loopback], eth0: [v6, v4] })).toEqual(['192.168.1.2']);
    expect(localAddresses({ lo: [loopback], eth0: [v6] })).toEqual(['127.0.0.1']);
  });

  test('is one of this computer', () => {
    expect(localAddresses()[0]).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
  });
});
